// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Host;
using OrthancDeid.Orthanc.Resources;

namespace OrthancDeid.Orthanc;

/// <summary>The Orthanc that loaded the plugin, in managed words. All memory it hands out is given back here.</summary>
internal static unsafe class OrthancHost
{
    /// <summary>The host that jobs run on; a test sets one of its own.</summary>
    public static IHost Current { get; set; } = new NativeHost();

    /// <summary>The version, such as <c>1.13.0</c>.</summary>
    public static string Version => Text(HostServices.HostVersion());

    /// <summary>Whether the host is of a version or newer.</summary>
    public static bool IsAtLeast(int major, int minor, int revision) =>
        Current.IsAtLeast(major, minor, revision);

    /// <summary>The configuration of the host, a JSON object.</summary>
    /// <exception cref="OrthancException">The host did not tell.</exception>
    public static string ReadConfiguration() => TakeText(HostServices.Configuration())
        ?? throw new OrthancException(OrthancErrorCode.InternalError, "Orthanc's configuration cannot be read.");

    /// <summary>A value that the host keeps in its database for plugins; empty if it was never set.</summary>
    /// <param name="property">A number of 1024 or more.</param>
    /// <exception cref="OrthancException">The host cannot read it.</exception>
    public static string ReadGlobalProperty(int property) => Current.ReadGlobalProperty(property)
        ?? throw new OrthancException(
            OrthancErrorCode.InternalError, $"Orthanc cannot read the global property {property}.");

    /// <summary>Keeps a value in the database of the host.</summary>
    /// <param name="property">A number of 1024 or more.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="OrthancException">The host cannot write it.</exception>
    public static void WriteGlobalProperty(int property, string value) =>
        Check(
            Current.WriteGlobalProperty(property, value), $"Orthanc cannot write the global property {property}.");

    /// <summary>Reads the file of an instance; it stays in the memory of the host.</summary>
    /// <exception cref="OrthancException">There is no such instance, or its file cannot be read.</exception>
    public static NativeBuffer ReadInstance(string id)
    {
        var code = Current.ReadInstance(id, out var file);

        // Of the identifier of a series, study or patient, 1.10.1 says "internal error".
        if (code == OrthancErrorCode.UnknownResource
            || (code == OrthancErrorCode.InternalError && HostRest.TryGet($"/instances/{id}", out _) == OrthancErrorCode.UnknownResource))
        {
            throw new OrthancException(OrthancErrorCode.UnknownResource, $"There is no instance {id}.");
        }

        Check(code, $"Orthanc cannot read the file of instance {id}.");
        return file.Own();
    }

    /// <summary>
    /// Asks the host, and the plugins that it asks first, for a resource of the REST API; the answer is dropped.
    /// </summary>
    public static OrthancErrorCode Get(string uri)
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

    /// <summary>Names the calling thread in the log of the host, as far as it can.</summary>
    public static void NameThread(string name) => Current.NameThread(name);

    /// <summary>Sets a metric that Prometheus reads from the host.</summary>
    public static void SetMetric(string name, float value) => HostServices.SetMetric(name, value);

    /// <summary>Sets a metric that Prometheus reads from the host; older hosts round it to 24 bits.</summary>
    public static void SetMetric(string name, long value)
    {
        if (IsAtLeast(1, 12, 1))
        {
            HostServices.SetIntegerMetric(name, value);
        }
        else
        {
            HostServices.SetMetric(name, value);
        }
    }

    /// <summary>The host's own sentence for an error code.</summary>
    public static string Describe(OrthancErrorCode code) => Current.Describe(code);

    /// <summary>Reads text that the host keeps.</summary>
    public static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? string.Empty;

    /// <summary>Reads text that the host hands out, and gives it back.</summary>
    /// <returns>Null if the host hands out none.</returns>
    public static string? TakeText(byte* text)
    {
        if (text == null)
        {
            return null;
        }

        try
        {
            return Text(text);
        }
        finally
        {
            HostServices.Free(text);
        }
    }

    private static void Check(OrthancErrorCode code, string details)
    {
        if (code != OrthancErrorCode.Success)
        {
            throw new OrthancException(code, details);
        }
    }
}
