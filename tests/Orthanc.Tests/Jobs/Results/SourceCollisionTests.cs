// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Pseudonyms;

namespace OrthancDeid.Orthanc.Tests.Jobs.Results;

/// <summary>
/// A host may have the same UIDs twice, with different content. A job over both creates as many instances as there were, or
/// is refused: none is lost.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.Oldest))]
internal sealed class SourceCollisionTests(OrthancVersion version) : VersionFixture(version)
{
    private const string Secret = "a secret that only this test has, longer than 32";
    private const string Patients = """ "Resources": ["[ParentPatient 0]", "[ParentPatient 1]"] """;
    private const string Studies = """ "Resources": ["[ParentStudy 0]", "[ParentStudy 1]"] """;
    private const string NewPatient = """ "Replace": {"PatientID": "X"}, "Force": true """;

    private readonly List<IDisposable> _owned = [];
    private OrthancHost _overwriting = null!;
    private OrthancHost _keeping = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _overwriting = await StartHost(overwrites: true);
        _keeping = await StartHost(overwrites: false);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _owned.Reverse();
        _owned.ForEach(one => one.Dispose());
    }

    /// <summary>Each test examines everything in its host, so nothing of other tests may be there.</summary>
    [TearDown]
    public async Task Delete()
    {
        foreach (var host in (OrthancHost[])[_overwriting, _keeping])
        {
            foreach (var patient in (await host.Get("/patients")).Json().Strings())
            {
                Assert.That((await host.Send(HttpMethod.Delete, $"/patients/{patient}", null)).Status, Is.EqualTo(200));
            }
        }
    }

    [TestCase("/tools/bulk-anonymize", $"{Patients}, {NewPatient}")]
    [TestCase("/tools/bulk-anonymize", $"{Studies}, {NewPatient}")]
    [TestCase("/tools/bulk-anonymize", """ "Resources": ["[ParentStudy 0]", "[ParentPatient 1]"], "Replace": {"PatientID": "X", "StudyInstanceUID": "1.2.3"}, "Force": true """)]
    [TestCase("/tools/bulk-anonymize", $"""{Studies}, {NewPatient}, "Keep": ["StudyInstanceUID", "SeriesInstanceUID"]""")]
    public async Task Two_patients_are_anonymized(string route, string body) =>
        await AssertNothingIsLost(host => Twins.OfTwoPatients(host), route, body, mapsReferences: true);

    [TestCase("/tools/bulk-modify", $"""{Patients}, {NewPatient}, "Level": "Patient" """)]
    [TestCase("/tools/bulk-modify", $"""{Studies}, {NewPatient}, "Level": "Study" """)]
    [TestCase("/tools/bulk-modify", $"""{Studies}, {NewPatient}, "Level": "Series" """)]
    [TestCase("/tools/bulk-modify", $"""{Studies}, {NewPatient}, "Level": "Instance" """)]
    public async Task Two_patients_are_modified(string route, string body) =>
        await AssertNothingIsLost(host => Twins.OfTwoPatients(host), route, body, mapsReferences: false);

    [TestCase(" [A]")]
    [TestCase("  [A] ")]
    public async Task Patient_IDs_differ_in_white_space(string second) => await AssertNothingIsLost(
        host => Twins.OfTwoPatients(host, second), "/tools/bulk-anonymize", Patients, mapsReferences: true);

    [TestCase("/patients/[ParentPatient 0]/anonymize", true)]
    [TestCase("/patients/[ParentPatient 0]/modify", false)]
    public async Task A_patient_has_instances_in_two_studies(string route, bool isAnonymization) => await AssertNothingIsLost(
        Twins.OfTwoStudies, route, """ "Replace": {"StudyInstanceUID": "1.2.3"}, "Force": true """, isAnonymization);

    [Test]
    public async Task Two_patients_or_studies_are_merged_into_a_third_study([Values] bool isOfOnePatient)
    {
        foreach (var keepsSource in (bool[])[true, false])
        {
            var twins = isOfOnePatient ? await Twins.OfTwoStudies(_keeping) : await Twins.OfTwoPatients(_keeping);
            var target = await Twins.OfTwoSeries(_keeping);
            var study = target.Resolve("[ParentStudy 0]");
            await AssertNothingIsLost(twins, $"/studies/{study}/merge", Studies, keepsSource, mapsReferences: false);
            Assert.That(
                await _keeping.InstancesOf($"/studies/{study}"), Has.Count.EqualTo(2 * Twins.Count),
                "what was there and what came");
        }
    }

    [TestCase("/tools/bulk-anonymize", $"""{Studies}, {NewPatient}, "Options": ["RetainUIDs"]""")]
    [TestCase("/tools/bulk-anonymize", $"""{Studies}, {NewPatient}, "Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"]""")]
    [TestCase("/tools/bulk-modify", $"""{Studies}, {NewPatient}, "Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"]""")]
    [TestCase("/tools/bulk-anonymize", $"""{Studies}, {NewPatient}, "Pseudonyms": true""")]
    public async Task What_the_request_makes_one_is_refused(string route, string body) =>
        await AssertRefused(await Twins.OfTwoPatients(_overwriting), route, body);

    [TestCase("/studies/[ParentStudy 0]/anonymize")]
    [TestCase("/studies/[ParentStudy 0]/modify")]
    public async Task Two_series_of_one_study_do_not_become_one_with_half_of_its_instances(string route) =>
        await AssertRefused(
            await Twins.OfTwoSeries(_overwriting), route, """ "Replace": {"SeriesInstanceUID": "1.2.3"}, "Force": true """);

    [TestCase("/tools/bulk-anonymize", Patients)]
    [TestCase("/tools/bulk-anonymize", $"""{Studies}, "Pseudonyms": true""")]
    [TestCase("/tools/bulk-modify", $"""{Studies}, "Level": "Instance" """)]
    public async Task What_does_not_meet_is_not_refused(string route, string body) =>
        await AssertNothingIsLost(host => Twins.OfTwoPatients(host), route, body, mapsReferences: false);

    [TestCase("/tools/bulk-anonymize", $"{Patients}, {NewPatient}")]
    [TestCase("/tools/bulk-modify", $"""{Patients}, {NewPatient}, "Level": "Patient" """)]
    public async Task The_built_in_loses_one_of_each_two(string route, string body)
    {
        var host = await RunningHosts.BuiltIn(Reference);
        var twins = await Twins.OfTwoPatients(host);
        var answer = await host.Post(route, twins.Resolve($$"""{{{body}}, "KeepSource": false}"""));
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(await twins.Find(), Has.Count.EqualTo(Twins.Count / 2));
    }

    [Test]
    public async Task The_mapping_has_both()
    {
        var twins = await Twins.OfTwoPatients(_overwriting);
        var answer = await _overwriting.Post(
            "/tools/bulk-anonymize", twins.Resolve($$"""{{{Patients}}, {{NewPatient}}, "Mapping": true}"""));
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var mapping = answer.Json().GetProperty("Mapping");
        var made = (await twins.Find()).Where(image => !image.Uid.StartsWith("1.2.826", StringComparison.Ordinal)).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mapping.GetProperty("StudyInstanceUID").GetArrayLength(), Is.EqualTo(2));
            Assert.That(mapping.GetProperty("SOPInstanceUID").GetArrayLength(), Is.EqualTo(Twins.Count));
            Assert.That(
                mapping.GetProperty("SOPInstanceUID").EnumerateArray().Select(pair => pair.GetProperty("New").GetString()),
                Is.EquivalentTo(made.Select(image => image.Uid)));
        }
    }

    private async Task AssertNothingIsLost(
        Func<OrthancHost, Task<Twins>> store, string route, string body, bool mapsReferences)
    {
        foreach (var host in (OrthancHost[])[_overwriting, _keeping])
        {
            foreach (var keepsSource in (bool[])[true, false])
            {
                await AssertNothingIsLost(await store(host), route, body, keepsSource, mapsReferences);
            }
        }
    }

    private static async Task AssertNothingIsLost(
        Twins twins, string route, string body, bool keepsSource, bool mapsReferences)
    {
        var before = await twins.Find();
        Assert.That(before, Has.Count.EqualTo(Twins.Count));
        body = $$"""{{{body}}, "KeepSource": {{(keepsSource ? "true" : "false")}} }""";
        foreach (var isDryRun in (bool[])[true, false])
        {
            var asked = isDryRun ? body.Insert(1, "\"DryRun\": true, ") : body;
            var answer = await twins.Host.Post(
                twins.Resolve(route), twins.Resolve(asked).Replace("\"X\"", $"\"X{twins.Name}\"", StringComparison.Ordinal));
            Assert.That(answer.Status, Is.EqualTo(200), () => answer.ToString() + answer.Text);
        }

        var after = await twins.Find();
        var old = before.Select(image => image.Id).ToHashSet();
        var made = after.Where(image => !old.Contains(image.Id)).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Select(image => image.Number), Is.EquivalentTo(before.Select(image => image.Number)));
            Assert.That(after, Has.Count.EqualTo(keepsSource ? 2 * before.Count : before.Count));
            if (mapsReferences)
            {
                foreach (var place in made.GroupBy(image => image.Place))
                {
                    Assert.That(
                        place.Select(image => image.Reference).Distinct(),
                        Is.EqualTo([place.Single(image => image.IsFirst).Uid]));
                    Assert.That(place.Select(image => image.Study).Distinct().Count(), Is.EqualTo(1));
                }
            }
        }
    }

    private static async Task AssertRefused(Twins twins, string route, string body)
    {
        var before = await twins.Find();
        foreach (var member in (string[])["\"KeepSource\": true", "\"KeepSource\": false", "\"DryRun\": true"])
        {
            var answer = await twins.Host.Post(twins.Resolve(route), twins.Resolve($$"""{{{body}}, {{member}} }"""));
            using (Assert.EnterMultipleScope())
            {
                Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
                Assert.That(answer.Error("OrthancStatus"), Is.EqualTo("8"));
                var named = before.Where(image => answer.Error("Details")!.Contains(image.Id, StringComparison.Ordinal))
                    .ToList();
                Assert.That(named, Has.Count.EqualTo(2), answer.ToString);
                Assert.That(named.Select(image => image.Uid).Distinct().Count(), Is.EqualTo(1));
                Assert.That(await twins.Find(), Is.EquivalentTo(before));
            }
        }
    }

    private async Task<OrthancHost> StartHost(bool overwrites)
    {
        var key = new KeyFile(Secret);
        _owned.Add(key);
        var configuration = key.Configuration;
        configuration["Deid"]!["AllowMapping"] = true;
        configuration["OverwriteInstances"] = overwrites;
        var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], configuration);
        _owned.Add(host);
        return host;
    }
}
