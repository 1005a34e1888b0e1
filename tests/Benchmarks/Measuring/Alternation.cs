// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;

namespace OrthancDeid.Benchmarks.Measuring;

/// <summary>
/// Measures subjects in turn, round by round, so that whatever else the machine does disturbs all of them alike, and
/// compares them within each round.
/// </summary>
/// <param name="Budget">How long one comparison may take; a round that has begun is finished.</param>
/// <param name="LeastRounds">How many rounds there are at least.</param>
/// <param name="MostRounds">How many rounds are enough.</param>
internal sealed record Alternation(TimeSpan Budget, int LeastRounds, int MostRounds)
{
    /// <summary>Measures.</summary>
    /// <param name="benchmark">The name of the table.</param>
    /// <param name="situation">What all subjects have in common, such as their input.</param>
    /// <param name="bytes">The size of the input.</param>
    /// <param name="subjects">What to measure.</param>
    /// <param name="baselines">How many of the first subjects the others are compared with.</param>
    public IReadOnlyList<Figure> Compare(
        string benchmark, string situation, long bytes, IReadOnlyList<Subject> subjects, int baselines = 1)
    {
        foreach (var subject in subjects)
        {
            subject.Measure();
        }

        var seconds = subjects.Select(_ => new List<double>()).ToArray();
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < LeastRounds || (round < MostRounds && watch.Elapsed < Budget); round++)
        {
            // Each subject is the first of a round as often as any other, lest one always pays for what another left.
            for (var i = 0; i < subjects.Count; i++)
            {
                var turn = (round + i) % subjects.Count;
                seconds[turn].Add(subjects[turn].Measure());
            }
        }

        return
        [
            .. from baseline in Enumerable.Range(0, baselines)
               from i in Enumerable.Range(0, subjects.Count)
               select new Figure(
                   benchmark, situation, bytes, subjects[i], subjects[baseline].Name, seconds[i], seconds[baseline])
        ];
    }
}
