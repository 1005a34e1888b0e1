// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Load;
using OrthancDeid.Orthanc.Tests.Pseudonyms;

namespace OrthancDeid.Orthanc.Tests.Hostile;

/// <summary>Damaged files that Orthanc stores: requests are answered, without a crash or lasting memory use.</summary>
/// <remarks>
/// <c>ORTHANC_DEID_HOSTILE_FILES</c> sets their number, 300 by default; <c>ORTHANC_DEID_HOSTILE_FOLDER</c> names a folder of
/// files to use instead.
/// </remarks>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class HostileFileTests(OrthancVersion version) : VersionFixture(version)
{
    // A host caches up to 128 MB of files; the one of these tests caches none.
    private const double MostMegabytes = 64;

    private static readonly int Count = int.Parse(
        Environment.GetEnvironmentVariable("ORTHANC_DEID_HOSTILE_FILES") ?? "300", CultureInfo.InvariantCulture);

    private static readonly string? Folder = Environment.GetEnvironmentVariable("ORTHANC_DEID_HOSTILE_FOLDER");

    private static readonly (string Operation, string Body)[] Requests =
    [
        ("anonymize", "{}"),
        ("anonymize", """
            {"Pseudonyms": true, "Options": ["RetainSafePrivate", "RetainLongitudinalModifiedDates", "CleanDescriptors",
                "CleanStructuredContent", "CleanGraphics", "RetainPatientCharacteristics"]}
            """),
        ("modify", """{"Replace": {"PatientName": "X^Y", "StudyDescription": "\u00e9"}, "RemovePrivateTags": true}"""),
    ];

    [Test]
    public async Task A_damaged_file_that_Orthanc_stores_is_edited_or_refused()
    {
        using var key = new KeyFile("a secret of 32 bytes, or some more");
        var configuration = key.Configuration;
        configuration["OverwriteInstances"] = true;
        configuration["MaximumStorageCacheSize"] = 0;
        configuration["OverwriteInstances"] = true;
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], configuration);
        var (stored, edited, memory) = (0, 0, 0.0);
        var number = 0;
        foreach (var file in HostileFiles.Take(Folder, Count))
        {
            if (number++ == Count / 3)
            {
                memory = ResourceUse.ResidentMegabytes(host);
            }

            if (await host.TryStore(file) is not { Instance: { } instance })
            {
                continue;
            }

            stored++;
            foreach (var (operation, body) in Requests)
            {
                edited += await IsEdited(host, instance, operation, body) ? 1 : 0;
            }
        }

        var kept = ResourceUse.ResidentMegabytes(host) - memory;
        await AnonymizeAll(host);
        host.Stop();
        await TestContext.Progress.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"Orthanc {Version}: {number} damaged files, {stored} stored, {edited} of {stored * Requests.Length} requests"
                + $" answered with a file; {kept:F0} MB more at the end than after a third"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stored, Is.GreaterThan(number / 20));
            Assert.That(edited, Is.GreaterThan(stored));
            Assert.That(host.Log, Does.Not.Contain("A fault of the plugin").And.Not.Contain("   at OrthancDeid"));
            Assert.That(kept, Is.LessThan(MostMegabytes));
        }
    }

    private static async Task<bool> IsEdited(OrthancHost host, string instance, string operation, string body)
    {
        var answer = await host.Ask(instance, operation, body);
        if (answer.Status != 200)
        {
            Assert.That(answer.Status, Is.InRange(400, 500), answer.ToString);
            Assert.That(answer.Error("Details"), Is.Not.Empty.And.Not.Contain("A fault of the plugin"));
            return false;
        }

        using var file = DicomFile.Parse(answer.Body);
        Assert.That(file.Dataset.GetText(DicomTag.SOPInstanceUID), Is.Not.Null.And.Not.Empty);
        if (operation == "anonymize")
        {
            Assert.That(file.Dataset.GetText(DicomTag.PatientIdentityRemoved)?.Trim(), Is.EqualTo("YES"));
        }

        return true;
    }

    /// <summary>Anonymizes all patients in one job, which continues where one of them cannot be edited.</summary>
    private static async Task AnonymizeAll(OrthancHost host)
    {
        var resources = new JsonArray([.. (await host.Get("/patients")).Json().Strings().Select(id => (JsonNode)id)]);
        var before = await host.CountInstances();
        var body = new JsonObject { ["Resources"] = resources, ["Permissive"] = true, ["Asynchronous"] = true };
        var end = await host.WaitForEnd(await host.Submit("/tools/bulk-anonymize", body.ToJsonString()));
        Assert.That(end.State(), Is.EqualTo("Success"), end.ToString);
        var failed = end.Content().TryGetProperty("FailedInstances", out var instances) ? instances.GetArrayLength() : 0;
        Assert.That(failed, Is.EqualTo(end.Content().GetProperty("FailedInstancesCount").GetInt32()));
        Assert.That(await host.CountInstances(), Is.EqualTo((2 * before) - failed));
    }
}
