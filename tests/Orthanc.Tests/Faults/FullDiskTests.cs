// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Faults;

/// <summary>
/// The disk of Orthanc's storage is full or read-only. Jobs fail with an error and the sources stay. Orthanc keeps running,
/// and jobs work again once there is room.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class FullDiskTests(OrthancVersion version) : VersionFixture(version)
{
    private const int Count = 10;
    private const int Size = 250_000;

    private SmallDisk _disk = null!;
    private OrthancHost _host = null!;
    private string _study = null!;

    [SetUp]
    public async Task Fill()
    {
        OrthancHost.SkipUnlessHere(Version);
        _disk = SmallDisk.Mount(4);
        _host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], new JsonObject
        {
            ["StorageDirectory"] = _disk.Folder,
            ["IndexDirectory"] = "index",
            ["MaximumStorageCacheSize"] = 0,
        });
        for (var number = 0; number < Count; number++)
        {
            var answer = await _host.Post("/instances", SampleFile.Make(dataset => dataset
                .With(0x0008_0018, DicomVR.UI, $"{SampleFile.InstanceUid}.{number}")
                .With(0x0020_0013, DicomVR.IS, number.ToString(CultureInfo.InvariantCulture))
                .WithPixels(new byte[Size])));
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            _study = $"/studies/{answer.Json().GetProperty("ParentStudy").GetString()}";
        }
    }

    [TearDown]
    public void Stop()
    {
        // Null if this version is not installed or nothing can be mounted, in which case the tests are skipped.
        _host?.Dispose();
        _disk?.Dispose();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_job_on_a_full_disk_fails_and_keeps_everything(bool keepsSource)
    {
        var job = await _host.Submit(
            $"{_study}/anonymize", $$"""{"Asynchronous": true, "KeepSource": {{(keepsSource ? "true" : "false")}}}""");
        var end = await _host.WaitForEnd(job);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(end.State(), Is.EqualTo("Failure"), end.ToString);
            Assert.That(end.Content().GetProperty("Error").GetProperty("Details").GetString(), Is.Not.Empty);
            Assert.That(await _host.CountInstances(), Is.EqualTo(Count));
        }

        await AssertSourcesAreWhole();

        // With half of the sources deleted, the new instances fit.
        var instances = await _host.InstancesOf(_study);
        foreach (var id in instances.Skip(Count / 2))
        {
            await _host.Send(HttpMethod.Delete, $"/instances/{id}", null);
        }

        var answer = await _host.Post($"{_study}/anonymize", """{"KeepSource": false}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(await _host.CountInstances(), Is.EqualTo(Count / 2));
    }

    [Test]
    public async Task A_permissive_job_on_a_full_disk_deletes_only_what_has_a_successor()
    {
        var answer = await _host.Post($"{_study}/anonymize", """{"KeepSource": false, "Permissive": true}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var failed = answer.Json().GetProperty("FailedInstances").Strings();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed, Is.Not.Empty);
            Assert.That(await _host.InstancesOf(_study), Is.EquivalentTo(failed));
            Assert.That(await _host.CountInstances(), Is.EqualTo(Count));
        }
    }

    [Test]
    public async Task A_job_on_a_read_only_disk_fails_and_keeps_everything()
    {
        _disk.SetReadOnly(true);
        try
        {
            foreach (var body in (string[])["{}", """{"KeepSource": false, "Permissive": true}"""])
            {
                await _host.Post($"{_study}/anonymize", body);
                Assert.That(await _host.CountInstances(), Is.EqualTo(Count));
                await AssertSourcesAreWhole();
            }

            var instance = (await _host.InstancesOf(_study))[0];
            Assert.That((await _host.Ask(instance, "anonymize", "{}")).Status, Is.EqualTo(200));
        }
        finally
        {
            _disk.SetReadOnly(false);
        }

        var answer = await _host.Post($"{_study}/anonymize", """{"KeepSource": false, "Permissive": true}""");
        Assert.That(answer.Status, Is.EqualTo(200), "Orthanc goes on");
    }

    private async Task AssertSourcesAreWhole()
    {
        foreach (var id in await _host.InstancesOf(_study))
        {
            var file = await _host.Get($"/instances/{id}/file");
            Assert.That(file.Status, Is.EqualTo(200));
            Assert.That(file.Body, Has.Length.GreaterThan(Size));
        }
    }
}
