// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Host;
using OrthancDeid.Jobs.Engine;

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>The state of a job in the host's engine.</summary>
internal enum JobStage
{
    Pending,
    Paused,
    Success,
    Failure,
}

/// <summary>What the host has saved about a job.</summary>
internal sealed record SavedJob(string Id, JobStage Stage, string State);

/// <summary>A job in the engine of the simulated host.</summary>
internal sealed class SimulatedJob(string id, HostJob job, JobStage stage)
{
    public string Id { get; } = id;

    public HostJob Job { get; } = job;

    public JobStage Stage { get; private set; } = stage;

    public bool WasCancelled { get; private set; }

    /// <summary>The state of the job when the host last asked for it.</summary>
    public required string Saved { get; set; }

    /// <summary>Runs a step of the job, and acts as the host does after it.</summary>
    /// <param name="wish">What a client has requested meanwhile; null for nothing.</param>
    /// <returns>Whether the job has thrown an exception.</returns>
    public bool Step(JobStopReason? wish)
    {
        JobStepStatus status;
        var hasThrown = false;
        try
        {
            status = Job.Step();
        }
        catch (Exception fault) when (fault is not HostKilledException)
        {
            hasThrown = true;
            status = JobStepStatus.Failure;
        }

        switch (status)
        {
            case JobStepStatus.Success:
                Job.Stop(JobStopReason.Success);
                Update();
                Stage = JobStage.Success;
                break;
            case JobStepStatus.Failure:
                Job.Stop(JobStopReason.Failure);
                Update();
                Stage = JobStage.Failure;
                break;
            default:
                Update();
                if (wish is { } reason)
                {
                    Job.Stop(reason);
                    WasCancelled = reason == JobStopReason.Canceled;
                    Stage = reason == JobStopReason.Paused ? JobStage.Paused : JobStage.Failure;
                }

                break;
        }

        return hasThrown;
    }

    public void Resume() => Stage = JobStage.Pending;

    /// <summary>Cancels a job that waits or is paused: the host does not report that, but the plugin looks for it.</summary>
    public void CancelIdle()
    {
        Stage = JobStage.Failure;
        WasCancelled = true;
        if (Job.IdleSince is { } since)
        {
            Job.EndCancelled(since);
        }
    }

    public void Resubmit()
    {
        Job.Reset();
        WasCancelled = false;
        Stage = JobStage.Pending;
    }

    private void Update() => Saved = SimulatedJobs.Read(Job.WriteState);
}
