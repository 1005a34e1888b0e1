// SPDX-License-Identifier: GPL-3.0-or-later

using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs;

/// <summary>A host whose jobs take long enough to be paused, cancelled or killed: many instances, and one thread.</summary>
internal static class ManyInstances
{
    /// <summary>The number of instances in the study.</summary>
    public const int Count = 300;

    private const ushort Side = 224;

    // Sent in one request: 300 requests would take a host and its client longer than the job.
    private static readonly Lazy<byte[]> Archive = new(Pack);

    /// <summary>Starts a host with the plugin.</summary>
    /// <param name="version">The version of Orthanc.</param>
    /// <param name="folder">The folder for its files; null for a folder of its own.</param>
    /// <param name="keyFile">The file with the secret of pseudonyms; null for none.</param>
    /// <param name="settings">Further settings of the configuration.</param>
    public static Task<OrthancHost> Start(
        OrthancVersion version, string? folder = null, string? keyFile = null,
        params (string Name, JsonNode Value)[] settings) =>
        Start(version, [ProjectFiles.Plugin], folder, keyFile, settings);

    /// <summary>Starts a host with any plugins, or none, and the same configuration.</summary>
    public static Task<OrthancHost> Start(
        OrthancVersion version, string[] plugins, string? folder = null, string? keyFile = null,
        params (string Name, JsonNode Value)[] settings) =>
        OrthancHost.Start(version, plugins, Configuration(keyFile, settings), folder);

    /// <summary>The configuration of the host.</summary>
    public static JsonObject Configuration(string? keyFile = null, params (string Name, JsonNode Value)[] settings)
    {
        var deid = new JsonObject { ["Threads"] = 1 };
        if (keyFile is not null)
        {
            deid["PseudonymKeyFile"] = keyFile;
        }

        var configuration = new JsonObject { ["Deid"] = deid };
        foreach (var (name, value) in settings)
        {
            configuration[name] = value;
        }

        return configuration;
    }

    /// <summary>Interrupts a job while it runs. If the job ends first, tries again with another one.</summary>
    /// <param name="host">The host.</param>
    /// <param name="route">The route of the job.</param>
    /// <param name="body">The body of the request.</param>
    /// <param name="action"><c>pause</c> or <c>cancel</c>.</param>
    /// <returns>The job, its state after that, and the number of instances before.</returns>
    public static async Task<(string Job, JsonElement State, int Before)> Interrupt(
        OrthancHost host, string route, string body, string action)
    {
        var expected = action == "pause" ? "Paused" : "Failure";
        for (var attempts = 1; ; attempts++)
        {
            var before = await host.CountInstances();
            var job = await host.Submit(route, body);
            await host.WaitForJob(job, state => state.GetProperty("Progress").GetInt32() > 0);
            await host.Post($"/jobs/{job}/{action}", string.Empty);
            var reached = await host.WaitForJob(
                job, state => state.State() == expected || state.State() is "Success" or "Failure");
            if (reached.State() == expected || attempts == 30)
            {
                return (job, reached, before);
            }
        }
    }

    /// <summary>Submits a permissive job and deletes the new study before it is complete.</summary>
    /// <returns>The identifier of the job.</returns>
    public static async Task<string> DeleteWhatIsMade(OrthancHost host, string study)
    {
        var job = await host.Submit($"{study}/modify", """{"Asynchronous": true, "Permissive": true}""");
        var running = await host.WaitForJob(job, state => state.Content().TryGetProperty("Path", out _));
        Assert.That(running.State(), Is.EqualTo("Running"));
        var deleted = await host.Send(HttpMethod.Delete, running.Content().GetProperty("Path").GetString()!, null);
        Assert.That(deleted.Status, Is.EqualTo(200), deleted.ToString);
        return job;
    }

    /// <summary>Stores the study.</summary>
    /// <returns>Its path.</returns>
    public static async Task<string> Store(OrthancHost host)
    {
        var answer = await host.Post("/instances", Archive.Value);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var instances = answer.Json().EnumerateArray().ToList();
        Assert.That(instances, Has.Count.EqualTo(Count));
        return $"/studies/{instances[0].GetProperty("ParentStudy").GetString()}";
    }

    private static byte[] Make(int number) => SampleFile.Make(dataset => dataset
        .With(0x0008_0018, DicomVR.UI, $"{SampleFile.InstanceUid}.{number}")
        .With(0x0020_0013, DicomVR.IS, $"{number}")
        .With(0x0028_0010, DicomVR.US, Side)
        .With(0x0028_0011, DicomVR.US, Side)
        .With(0x7FE0_0010, DicomVR.OW, new byte[2 * Side * Side]));

    private static byte[] Pack()
    {
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var number = 1; number <= Count; number++)
            {
                var file = Make(number);
                // The host is sent an archive, in which nothing else looks for identifying values.
                PatientData.AddOf(file);
                using var entry = zip.CreateEntry($"{number}.dcm", CompressionLevel.Fastest).Open();
                entry.Write(file);
            }
        }

        return archive.ToArray();
    }
}
