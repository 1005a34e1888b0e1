// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text;
using OrthancDeid.Jobs.Engine;

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>The jobs engine of one run of the simulated host: it works on one job at a time, step by step.</summary>
internal sealed class SimulatedJobs(Func<string> newId)
{
    private readonly List<HostJob> _created = [];

    public List<SimulatedJob> All { get; } = [];

    /// <summary>
    /// Whether the host holds the lock of its jobs. Calling a service then may cause a deadlock with a thread that is in a
    /// service and waits for this lock.
    /// </summary>
    public bool IsLocked { get; private set; }

    public nint Create(HostJob job)
    {
        _created.Add(job);
        return _created.Count;
    }

    public string Submit(HostJob job)
    {
        All.Add(new SimulatedJob(newId(), job, JobStage.Pending) { Saved = Read(job.WriteState) });
        return All[^1].Id;
    }

    /// <summary>Resubmits a job: the host resets it while it holds the lock.</summary>
    public void Resubmit(SimulatedJob job)
    {
        IsLocked = true;
        try
        {
            job.Resubmit();
        }
        finally
        {
            IsLocked = false;
        }
    }

    /// <summary>Resumes a job that the plugin has restored from what was saved.</summary>
    public void Restore(SavedJob saved, nint job) =>
        All.Add(new SimulatedJob(saved.Id, _created[(int)job - 1], saved.Stage) { Saved = saved.State });

    /// <summary>What the host saves: the state of each job after its last step.</summary>
    public List<SavedJob> Save() =>
        [.. All.Select(job => new SavedJob(job.Id, job.Stage, job.Saved))];

    public static string Read(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
