// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs;

/// <summary>A host whose jobs take long enough to be paused, cancelled or killed: many instances, and one thread.</summary>
internal static class ManyInstances
{
    /// <summary>How many instances the study has.</summary>
    public const int Count = 300;

    private const ushort Side = 224;

    /// <summary>Starts a host.</summary>
    /// <param name="version">Which Orthanc.</param>
    /// <param name="folder">Where it keeps its files; null for a folder of its own.</param>
    /// <param name="keyFile">The file with the secret of pseudonyms; null for none.</param>
    /// <param name="settings">What else its configuration says.</param>
    public static Task<OrthancHost> Start(
        OrthancVersion version, string? folder = null, string? keyFile = null,
        params (string Name, JsonNode Value)[] settings)
    {
        var deid = new JsonObject { ["Threads"] = 1 };
        if (keyFile is not null)
        {
            deid["PseudonymKeyFile"] = keyFile;
        }

        var configuration = new JsonObject { ["Deid"] = deid, ["SyncStorageArea"] = false };
        foreach (var (name, value) in settings)
        {
            configuration[name] = value;
        }

        return OrthancHost.Start(version, [ProjectFiles.Plugin], configuration, folder);
    }

    /// <summary>Stores the study.</summary>
    /// <returns>Its path.</returns>
    public static async Task<string> Store(OrthancHost host)
    {
        var study = string.Empty;
        for (var number = 1; number <= Count; number++)
        {
            var answer = await host.Post("/instances", SampleFile.Make(dataset => dataset
                .With(0x0008_0018, DicomVR.UI, $"{SampleFile.InstanceUid}.{number}")
                .With(0x0020_0013, DicomVR.IS, $"{number}")
                .With(0x0028_0010, DicomVR.US, Side)
                .With(0x0028_0011, DicomVR.US, Side)
                .With(0x7FE0_0010, DicomVR.OW, new byte[2 * Side * Side])));
            study = $"/studies/{answer.Json().GetProperty("ParentStudy").GetString()}";
        }

        return study;
    }
}
