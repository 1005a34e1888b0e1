// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Host.Native;

/// <summary>The Orthanc that loaded the plugin.</summary>
public sealed unsafe class NativeHost : IHost
{
    private static readonly Action<nint> Free = static memory => HostServices.Free((void*)memory);

    /// <inheritdoc/>
    public HostRun Run { get; } = HostRun.Begin(Guid.NewGuid());

    /// <inheritdoc/>
    public TimeProvider Clock => TimeProvider.System;

    /// <inheritdoc/>
    public HostFeatures Features { get; } = new(
        static (major, minor, revision) => HostServices.HostIsAtLeast(major, minor, revision) != 0);

    /// <summary>The version, such as <c>1.13.0</c>.</summary>
    public string Version => NativeText.Read(HostServices.HostVersion());

    /// <summary>Sets the host. This must be called before anything else.</summary>
    /// <param name="context">The context that the host gave to the plugin; 0 once there is no host any more.</param>
    public static void SetContext(nint context) => HostServices.SetContext(context);

    /// <summary>The configuration of the host, a JSON object.</summary>
    /// <exception cref="OrthancException">The host did not return it.</exception>
    public string ReadConfiguration() => NativeText.Take(HostServices.Configuration())
        ?? throw new OrthancException(OrthancErrorCode.InternalError, "Orthanc's configuration cannot be read.");

    /// <summary>
    /// Gets a resource of the REST API from the plugins or, if none answers, from the host. The answer is dropped.
    /// </summary>
    public OrthancErrorCode Get(string uri)
    {
        void* data = null;
        uint size = 0;
        var code = HostServices.RestGet(uri, &data, &size);
        if (code == OrthancErrorCode.Success)
        {
            HostServices.Free(data);
        }

        return code;
    }

    /// <summary>Sends a request over HTTP, with an empty body.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="timeout">The timeout in seconds.</param>
    /// <param name="status">The HTTP status of the answer; 0 if there is none.</param>
    public OrthancErrorCode Post(string url, (string Name, string Value)[] headers, uint timeout, out ushort status)
    {
        ushort answered = 0;
        var code = HostServices.HttpPost(
            url, (uint)headers.Length, [.. headers.Select(static header => header.Name)],
            [.. headers.Select(static header => header.Value)], timeout, &answered);
        status = answered;
        return code;
    }

    /// <summary>Passes an entry to plugins that keep audit logs. Older hosts do not support this.</summary>
    /// <param name="user">The user who has done something; empty if unknown.</param>
    /// <param name="level">The level of the resource, from 0 for a patient to 3 for an instance; 4 for none.</param>
    /// <param name="resource">Orthanc's identifier of the resource; empty for none.</param>
    /// <param name="action">What was done.</param>
    /// <param name="entry">The details.</param>
    public void EmitAuditLog(string user, int level, string resource, string action, ReadOnlySpan<byte> entry)
    {
        if (Features.TakesAuditLogs)
        {
            fixed (byte* data = entry)
            {
                HostServices.EmitAuditLog(user, level, resource, action, data, (uint)entry.Length);
            }
        }
    }

    /// <summary>Sets a metric that Prometheus reads from the host.</summary>
    public void SetMetric(string name, float value) => HostServices.SetMetric(name, value);

    /// <summary>Sets a metric that Prometheus reads from the host; older hosts round it to 24 bits.</summary>
    public void SetMetric(string name, long value)
    {
        if (Features.HasIntegerMetrics)
        {
            HostServices.SetIntegerMetric(name, value);
        }
        else
        {
            HostServices.SetMetric(name, value);
        }
    }

    /// <inheritdoc/>
    public string Describe(OrthancErrorCode code) => NativeText.Read(HostServices.ErrorDescription(code));

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
    public NativeBuffer? Transcode(NativeBuffer file, string transferSyntax)
    {
        if (file.Length > uint.MaxValue)
        {
            return null;
        }

        void* data = null;
        long size = 0;
        var instance = HostServices.Transcode(
            (void*)file.Pointer, (uint)file.Length, transferSyntax, &data, &size);
        if (instance == 0)
        {
            return null;
        }

        try
        {
            if (data != null && size > 0)
            {
                return new NativeBuffer((nint)data, size, _ => HostServices.FreeInstance(instance));
            }
        }
        catch
        {
            HostServices.FreeInstance(instance);
            throw;
        }

        HostServices.FreeInstance(instance);
        return null;
    }

    /// <inheritdoc/>
    public string? ReadGlobalProperty(int property) =>
        NativeText.Take(HostServices.GlobalProperty(property, string.Empty));

    /// <inheritdoc/>
    public OrthancErrorCode WriteGlobalProperty(int property, string value) =>
        HostServices.SetGlobalProperty(property, value);

    /// <inheritdoc/>
    public nint Create(IHostJob job) => HostJobs.Create(job);

    /// <inheritdoc/>
    public string Submit(IHostJob job, int priority) => HostJobs.Submit(job, priority);

    /// <inheritdoc/>
    public void NameThread(string name)
    {
        if (Features.NamesThreads)
        {
            HostServices.SetThreadName(name);
        }
    }

    /// <inheritdoc/>
    public void Sleep(TimeSpan time) => Thread.Sleep(time);
}
