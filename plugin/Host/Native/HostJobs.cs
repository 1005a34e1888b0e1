// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OrthancDeid.Host.Native;

/// <summary>Submits jobs to the host's jobs engine, and receives its calls.</summary>
internal static unsafe class HostJobs
{
    /// <summary>Submits a job to the jobs engine.</summary>
    /// <returns>The host's identifier of the job.</returns>
    /// <exception cref="OrthancException">The host does not accept it.</exception>
    public static string Submit(IHostJob job, int priority)
    {
        var native = Create(job);
        var id = HostServices.SubmitJob(native, priority);
        if (id == null)
        {
            HostServices.FreeJob(native);
            throw new OrthancException(OrthancErrorCode.InternalError, "Orthanc does not accept the job.");
        }

        try
        {
            return NativeText.Read(id);
        }
        finally
        {
            HostServices.Free(id);
        }
    }

    /// <summary>Creates the host's side of a job, which frees the job when the host no longer needs it.</summary>
    /// <exception cref="OrthancException">The host cannot create it.</exception>
    public static nint Create(IHostJob job)
    {
        var callbacks = GCHandle.Alloc(new JobCallbacks(job));
        var native = HostServices.CreateJob(
            GCHandle.ToIntPtr(callbacks), job.Type, &Finish, &Progress, &Content, &State, &Step, &Stop, &Reset);
        if (native == 0)
        {
            callbacks.Free();
            throw new OrthancException(OrthancErrorCode.InternalError, "Orthanc cannot create a job.");
        }

        return native;
    }

    private static JobCallbacks Of(nint job) => (JobCallbacks)GCHandle.FromIntPtr(job).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Finish(nint job) => HostBoundary.Run(() =>
    {
        var handle = GCHandle.FromIntPtr(job);
        try
        {
            ((JobCallbacks)handle.Target!).Dispose();
        }
        finally
        {
            handle.Free();
        }
    });

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static float Progress(nint job) => HostBoundary.Answer(() => Of(job).Progress(), 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Content(nint job) => HostBoundary.Answer(() => (nint)Of(job).Content(), 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint State(nint job) => HostBoundary.Answer(() => (nint)Of(job).State(), 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static JobStepStatus Step(nint job) => HostBoundary.Answer(() => Of(job).Step(), JobStepStatus.Failure);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static OrthancErrorCode Stop(nint job, JobStopReason reason) =>
        HostBoundary.Code(() => Of(job).Stop(reason));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static OrthancErrorCode Reset(nint job) => HostBoundary.Code(() => Of(job).Reset());
}
