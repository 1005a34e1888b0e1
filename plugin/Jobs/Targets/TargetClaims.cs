// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Targets;

/// <summary>
/// What the jobs of this host know about new instances that several of them may make: those whose identifiers are kept,
/// given, or pseudonyms. One thread at a time checks such an instance and acts on the result.
/// </summary>
/// <remarks>
/// <para>
/// A target t is made of a source s. Four things are done to the two, each a check and an act: <b>make</b> (is t there?
/// store it), <b>use</b> (t is there as it should be: it is a result of this job, too), <b>delete</b> (t is there and
/// is what this job stored: delete s), <b>take back</b> (s is there, and no other job has t as its result: delete t).
/// Data is lost if one acts between the check and the act of another: delete and take back leave neither s nor t; use
/// and take back leave a job whose result is gone. So all four hold the claim of t from the check to the act.
/// </para>
/// <para>
/// A target is made by one job and may be used by others, which go on after the first has failed: then the last one
/// that fails takes it back, unless one has ended without failing. This class knows the jobs of a target while they
/// live. What has to be known longer, or by another host with the same database, is in the metadata of t
/// (<see cref="TargetNotes"/>): each run of a host records there, in a metadata of its own, that it made or uses t, and
/// then checks whether somebody is taking t back. A job that takes t back records that first, and then checks whether
/// somebody uses t. So at least one of the two sees the other.
/// </para>
/// <para>Thread-safe. A target is forgotten with the last of its jobs.</para>
/// </remarks>
internal sealed class TargetClaims
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Target> _targets = new(StringComparer.Ordinal);

    // The targets of each job, which may include some that are not results in the end.
    private readonly Dictionary<string, HashSet<string>> _jobs = new(StringComparer.Ordinal);

    /// <summary>Waits for the claim of a target, and takes it.</summary>
    /// <param name="target">Orthanc's identifier of the new instance.</param>
    public Claim Take(string target)
    {
        Target known;
        lock (_lock)
        {
            if (!_targets.TryGetValue(target, out known!))
            {
                known = new Target();
                _targets.Add(target, known);
            }

            known.Claims++;
        }

        known.Turn.Enter();
        return new Claim(this, target, known);
    }

    /// <summary>Forgets an ended job, without waiting for claims: others see a target with or without the job.</summary>
    /// <param name="job">What identifies the job.</param>
    /// <param name="targets">Its results.</param>
    /// <param name="areKept">Whether nobody may take them back: the job has not failed, or was deleting its sources.</param>
    public void End(string job, IEnumerable<string> targets, bool areKept)
    {
        lock (_lock)
        {
            foreach (var target in targets)
            {
                if (_targets.TryGetValue(target, out var known))
                {
                    known.IsKept |= areKept;
                }
            }

            if (_jobs.Remove(job, out var entered))
            {
                foreach (var target in entered)
                {
                    var known = _targets[target];
                    known.Jobs.Remove(job);
                    Forget(target, known);
                }
            }
        }
    }

    private void Release(string target, Target known)
    {
        known.Turn.Exit();
        lock (_lock)
        {
            known.Claims--;
            Forget(target, known);
        }
    }

    private void Forget(string target, Target known)
    {
        if (known.Claims == 0 && known.Jobs.Count == 0)
        {
            _targets.Remove(target);
        }
    }

    /// <summary>The right to check a target and to act on it.</summary>
    internal readonly ref struct Claim(TargetClaims claims, string target, Target known)
    {
        /// <summary>The source of the target in the jobs that have it; null if none has it.</summary>
        public string? Source => known.Source;

        /// <summary>
        /// Whether a job that is known here was the first to note that this run of the host uses the target. Then all jobs
        /// that this note stands for are known here.
        /// </summary>
        public bool IsNotedHere => known.IsNoted;

        /// <summary>Registers the target as a result of a job.</summary>
        /// <param name="job">What identifies the job.</param>
        /// <param name="source">Orthanc's identifier of its source.</param>
        /// <param name="isMade">Whether the job has made it.</param>
        /// <param name="isNoted">Whether the job is the first of this run to note a use of what it has not made.</param>
        public void Enter(string job, string source, bool isMade, bool isNoted)
        {
            lock (claims._lock)
            {
                known.Source = source;
                known.IsMade |= isMade;
                known.IsNoted |= isNoted;
                if (!claims._jobs.TryGetValue(job, out var entered))
                {
                    entered = new HashSet<string>(StringComparer.Ordinal);
                    claims._jobs.Add(job, entered);
                }

                if (entered.Add(target))
                {
                    known.Jobs.Add(job);
                }
            }
        }

        /// <summary>Unregisters the target as a result of a job.</summary>
        /// <param name="job">What identifies the job.</param>
        /// <returns>Whether it may be taken back: a known job has made it, none has it now, and it is not kept.</returns>
        public bool Leave(string job)
        {
            lock (claims._lock)
            {
                known.Jobs.Remove(job);
                if (claims._jobs.TryGetValue(job, out var entered))
                {
                    entered.Remove(target);
                }

                return known.IsMade && !known.IsKept && known.Jobs.Count == 0;
            }
        }

        /// <summary>Releases the claim.</summary>
        public void Dispose() => claims.Release(target, known);
    }

    /// <summary>What is known of a target.</summary>
    internal sealed class Target
    {
        public Lock Turn { get; } = new();

        public List<string> Jobs { get; } = new(1);

        public int Claims { get; set; }

        public string? Source { get; set; }

        public bool IsMade { get; set; }

        public bool IsKept { get; set; }

        public bool IsNoted { get; set; }
    }
}
