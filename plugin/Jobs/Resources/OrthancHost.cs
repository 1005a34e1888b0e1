// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Resources;

/// <summary>The Orthanc that jobs run on.</summary>
internal static class OrthancHost
{
    private static IHost? _current;

    /// <summary>The host. The plugin, or a test, sets it before any job runs.</summary>
    /// <exception cref="InvalidOperationException">It has not been set.</exception>
    public static IHost Current
    {
        get => _current ?? throw new InvalidOperationException("There is no host to run jobs on.");
        set => _current = value;
    }

    /// <summary>What the version of the host can do.</summary>
    public static HostFeatures Features => Current.Features;

    /// <summary>A value that the host keeps in its database for plugins; empty if it was never set.</summary>
    /// <param name="property">A number of 1024 or more.</param>
    /// <exception cref="OrthancException">The host cannot read it.</exception>
    public static string ReadGlobalProperty(int property)
    {
        var database = new BusyDatabase(Current);
        string? value;
        do
        {
            value = Current.ReadGlobalProperty(property);
        }
        while (value is null && database.HasHindered(OrthancErrorCode.Database));

        return value
            ?? throw new OrthancException(OrthancErrorCode.Database, $"Orthanc cannot read the global property {property}.");
    }

    /// <summary>Writes a value that the host keeps in its database for plugins.</summary>
    /// <param name="property">A number of 1024 or more.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="OrthancException">The host cannot write it.</exception>
    public static void WriteGlobalProperty(int property, string value)
    {
        var database = new BusyDatabase(Current);
        OrthancErrorCode code;
        do
        {
            code = Current.WriteGlobalProperty(property, value);
        }
        while (database.HasHindered(code));

        Check(code, $"Orthanc cannot write the global property {property}.");
    }

    /// <summary>Reads the file of an instance; it stays in the memory of the host.</summary>
    /// <exception cref="OrthancException">There is no such instance, or its file cannot be read.</exception>
    public static NativeBuffer ReadInstance(string id)
    {
        var database = new BusyDatabase(Current);
        OrthancErrorCode code;
        HostMemory file;
        do
        {
            code = Current.ReadInstance(id, out file);
        }
        while (database.HasHindered(code));

        // Given the identifier of a series, study or patient, Orthanc 1.10.1 reports an internal error.
        code = HostRest.CodeIfGone($"/instances/{id}/file", code);
        if (code == OrthancErrorCode.UnknownResource)
        {
            throw new OrthancException(OrthancErrorCode.UnknownResource, $"There is no instance {id}.");
        }

        Check(code, $"Orthanc cannot read the file of instance {id}.");
        return file.Own();
    }

    /// <summary>Names the calling thread in the log of the host, if the host supports that.</summary>
    public static void NameThread(string name) => Current.NameThread(name);

    /// <summary>The host's description of an error code.</summary>
    public static string Describe(OrthancErrorCode code) => Current.Describe(code);

    private static void Check(OrthancErrorCode code, string details)
    {
        if (code != OrthancErrorCode.Success)
        {
            throw new OrthancException(code, details);
        }
    }
}
