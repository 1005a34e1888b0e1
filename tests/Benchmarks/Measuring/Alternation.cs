// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Globalization;

namespace OrthancDeid.Benchmarks.Measuring;

/// <summary>
/// Measures subjects in turn, round by round, and compares them within each round. Other load on the machine thus disturbs
/// all of them alike.
/// </summary>
/// <param name="Budget">How long one comparison may take; a round that has begun is finished.</param>
/// <param name="LeastRounds">The least number of rounds.</param>
/// <param name="MostRounds">The number of rounds that is enough.</param>
internal sealed record Alternation(TimeSpan Budget, int LeastRounds, int MostRounds)
{
    /// <summary>As many rounds as <c>ORTHANC_DEID_ROUNDS</c> asks for, however long they take; this one if it is not
    /// set.</summary>
    public Alternation OrAsAsked() =>
        Environment.GetEnvironmentVariable("ORTHANC_DEID_ROUNDS") is { Length: > 0 } rounds
            ? Exactly(int.Parse(rounds, NumberStyles.None, CultureInfo.InvariantCulture))
            : this;

    /// <summary>Measures and compares.</summary>
    /// <param name="benchmark">The name of the table.</param>
    /// <param name="situation">What all subjects have in common, such as their input.</param>
    /// <param name="bytes">The size of the input.</param>
    /// <param name="subjects">What to measure.</param>
    /// <param name="baselines">The number of subjects, from the first, that the others are compared with.</param>
    public IReadOnlyList<Figure> Compare(
        string benchmark, string situation, long bytes, IReadOnlyList<Subject> subjects, int baselines = 1) =>
        Figure.Compare(benchmark, situation, bytes, Measure(subjects), baselines);

    /// <summary>Measures.</summary>
    public IReadOnlyList<Measurement> Measure(IReadOnlyList<Subject> subjects)
    {
        foreach (var subject in subjects.Where(subject => !subject.IsLong))
        {
            subject.Measure();
        }

        var seconds = subjects.Select(_ => new List<double>()).ToArray();
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < LeastRounds || (round < MostRounds && watch.Elapsed < Budget); round++)
        {
            // Each subject is first equally often, so that none always pays for what another one left behind.
            for (var i = 0; i < subjects.Count; i++)
            {
                var turn = (round + i) % subjects.Count;
                seconds[turn].Add(subjects[turn].Measure());
            }
        }

        return
        [
            .. subjects.Zip(seconds, (subject, own) => new Measurement(
                subject.Name, own, subject.CpuSeconds?.Invoke(), subject.AllocatedBytes, subject.PeakBytes?.Invoke()))
        ];
    }

    private static Alternation Exactly(int rounds)
    {
        ArgumentOutOfRangeException.ThrowIfZero(rounds);
        return new Alternation(TimeSpan.Zero, rounds, rounds);
    }
}
