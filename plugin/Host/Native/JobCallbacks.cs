// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Runtime.InteropServices;

namespace OrthancDeid.Host.Native;

/// <summary>
/// Passes the calls of the jobs engine to a job, behind <see cref="HostBoundary"/>. A text that the host was given
/// stays valid until the host asks for the next one.
/// </summary>
internal sealed unsafe class JobCallbacks(IHostJob job) : IDisposable
{
    private readonly Lock _lock = new();
    private byte* _content;
    private byte* _state;

    /// <inheritdoc cref="IHostJob.Progress"/>
    public float Progress() => job.Progress;

    /// <inheritdoc cref="IHostJob.WriteContent"/>
    /// <returns>Text that ends with a zero byte.</returns>
    public byte* Content() => Renew(ref _content, job.WriteContent);

    /// <inheritdoc cref="IHostJob.WriteState"/>
    /// <returns>Text that ends with a zero byte. If it cannot be made, the job is not saved.</returns>
    public byte* State() => Renew(ref _state, job.WriteState);

    /// <inheritdoc cref="IHostJob.Step"/>
    public JobStepStatus Step()
    {
        try
        {
            return job.Step();
        }
        catch (Exception fault)
        {
            job.Report(fault);
            return JobStepStatus.Failure;
        }
    }

    /// <inheritdoc cref="IHostJob.Stop"/>
    public void Stop(JobStopReason reason) => job.Stop(reason);

    /// <inheritdoc cref="IHostJob.Reset"/>
    public void Reset() => job.Reset();

    /// <summary>Frees the texts. The host is done with the job.</summary>
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
