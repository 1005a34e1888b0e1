// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Runtime.InteropServices;

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>
/// The calls of the jobs engine to a job, behind <see cref="Host.HostBoundary"/>: a text that the host was given stays
/// valid until the host asks for the next one.
/// </summary>
internal sealed unsafe class JobCallbacks(HostJob job) : IDisposable
{
    private readonly Lock _lock = new();
    private byte* _content;
    private byte* _state;

    /// <inheritdoc cref="HostJob.Progress"/>
    public float Progress() => job.Progress;

    /// <inheritdoc cref="HostJob.WriteContent"/>
    /// <returns>Text that ends with a zero byte.</returns>
    public byte* Content() => Renew(ref _content, job.WriteContent);

    /// <inheritdoc cref="HostJob.WriteState"/>
    /// <returns>Text that ends with a zero byte. If it cannot be made, the job is not saved.</returns>
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
    public void Stop(JobStopReason reason) => job.Stop(reason);

    /// <inheritdoc cref="HostJob.Reset"/>
    public void Reset() => job.Reset();

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
}
