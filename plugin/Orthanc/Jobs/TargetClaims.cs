// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>
/// What the jobs of this host know of the new instances that several of them may make: those whose identifiers are kept,
/// given, or pseudonyms. One thread at a time looks at such an instance and acts upon what it saw.
/// </summary>
/// <remarks>
/// <para>
/// A target t is made of a source s. Four things are done to the two, each a check and an act: <b>make</b> (is t there?
/// store it), <b>use</b> (t is there as it should be: it is a result of this job, too), <b>delete</b> (t is there and is
/// what this job stored: delete s), <b>take back</b> (s is there, and no other job has t as its result: delete t). Two of
/// them side by side lose data if one acts between the check and the act of the other: delete and take back leave neither
/// s nor t; use and take back leave a job whose result is gone. So all four hold the claim of t from the check to the act.
/// </para>
/// <para>
/// A target is made by one job and may be used by others, which go on after the first has failed: then the last one that
/// fails takes it back, unless one has ended well. While jobs live that is known here. Whatever must be known longer, or
/// by another host with the same database, stands in the metadata of t (<see cref="TargetNotes"/>): whoever makes or uses
/// a target says so there, for good, each run of a host in a place of its own; whoever uses one then looks whether somebody
/// is taking it back; whoever takes one back says so first, and then looks whether somebody uses it. One of the two sees
/// the other.
/// </para>
/// <para>Thread-safe. What is known of a target goes with the last of its jobs.</para>
/// </remarks>
internal sealed class TargetClaims
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Target> _targets = new(StringComparer.Ordinal);

    // The targets of each job: it may have said of some that are not its results in the end.
    private readonly Dictionary<string, HashSet<string>> _jobs = new(StringComparer.Ordinal);

    /// <summary>Waits until nobody else has the claim of a target, and takes it.</summary>
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

    /// <summary>Forgets a job that has ended. Waits for nobody: whoever looks at a target sees the job before or after.</summary>
    /// <param name="job">What identifies the job.</param>
    /// <param name="targets">Its results.</param>
    /// <param name="areKept">Whether nobody may take them back: the job has not failed, or its sources go.</param>
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

    /// <summary>The right to look at a target and to act.</summary>
    internal readonly ref struct Claim(TargetClaims claims, string target, Target known)
    {
        /// <summary>The source that a job of now has made the target of; null if none has.</summary>
        public string? Source => known.Source;

        /// <summary>
        /// Whether the note that this run of the host uses it was first written by a job that is known here: then all that
        /// this note tells of are.
        /// </summary>
        public bool IsNotedHere => known.IsNoted;

        /// <summary>Says that a job has the target as its result.</summary>
        /// <param name="job">What identifies the job.</param>
        /// <param name="source">What it is made of.</param>
        /// <param name="isMade">Whether the job has made it.</param>
        /// <param name="isNoted">Whether the job was the first of this run to note that others use it.</param>
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

        /// <summary>Says that a job does not have the target as its result any longer.</summary>
        /// <param name="job">What identifies the job.</param>
        /// <returns>Whether it may be taken back: a job of now has made it, and no other one has it.</returns>
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

        /// <summary>Gives the right back.</summary>
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
