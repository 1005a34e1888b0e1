// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Runtime.InteropServices;

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>
/// The boundary between the jobs engine and a job: no exception crosses it, and the text that the host was given stays
/// where it is until the host asks for the next one.
/// </summary>
internal sealed unsafe class JobCallbacks(HostJob job) : IDisposable
{
    private readonly Lock _lock = new();
    private byte* _content;
    private byte* _state;

    /// <inheritdoc cref="HostJob.Progress"/>
    public float Progress() => job.Progress;

    /// <inheritdoc cref="HostJob.WriteContent"/>
    /// <returns>Text that ends with a zero byte; null if it cannot be made.</returns>
    public byte* Content() => Renew(ref _content, job.WriteContent);

    /// <inheritdoc cref="HostJob.WriteState"/>
    /// <returns>Text that ends with a zero byte; null if it cannot be made, and the job is not saved.</returns>
    public byte* State() => Renew(ref _state, job.WriteState);

    /// <inheritdoc cref="HostJob.Step"/>
    public JobStepStatus Step()
    {
        try
        {
            return job.Step();
        }
        catch (Exception fault)
        {
            job.Logger.JobFault(job.Type, fault.GetType().Name, fault.StackTrace);
            return JobStepStatus.Failure;
        }
    }

    /// <inheritdoc cref="HostJob.Stop"/>
    public OrthancErrorCode Stop(JobStopReason reason) => Run(() => job.Stop(reason));

    /// <inheritdoc cref="HostJob.Reset"/>
    public OrthancErrorCode Reset() => Run(job.Reset);

    /// <summary>Frees the text; the host is done with the job.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            NativeMemory.Free(_content);
            NativeMemory.Free(_state);
            _content = _state = null;
        }

        job.Forget();
    }

    private byte* Renew(ref byte* text, Action<IBufferWriter<byte>> write)
    {
        try
        {
            var bytes = new ArrayBufferWriter<byte>();
            write(bytes);
            bytes.Write("\0"u8);
            lock (_lock)
            {
                text = (byte*)NativeMemory.Realloc(text, (nuint)bytes.WrittenCount);
                bytes.WrittenSpan.CopyTo(new Span<byte>(text, bytes.WrittenCount));
                return text;
            }
        }
        catch (Exception fault)
        {
            job.Logger.JobFault(job.Type, fault.GetType().Name, fault.StackTrace);
            return null;
        }
    }

    private OrthancErrorCode Run(Action action)
    {
        try
        {
            action();
            return OrthancErrorCode.Success;
        }
        catch (Exception fault)
        {
            job.Logger.JobFault(job.Type, fault.GetType().Name, fault.StackTrace);
            return fault is OrthancException orthanc ? orthanc.Code : OrthancErrorCode.InternalError;
        }
    }
}
