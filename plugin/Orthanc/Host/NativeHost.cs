// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Orthanc.Jobs;

namespace OrthancDeid.Orthanc.Host;

/// <summary>The Orthanc that loaded the plugin.</summary>
internal sealed unsafe class NativeHost : IHost
{
    private static readonly Action<nint> Free = static memory => HostServices.Free((void*)memory);

    /// <inheritdoc/>
    public HostRun Run { get; } = HostRun.Begin(Guid.NewGuid());

    /// <inheritdoc/>
    public TimeProvider Clock => TimeProvider.System;

    /// <inheritdoc/>
    public bool IsAtLeast(int major, int minor, int revision) =>
        HostServices.HostIsAtLeast(major, minor, revision) != 0;

    /// <inheritdoc/>
    public string Describe(OrthancErrorCode code) => OrthancHost.Text(HostServices.ErrorDescription(code));

    /// <inheritdoc/>
    public OrthancErrorCode Call(
        HttpMethod method, string uri, string? revision, void* body, uint size, out HostAnswer answer)
    {
        void* data = null;
        void* headers = null;
        uint dataSize = 0;
        uint headersSize = 0;
        ushort status = 0;
        var code = HostServices.RestCall(
            method, uri, revision is null ? null : "If-Match", revision, body, size, &data, &dataSize, &headers,
            &headersSize, &status);
        answer = new HostAnswer(
            status, new HostMemory(data, dataSize, Free), new HostMemory(headers, headersSize, Free));
        return code;
    }

    /// <inheritdoc/>
    public OrthancErrorCode ReadInstance(string id, out HostMemory file)
    {
        void* data = null;
        uint size = 0;
        var code = HostServices.ReadInstance(id, &data, &size);
        file = new HostMemory(data, size, Free);
        return code;
    }

    /// <inheritdoc/>
    public string? ReadGlobalProperty(int property) =>
        OrthancHost.TakeText(HostServices.GlobalProperty(property, string.Empty));

    /// <inheritdoc/>
    public OrthancErrorCode WriteGlobalProperty(int property, string value) =>
        HostServices.SetGlobalProperty(property, value);

    /// <inheritdoc/>
    public nint Create(HostJob job) => HostJobs.Create(job);

    /// <inheritdoc/>
    public string Submit(HostJob job, int priority) => HostJobs.Submit(job, priority);

    /// <inheritdoc/>
    public void NameThread(string name)
    {
        if (IsAtLeast(1, 12, 2))
        {
            HostServices.SetThreadName(name);
        }
    }

    /// <inheritdoc/>
    public void Sleep(TimeSpan time) => Thread.Sleep(time);
}
