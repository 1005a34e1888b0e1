// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.Pseudonyms;

/// <summary>Two hosts that have nothing in common but the secret in a file.</summary>
internal sealed class PseudonymRouteTests(OrthancVersion version) : VersionFixture(version)
{
    private const string Secret = "a secret of the trial's office, longer than 32 bytes";
    private const string Request =
        """{"Pseudonyms": "trial-7", "Options": ["RetainLongitudinalModifiedDates"], "KeepSource": true}""";

    private static readonly string[] Routes =
        ["/patients/[patient 1]/anonymize", "/studies/[study 1.2]/anonymize", "/series/[series 1.2.1]/anonymize"];

    private static readonly DicomTag[] Identity =
    [
        DicomTag.PatientID, DicomTag.PatientName, DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID,
        DicomTag.SOPInstanceUID, new(0x0020_0010), new(0x0008_0020), new(0x0008_1140),
    ];

    private readonly List<IDisposable> _owned = [];
    private OrthancHost _first = null!;
    private OrthancHost _second = null!;
    private SampleStudies _ofFirst = null!;
    private SampleStudies _ofSecond = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        (_first, _ofFirst) = await StartHost(Secret, "70");

        // The same secret as another editor leaves it, and more patients, so that nothing else is the same by chance.
        (_second, _) = await StartHost(Secret + "\n", "71");
        _ofSecond = await SampleStudies.In(_second, "70");
    }

    [OneTimeTearDown]
    public void Stop() => _owned.ForEach(one => one.Dispose());

    [Test]
    public async Task An_instance_gets_the_same_identity_from_both([Values] bool again)
    {
        var first = await Identify(_first, _ofFirst.Instance("1.2.1.2"), Request);
        var second = await Identify(again ? _first : _second, (again ? _ofFirst : _ofSecond).Instance("1.2.1.2"), Request);
        Assert.That(second, Is.EqualTo(first));
        Assert.That(first, Does.Not.Contain("DOE").And.Not.Contain("P-70").And.Not.Contain("1.2.826"));
    }

    [TestCaseSource(nameof(Routes))]
    public async Task A_job_of_each_level_gives_the_identity_that_an_instance_gets(string route)
    {
        var expected = await Identify(_first, _ofFirst.Instance("1.2.1.2"), Request);
        var answer = await _second.Post(_ofSecond.Resolve(route), Request);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var made = await _second.InstancesOf(answer.Json().GetProperty("Path").GetString()!);
        var identities = new List<string>();
        foreach (var instance in made)
        {
            using var file = DicomFile.Parse((await _second.Get($"/instances/{instance}/file")).Body);
            identities.Add(IdentityOf(file));
        }

        Assert.That(identities, Has.One.EqualTo(expected));
    }

    [TestCase("""{"Pseudonyms": "trial-8"}""")]
    [TestCase("""{"Pseudonyms": true}""")]
    [TestCase("{}")]
    public async Task Another_project_has_other_identities(string request)
    {
        var first = (await Identify(_first, _ofFirst.Instance("1.2.1.2"), Request)).Split('\n');
        var other = (await Identify(_second, _ofSecond.Instance("1.2.1.2"), request)).Split('\n');
        foreach (var (one, another) in first[..5].Zip(other[..5]))
        {
            Assert.That(another, Is.Not.EqualTo(one).And.Not.Empty);
        }
    }

    [Test]
    public async Task Another_key_gives_other_identities()
    {
        var first = (await Identify(_first, _ofFirst.Instance("1.2.1.2"), Request)).Split('\n');
        var (host, studies) = await StartHost($"not {Secret}", "70");
        var other = (await Identify(host, studies.Instance("1.2.1.2"), Request)).Split('\n');
        Assert.That(other.Intersect(first), Is.Empty);
    }

    [Test]
    public async Task Whoever_has_no_key_is_told_so()
    {
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin]);
        var studies = await SampleStudies.In(host, "70");
        var answer = await host.Ask(studies.Instance("1.1.1.1"), "anonymize", Request);
        Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
        Assert.That(answer.Error("Details"), Does.Contain("PseudonymKeyFile"));
        var job = await host.Post($"/studies/{studies.Study("1.1")}/anonymize", Request);
        Assert.That(job.Status, Is.EqualTo(400), job.ToString);
        Assert.That(await host.CountInstances(), Is.EqualTo(16));
    }

    [Test]
    public async Task A_job_that_fails_deletes_nothing_that_another_one_made([Values] bool overwrites)
    {
        using var key = new KeyFile(Secret);
        var configuration = key.Configuration;
        configuration["OverwriteInstances"] = overwrites;
        configuration["MaximumStorageCacheSize"] = 0;
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], configuration);
        var studies = await SampleStudies.In(host, "72");
        var route = $"/studies/{studies.Study("1.1")}/anonymize";
        var first = await host.Post(route, """{"Pseudonyms": true}""");
        Assert.That(first.Status, Is.EqualTo(200), first.ToString);
        var made = await host.InstancesOf(first.Json().GetProperty("Path").GetString()!);
        var attachment = (await host.Get($"/instances/{studies.Instance("1.1.2.2")}/attachments/dicom/info")).Json();
        var uuid = attachment.GetProperty("Uuid").GetString()!;
        File.Delete(Path.Combine(host.StorageFolder, uuid[..2], uuid[2..4], uuid));

        var second = await host.Post(route, """{"Pseudonyms": true}""");
        Assert.That(second.Status, Is.GreaterThanOrEqualTo(400), second.ToString);
        Assert.That(await host.InstancesOf(first.Json().GetProperty("Path").GetString()!), Is.EquivalentTo(made));
    }

    private async Task<(OrthancHost Host, SampleStudies Studies)> StartHost(string secret, string prefix)
    {
        var key = new KeyFile(secret);
        _owned.Insert(0, key);
        var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], key.Configuration);
        _owned.Insert(0, host);
        return (host, await SampleStudies.In(host, prefix));
    }

    private static async Task<string> Identify(OrthancHost host, string instance, string request)
    {
        var answer = await host.Ask(instance, "anonymize", request);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        using var file = DicomFile.Parse(answer.Body);
        return IdentityOf(file);
    }

    private static string IdentityOf(DicomFile file) => string.Join('\n', Identity.Select(tag => TextOf(file.Dataset, tag)));

    private static string? TextOf(DicomDataset dataset, DicomTag tag) =>
        !dataset.TryGet(tag, out var element) ? null
        : element.Sequence is { } sequence ? sequence[0].GetText(new DicomTag(0x0008_1155))
        : dataset.GetText(tag);
}
