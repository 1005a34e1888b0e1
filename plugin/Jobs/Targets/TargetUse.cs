// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Targets;

/// <summary>
/// What one run of a host records with a new instance: <c>run</c> if jobs of that run have it as their result, <c>run
/// job</c> if one of them has made it and no other has it, <c>run job *</c> if others have it, too, and <c>*</c> if
/// several runs had to use the same place.
/// </summary>
/// <param name="Run">The run of the host; null for several or unknown ones.</param>
/// <param name="Maker">The token of the job that has made the instance; null if none of that run has.</param>
/// <param name="IsUsed">Whether jobs other than the maker have it as their result.</param>
internal readonly record struct TargetUse(string? Run, string? Maker, bool IsUsed)
{
    private const string Others = "*";

    /// <summary>A use by an unknown run.</summary>
    public static TargetUse OfSeveral { get; } = new(null, null, true);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static TargetUse Parse(string text) => text.Split(' ') switch
    {
        [Others] => OfSeveral,
        [var run] => new TargetUse(run, null, true),
        [var run, var maker] => new TargetUse(run, maker, false),
        [var run, var maker, Others] => new TargetUse(run, maker, true),
        _ => OfSeveral,
    };

    /// <summary>Whether a job has made the instance, and no other job of that run has it.</summary>
    public bool IsOnlyOf(string job) => Maker == job && !IsUsed;

    /// <summary>
    /// What to record in this place when jobs of a run have the instance as their result without having made it.
    /// </summary>
    public TargetUse UsedBy(string run) => Run == run ? this with { IsUsed = true } : OfSeveral;

    /// <inheritdoc/>
    public override string ToString() => (Run, Maker, IsUsed) switch
    {
        (null, _, _) => Others,
        (_, null, _) => Run,
        (_, _, false) => $"{Run} {Maker}",
        _ => $"{Run} {Maker} {Others}",
    };
}
