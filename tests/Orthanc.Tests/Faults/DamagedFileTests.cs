// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.Faults;

/// <summary>
/// A file that was cut off, emptied or overwritten in the storage under Orthanc. What is left of it is the only copy, so
/// nothing takes its place.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.All))]
internal sealed class DamagedFileTests(OrthancVersion version)
{
    private const int All = 16;
    private const string Damaged = "1.1.2.1";

    private static readonly string[] Damages = ["cut off", "empty", "overwritten"];

    private OrthancHost _host = null!;
    private SampleStudies _studies = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        // What Orthanc has in memory it does not miss on the disk.
        var configuration = new JsonObject { ["MaximumStorageCacheSize"] = 0, ["IndexDirectory"] = "index" };
        _host = await OrthancHost.Start(version, [ProjectFiles.Plugin], configuration);
        _studies = await SampleStudies.In(_host, "82");
    }

    [OneTimeTearDown]
    public void Stop()
    {
        // Null if the version is not here, and the tests skip.
        _host?.Stop();
        _host?.Dispose();
    }

    [Test]
    public async Task Routes_of_an_instance_name_what_is_at_fault(
        [ValueSource(nameof(Damages))] string damage, [Values("anonymize", "modify")] string operation)
    {
        using var file = Damage(damage);
        var answer = await _host.Ask(_studies.Instance(Damaged), operation, "{}");
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
        var answer = await _host.Post($"/studies/{_studies.Study("1.1")}/anonymize", """{"KeepSource": false}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.GreaterThanOrEqualTo(400));
            Assert.That(answer.Error("Details"), Does.Contain(_studies.Instance(Damaged)));
            Assert.That(await _host.CountInstances(), Is.EqualTo(All));
            Assert.That(await _host.InstancesOf($"/studies/{_studies.Study("1.1")}"), Has.Count.EqualTo(4));
        }
    }

    [Test]
    public async Task A_permissive_job_counts_it_and_keeps_it([ValueSource(nameof(Damages))] string damage)
    {
        using var file = Damage(damage);
        var answer = await _host.Post(
            $"/studies/{_studies.Study("1.1")}/anonymize", """{"KeepSource": true, "Permissive": true}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Json().GetProperty("FailedInstances").Strings(), Is.EqualTo([_studies.Instance(Damaged)]));
            Assert.That(await _host.InstancesOf(answer.Json().GetProperty("Path").GetString()!), Has.Count.EqualTo(3));
        }

        await _host.Send(HttpMethod.Delete, answer.Json().GetProperty("Path").GetString()!, null);
        Assert.That(await _host.CountInstances(), Is.EqualTo(All));
    }

    // Until it is disposed.
    private Repair Damage(string damage)
    {
        var bytes = _studies.File(Damaged.Replace(".", string.Empty, StringComparison.Ordinal));
        var path = Directory.EnumerateFiles(_host.StorageFolder, "*", SearchOption.AllDirectories)
            .Single(file => new FileInfo(file).Length == bytes.Length && File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes));
        File.WriteAllBytes(path, damage switch
        {
            "cut off" => bytes[..^5],
            "empty" => [],
            _ => [.. Enumerable.Repeat((byte)0xA5, bytes.Length)],
        });
        return new Repair(path, bytes);
    }

    private sealed record Repair(string Path, byte[] Bytes) : IDisposable
    {
        public void Dispose() => File.WriteAllBytes(Path, Bytes);
    }
}
