// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.Faults;

/// <summary>
/// A file in Orthanc's storage is cut off, emptied, overwritten or altered. What is left is the only copy, so nothing
/// replaces it.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class DamagedFileTests(OrthancVersion version) : HostFixture(version)
{
    private const int All = 16;
    // Orthanc's error code for a corrupted file.
    private const string CorruptedFile = "20";

    private static readonly string[] Damages = ["cut off", "empty", "overwritten"];

    // In the value of Study Description, or in the last pixel. Either way, the file can still be read.
    private static readonly string[] Alterations = ["header", "pixels"];

    private SampleStudies _studies = null!;

    // With a cache in memory, Orthanc would not notice the damage on the disk.
    protected override JsonObject Configuration =>
        new() { ["MaximumStorageCacheSize"] = 0, ["IndexDirectory"] = "index" };

    [OneTimeSetUp]
    public async Task Store() => _studies = await SampleStudies.In(Host, "82");

    [Test]
    public async Task Routes_of_an_instance_name_what_is_at_fault(
        [ValueSource(nameof(Damages))] string damage, [Values("anonymize", "modify")] string operation)
    {
        using var file = Damage(damage);
        var answer = await Host.Ask(_studies.Instance(file.Place), operation, "{}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.GreaterThanOrEqualTo(400));
            Assert.That(answer.Error("Details"), Is.Not.Empty);
            Assert.That(answer.Text, Does.Not.Contain("DOE"));
        }
    }

    [Test]
    public async Task A_job_fails_and_keeps_all_sources([ValueSource(nameof(Damages))] string damage)
    {
        using var file = Damage(damage);
        var answer = await Host.Post($"/studies/{_studies.Study(file.Place[..3])}/anonymize", """{"KeepSource": false}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.GreaterThanOrEqualTo(400));
            Assert.That(answer.Error("Details"), Does.Contain(_studies.Instance(file.Place)));
            Assert.That(await Host.CountInstances(), Is.EqualTo(All));
            Assert.That(await Host.InstancesOf($"/studies/{_studies.Study(file.Place[..3])}"), Has.Count.EqualTo(4));
        }
    }

    [Test]
    public async Task A_permissive_job_counts_it_and_keeps_it([ValueSource(nameof(Damages))] string damage)
    {
        using var file = Damage(damage);
        var answer = await Host.Post(
            $"/studies/{_studies.Study(file.Place[..3])}/anonymize", """{"KeepSource": true, "Permissive": true}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Json().GetProperty("FailedInstances").Strings(), Is.EqualTo([_studies.Instance(file.Place)]));
            Assert.That(await Host.InstancesOf(answer.Json().GetProperty("Path").GetString()!), Has.Count.EqualTo(3));
        }

        await Host.Send(HttpMethod.Delete, answer.Json().GetProperty("Path").GetString()!, null);
        Assert.That(await Host.CountInstances(), Is.EqualTo(All));
    }

    [Test]
    public async Task Routes_of_an_instance_refuse_an_altered_file_if_the_host_notices(
        [ValueSource(nameof(Alterations))] string altered, [Values("anonymize", "modify")] string operation)
    {
        using var file = Damage(altered);
        var answer = await Host.Ask(_studies.Instance(file.Place), operation, "{}");
        if (Notices)
        {
            Assert.That(answer.Error("OrthancStatus"), Is.EqualTo(CorruptedFile), answer.ToString);
            Assert.That(answer.Error("Details"), Does.Contain(_studies.Instance(file.Place)));
        }
        else
        {
            AssertIsAltered(answer, altered, operation);
        }
    }

    [Test]
    public async Task A_job_keeps_an_altered_file_if_the_host_notices(
        [ValueSource(nameof(Alterations))] string altered, [Values("anonymize", "modify")] string operation)
    {
        using var file = Damage(altered);
        var answer = await Host.Post(
            $"/studies/{_studies.Study(file.Place[..3])}/{operation}", $$"""{"KeepSource": {{(Notices ? "false" : "true")}}}""");
        if (Notices)
        {
            Assert.That(answer.Error("OrthancStatus"), Is.EqualTo(CorruptedFile), answer.ToString);
            Assert.That(answer.Error("Details"), Does.Contain(_studies.Instance(file.Place)));
        }
        else
        {
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            var made = answer.Json().GetProperty("Path").GetString()!;
            Assert.That(await Host.InstancesOf(made), Has.Count.EqualTo(4));
            await Host.Send(HttpMethod.Delete, made, null);
        }

        Assert.That(await Host.InstancesOf($"/studies/{_studies.Study(file.Place[..3])}"), Has.Count.EqualTo(4));
        Assert.That(await Host.CountInstances(), Is.EqualTo(All));
    }

    // Since 1.13.0, Orthanc compares a file with its stored MD5. Older versions accept it as it is, also without a plugin.
    private bool Notices => Version.IsAtLeast("1.13.0");

    // The answer shows the altered file: a different last pixel, or a different description where that is kept.
    private static void AssertIsAltered(Answer answer, string altered, string operation)
    {
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        using var file = DicomFile.Parse(answer.Body);
        var description = file.Dataset.GetText(new DicomTag(0x0008_1030));
        Assert.That(file.Dataset.TryGet(new DicomTag(0x7FE0_0010), out var pixels), Is.True);
        Assert.That(pixels.Value[^1], Is.EqualTo(altered == "pixels" ? 9 : 8));
        Assert.That(description, operation == "anonymize" ? Is.Null
            : Is.EqualTo(altered == "header" ? "Rtudy 2" : "Study 2"));
    }

    // Damages a file until the result is disposed. Each kind has its own instance, because 1.10.1 keeps using an empty file
    // that it has once read.
    private Repair Damage(string damage)
    {
        var place = damage switch
        {
            "cut off" => "1.1.2.1",
            "empty" => "1.2.2.1",
            "overwritten" => "2.1.2.1",
            _ => "2.2.2.1",
        };
        var bytes = _studies.File(place.Replace(".", string.Empty, StringComparison.Ordinal));
        var path = Directory.EnumerateFiles(Host.StorageFolder, "*", SearchOption.AllDirectories)
            .Single(file => new FileInfo(file).Length == bytes.Length && File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes));
        File.WriteAllBytes(path, damage switch
        {
            "cut off" => bytes[..^5],
            "empty" => [],
            "header" => Altered(bytes, bytes.AsSpan().IndexOf("Study 2"u8)),
            "pixels" => Altered(bytes, bytes.Length - 1),
            _ => [.. Enumerable.Repeat((byte)0xA5, bytes.Length)],
        });
        return new Repair(place, path, bytes);
    }

    private static byte[] Altered(byte[] bytes, int place)
    {
        var altered = bytes.ToArray();
        altered[place] ^= 0x01;
        return altered;
    }

    private sealed record Repair(string Place, string Path, byte[] Bytes) : IDisposable
    {
        public void Dispose() => File.WriteAllBytes(Path, Bytes);
    }
}
