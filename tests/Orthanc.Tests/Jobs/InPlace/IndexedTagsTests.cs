// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs.InPlace;

/// <summary>
/// After a job, the index shows what the new files say about each resource that they belong to, as the index of the built-in
/// 1.13.0 does: for resources that are changed in place or get a new series, and for their siblings.
/// </summary>
internal sealed class IndexedTagsTests(OrthancVersion version) : VersionFixture(version)
{
    private const string InPlace =
        "\"Keep\": [\"StudyInstanceUID\", \"SeriesInstanceUID\", \"SOPInstanceUID\"], \"Force\": true";

    private static int _prefix = 830;

    [TestCase("/patients/[patient 1]/modify", "\"PatientName\": \"NEW\", \"PatientSex\": \"M\", \"PatientID\": \"[id 1]\"")]
    [TestCase("/patients/[patient 1]/modify", "\"PatientName\": \"NEW\", \"OtherPatientIDs\": \"A\"")]
    [TestCase("/studies/[study 1.2]/modify", "\"StudyDescription\": \"NEW\", \"AccessionNumber\": \"A\"")]
    [TestCase("/series/[series 1.1.2]/modify", "\"StudyDescription\": \"NEW\", \"BodyPartExamined\": \"HEAD\"")]
    [TestCase("/series/[series 1.1.1]/modify", "\"PatientName\": \"NEW\", \"ReferringPhysicianName\": \"R\"")]
    [TestCase("/tools/bulk-modify", "\"PatientName\": \"NEW\", \"SeriesDescription\": \"NEW\"", "[instance 1.2.2.2]")]
    [TestCase(
        "/tools/bulk-modify", "\"StudyDescription\": \"NEW\", \"StationName\": \"S\"", "[series 1.1.2]", "[series 2.2.1]")]
    [TestCase("/tools/bulk-modify", "\"PatientBirthDate\": \"19800101\"", "[patient 2]", "[patient 1]")]
    [TestCase("/tools/bulk-modify", "\"PatientName\": \"NEW\"", "[study 1.2]", "[study 1.1]", "[study 2.1]")]
    public async Task The_index_shows_what_the_built_in_shows(string route, string replaced, params string[] resources)
    {
        var prefix = $"{Interlocked.Increment(ref _prefix)}";
        var builtIn = await SampleStudies.In(
            await RunningHosts.BuiltIn(Reference), prefix);
        var plugin = await SampleStudies.In(await RunningHosts.WithPlugin(Version), prefix);
        var named = string.Join(", ", resources.Select(resource => $"\"{resource}\""));
        var body = $$"""{"Replace": {{{replaced}}}, {{InPlace}}, "Level": "Instance", "Resources": [{{named}}]}""";
        var before = await Shown(plugin);
        await Modify(builtIn, route, body);
        await Modify(plugin, route, body);
        var after = await Shown(plugin);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after, Is.Not.EqualTo(before));
            Assert.That(after, Is.EqualTo(await Shown(builtIn)));
        }
    }

    [Test]
    public async Task All_studies_of_a_patient_show_its_new_name()
    {
        var studies = await SampleStudies.In(
            await RunningHosts.WithPlugin(Version), $"{Interlocked.Increment(ref _prefix)}");
        await Modify(studies, "/patients/[patient 1]/modify", $$"""{"Replace": {"PatientName": "NEW"}, {{InPlace}}}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await studies.Host.MainTag($"/patients/{studies.Patient("1")}", "PatientName"), Is.EqualTo("NEW"));
            foreach (var place in (string[])["1.1", "1.2"])
            {
                var study = (await studies.Host.Get($"/studies/{studies.Study(place)}")).Json();
                Assert.That(
                    study.GetProperty("PatientMainDicomTags").GetProperty("PatientName").GetString(), Is.EqualTo("NEW"),
                    place);
            }
        }
    }

    private static async Task Modify(SampleStudies studies, string route, string body)
    {
        var answer = await studies.Host.Post(studies.Resolve(route), studies.Resolve(body));
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
    }

    /// <summary>The tags that the index shows for all patients, studies and series, one per line.</summary>
    private static async Task<IReadOnlyList<string>> Shown(SampleStudies studies)
    {
        var paths = studies.Places.Select(place => place.Split('.')).SelectMany(parts => (string[])
        [
            $"/patients/{studies.Patient(parts[0])}", $"/studies/{studies.Study($"{parts[0]}.{parts[1]}")}",
            $"/series/{studies.Series($"{parts[0]}.{parts[1]}.{parts[2]}")}",
        ]).Distinct();
        var lines = new List<string>();
        foreach (var path in paths)
        {
            var resource = (await studies.Host.Get(path)).Json();
            foreach (var member in (string[])["MainDicomTags", "PatientMainDicomTags"])
            {
                if (resource.TryGetProperty(member, out var tags))
                {
                    lines.AddRange(tags.EnumerateObject().OrderBy(tag => tag.Name, StringComparer.Ordinal)
                        .Select(tag => studies.Named($"{path} {tag.Name} {tag.Value}")));
                }
            }
        }

        return lines;
    }
}
