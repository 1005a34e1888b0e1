// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Endurance;

/// <summary>
/// Neither Orthanc's log, at <c>--verbose</c>, nor the body of an error contains what identifies a patient. Requests of all
/// kinds, good and bad, are sent about files of all kinds, whole and damaged.
/// </summary>
/// <remarks><c>ORTHANC_DEID_ALL_FILES=1</c> uses all real files; the default is one in eight.</remarks>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class PatientDataTests(OrthancVersion version) : VersionFixture(version)
{
    private static readonly int Step =
        Environment.GetEnvironmentVariable("ORTHANC_DEID_ALL_FILES") is { Length: > 0 } ? 1 : 8;

    // Each is in one place of Sample, so it shows what has leaked. OrthancHost searches for them, and for what identifies in
    // the real files.
    private static readonly string[] Planted =
    [
        "ZYXNAME^ZYXFIRST", "ZYXID-4711", "19470811", "ZYXNESTED^ZYXNESTED", "ZYXPRIVATE", "ZYXADDRESS 12", "ZYXNUMBER",
        "ZYXWRONG", "4.7.11.815",
    ];

    private static readonly string[] Levels = ["patients", "studies", "series"];

    [Test]
    public async Task Neither_the_log_nor_an_error_has_what_identifies_a_patient()
    {
        var configuration = new JsonObject
        {
            ["MaximumStorageCacheSize"] = 0,
            ["OverwriteInstances"] = true,
        };
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], configuration);
        Array.ForEach(Planted, PatientData.Add);
        var instances = new List<string> { await host.Store(Sample()) };
        foreach (var path in SharedData.DicomFiles().Where((_, number) => number % Step == 0))
        {
            var bytes = await File.ReadAllBytesAsync(path);
            var (instance, _) = await host.TryStore(bytes);
            if (instance is not null)
            {
                instances.Add(instance);
            }
        }

        var errors = 0;
        foreach (var damage in (bool[])[false, true])
        {
            if (damage)
            {
                Damage(host.StorageFolder);
            }

            foreach (var (path, body) in Requests(await Resources(host), instances))
            {
                var answer = await host.Post(path, body);
                errors += answer.Status == 200 ? 0 : 1;
            }
        }

        Assert.That(errors, Is.GreaterThan(100));
        host.Stop();
        Assert.That(() => host.Log, Does.Contain("OrthancDeid: POST /instances/").After(OrthancHost.LogDelay, OrthancHost.LogPause), "refusals are logged at this level");
    }

    private static async Task<List<string>> Resources(OrthancHost host)
    {
        var resources = new List<string>();
        foreach (var level in Levels)
        {
            resources.AddRange((await host.Get($"/{level}")).Json().Strings().Select(id => $"/{level}/{id}"));
        }

        return resources;
    }

    // Each bad request of the tables is sent for one of the files, each good one for all of them.
    private static IEnumerable<(string Path, string Body)> Requests(
        IEnumerable<string> resources, List<string> instances)
    {
        var next = 0;
        foreach (var test in ErrorCases.All())
        {
            foreach (var operation in (string[])["anonymize", "modify"])
            {
                if (test.Operation is null || test.Operation == operation)
                {
                    yield return ($"/instances/{instances[next++ % instances.Count]}/{operation}", test.Body);
                }
            }
        }

        foreach (var instance in instances)
        {
            yield return ($"/instances/{instance}/anonymize", "{}");
            yield return ($"/instances/{instance}/anonymize", """{"Transcode": "1.2.840.10008.1.2.4.70"}""");
            yield return ($"/instances/{instance}/modify", """{"Replace": {"PatientName": "Лев", "Rows": "1"}}""");
        }

        foreach (var resource in resources)
        {
            yield return ($"{resource}/anonymize", """{"Permissive": true, "Transcode": "1.2.840.10008.1.2.4.70"}""");
            yield return ($"{resource}/modify", """{"Keep": ["SOPInstanceUID"], "Force": true, "KeepSource": false}""");
            yield return ($"{resource}/modify", """{"Replace": {"StudyInstanceUID": "1.2.3"}, "Force": true}""");
            yield return ($"{resource}/anonymize", "{}");
            yield return ($"{resource}/split", """{"Series": ["x"]}""");
            yield return ($"{resource}/merge", """{"Resources": ["x"]}""");
        }
    }

    private static byte[] Sample() => SampleFile.Make(dataset => dataset
        .With(0x0008_0050, DicomVR.SH, "ZYXNUMBER")
        .With(0x0010_0010, DicomVR.PN, "ZYXNAME^ZYXFIRST")
        .With(0x0010_0020, DicomVR.LO, "ZYXID-4711")
        .With(0x0010_0030, DicomVR.DA, "19470811")
        .With(0x0010_1040, DicomVR.LO, "ZYXADDRESS 12")
        .With(0x0020_000D, DicomVR.UI, "4.7.11.815")
        .With(0x0029_0010, DicomVR.LO, "TEST")
        .With(0x0029_1001, DicomVR.LO, "ZYXPRIVATE")
        .With(0x0028_0008, DicomVR.LO, "ZYXWRONG")
        .WithItem(0x0040_0275, item => item.With(0x0010_0010, DicomVR.PN, "ZYXNESTED^ZYXNESTED")));

    // The last third of each file is lost, as on a failing disk.
    private static void Damage(string storage)
    {
        foreach (var path in Directory.EnumerateDirectories(storage)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)))
        {
            using var file = File.OpenWrite(path);
            file.SetLength(file.Length * 2 / 3);
        }
    }
}
