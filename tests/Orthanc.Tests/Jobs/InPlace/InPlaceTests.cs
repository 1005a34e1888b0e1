// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs.InPlace;

/// <summary>
/// New instances replace others in place. Orthanc deletes the old ones first, and with the last one of a series, study or
/// patient also that resource. Nothing is lost that users attached to these or to the resources beside them.
/// </summary>
internal sealed class InPlaceTests(OrthancVersion version) : VersionFixture(version)
{
    private const string InPlace =
        "\"Keep\": [\"StudyInstanceUID\", \"SeriesInstanceUID\", \"SOPInstanceUID\"], \"Force\": true";

    private static int _number;

    private OrthancHost _host = null!;
    private string _patient = null!;

    [SetUp]
    public async Task Start()
    {
        _host = await RunningHosts.WithPlugin(Version);
        _patient = $"1.2.826.0.1.3680043.9.81.{Interlocked.Increment(ref _number)}";
    }

    [Test]
    public async Task Nothing_that_hangs_on_the_resources_is_lost(
        [Values("patients", "studies", "series", "bulk")] string level,
        [Values("1 1 1", "1 1 3", "1 3 1", "2 2 1", "2 1 2")] string counts,
        [Values] bool keepsLabels)
    {
        var paths = await Store(counts);
        await _host.Annotate(paths);
        var body = $$"""
            {"Replace": {"SeriesDescription": "new"}, {{InPlace}}, "KeepLabels": {{(keepsLabels ? "true" : "false")}}
            """;
        var path = paths.First(path => path.StartsWith($"/{level}", StringComparison.Ordinal) || level == "bulk");
        var answer = level == "bulk"
            ? await _host.Post("/tools/bulk-modify", $$"""{{body}}, "Level": "Instance", "Resources": {{Instances(paths)}}}""")
            : await _host.Post($"{path}/modify", $"{body}}}");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _host.Missing(paths), Is.Empty);
            foreach (var instance in level == "bulk" ? paths.Where(IsInstance) : await InstancesBelow(path))
            {
                Assert.That(
                    (await _host.Get($"{instance}/content/0008-103e")).Text.TrimEnd(), Is.EqualTo("new"), instance);
            }
        }
    }

    [Test]
    public async Task An_anonymization_in_place_loses_nothing_either()
    {
        var paths = await Store("1 2 1");
        await _host.Annotate(paths, size: 100_000);
        var answer = await _host.Post(
            $"{paths.First(path => path.StartsWith("/studies", StringComparison.Ordinal))}/anonymize",
            """
            {"Keep": ["PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"], "Force": true}
            """);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(await _host.Missing(paths, size: 100_000), Is.Empty);
    }

    [TestCase(" a b")]
    [TestCase("Z\u00FCrich\\2")]
    public async Task Whoever_the_patient_is_nothing_is_lost(string patientId)
    {
        _patient = $"{patientId}.{_patient[^3..]}";
        var stored = await _host.Post("/instances", SampleFile.Make(dataset => dataset
            .With(0x0010_0020, DicomVR.LO, Encoding.Latin1.GetBytes(_patient))));
        var paths = AttachedNotes.Lineage(stored);
        await _host.Annotate(paths);
        var answer = await _host.Post($"{paths[1]}/modify", $$"""{"Replace": {"SeriesDescription": "new"}, {{InPlace}}}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(await _host.Missing(paths), Is.Empty);
    }

    [Test]
    public async Task An_instance_that_is_none_of_the_sources_keeps_what_hangs_on_it()
    {
        var source = (await Store("1 1 1"))[0]["/instances/".Length..];
        var body = $$"""
            {"Replace": {"SOPInstanceUID": "{{_patient}}.9.9"}, "Force": true, "Level": "Instance", "Resources": ["{{source}}"]}
            """;
        await _host.Post("/tools/bulk-modify", body);
        var found = (await _host.Post("/tools/lookup", $"{_patient}.9.9")).Json()[0].GetProperty("Path").GetString()!;
        await _host.Annotate([found]);
        var answer = await _host.Post(
            "/tools/bulk-modify", body.Replace("""{"Replace": {""", """{"Replace": {"StudyID": "2", """, StringComparison.Ordinal));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            Assert.That((await _host.Get($"{found}/content/0020-0010")).Text.TrimEnd(), Is.EqualTo("2"));
            Assert.That(await _host.Missing([found]), Is.Empty);
        }
    }

    [Test]
    public async Task Where_a_resource_came_from_is_known_after_a_second_job()
    {
        var source = (await Store("1 1 1")).First(path => path.StartsWith("/series", StringComparison.Ordinal));
        var made = (await _host.Post($"{source}/anonymize", "{}")).Json().GetProperty("Path").GetString()!;
        var before = await _host.Metadata(made, "AnonymizedFrom");
        var answer = await _host.Post($"{made}/modify", $$"""{"Replace": {"SeriesDescription": "new"}, {{InPlace}}}""");
        var instance = (await InstancesBelow(made)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            Assert.That(before is not null, Is.EqualTo(Version.IsAtLeast("1.12.2")));
            Assert.That(await _host.Metadata(made, "AnonymizedFrom"), Is.EqualTo(before));
            Assert.That(
                await _host.Metadata(instance, "ModifiedFrom"),
                Is.EqualTo(before is null ? null : instance["/instances/".Length..]));
            Assert.That(await _host.Metadata(instance, "AnonymizedFrom") is null, Is.EqualTo(before is null));
        }
    }

    /// <summary>Stores a patient with that many studies, series in each study, and instances in each series.</summary>
    /// <returns>The paths of all resources, instances first.</returns>
    private async Task<IReadOnlyList<string>> Store(string counts)
    {
        var paths = new HashSet<string>();
        int[] number = [.. counts.Split(' ').Select(count => count[0] - '0')];
        for (var i = 0; i < number[0] * number[1] * number[2]; i++)
        {
            var (study, series) = (i / number[2] / number[1], i / number[2]);
            var stored = await _host.Post("/instances", SampleFile.Make(dataset => dataset
                .With(0x0008_0018, DicomVR.UI, $"{_patient}.3.{i}")
                .With(0x0010_0020, DicomVR.LO, _patient)
                .With(0x0020_000D, DicomVR.UI, $"{_patient}.1.{study}")
                .With(0x0020_000E, DicomVR.UI, $"{_patient}.2.{series}")));
            Assert.That(stored.Status, Is.EqualTo(200), stored.ToString);
            paths.UnionWith(AttachedNotes.Lineage(stored));
        }

        return [.. paths.OrderBy(path => path, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<string>> InstancesBelow(string path) =>
        [.. (await _host.InstancesOf(path)).Select(id => $"/instances/{id}")];

    private static bool IsInstance(string path) => path.StartsWith("/instances", StringComparison.Ordinal);

    private static string Instances(IEnumerable<string> paths) =>
        JsonSerializer.Serialize(paths.Where(IsInstance).Select(path => path["/instances/".Length..]));
}
