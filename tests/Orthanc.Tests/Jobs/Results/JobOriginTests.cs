// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs.Results;

/// <summary>What new resources record about the old ones: metadata, labels, references and tags of the parents.</summary>
internal sealed class JobOriginTests(OrthancVersion version) : VersionFixture(version)
{
    private static int _prefix = 500;

    private SampleStudies _studies = null!;

    private OrthancHost Host => _studies.Host;

    private bool HasOrigins => Version.IsAtLeast("1.12.2");

    [SetUp]
    public async Task Store() => _studies = await SampleStudies.In(
        await RunningHosts.WithPlugin(Version), $"{Interlocked.Increment(ref _prefix)}");

    [TestCase("anonymize", "AnonymizedFrom")]
    [TestCase("modify", "ModifiedFrom")]
    public async Task New_resources_name_the_old_ones(string operation, string metadata)
    {
        var series = _studies.Series("1.1.2");
        var answer = await Host.Post($"/series/{series}/{operation}", "{}");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var path = answer.Json().GetProperty("Path").GetString()!;
        var study = (await Host.Get(path)).Json().GetProperty("ParentStudy").GetString();
        var isNewStudy = operation == "anonymize";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Host.Metadata(path, metadata), Is.EqualTo(HasOrigins ? series : null));
            Assert.That(
                await Host.Metadata($"/studies/{study}", metadata),
                Is.EqualTo(HasOrigins && isNewStudy ? _studies.Study("1.1") : null));
            var origins = new List<string?>();
            foreach (var instance in await Host.InstancesOf(path))
            {
                origins.Add(await Host.Metadata($"/instances/{instance}", metadata));
            }

            Assert.That(origins, Is.EquivalentTo(HasOrigins
                ? (string?[])[_studies.Instance("1.1.2.1"), _studies.Instance("1.1.2.2")] : [null, null]));
        }
    }

    [Test]
    public async Task References_between_the_instances_of_a_job_stay_valid()
    {
        var answer = await Host.Post($"/patients/{_studies.Patient("1")}/anonymize", "{}");
        var path = answer.Json().GetProperty("Path").GetString()!;
        var files = new List<ListedFile>();
        foreach (var instance in await Host.InstancesOf(path))
        {
            files.Add(ListedFile.Read((await Host.Get($"/instances/{instance}/file")).Body));
        }

        var firstOfStudy = files.Where(file => file["0020,0013"]!.Text[2..] == "11")
            .ToDictionary(file => file["0020,000d"]!.Text, file => file["0008,0018"]!.Text);
        Assert.That(files, Has.Count.EqualTo(8));
        Assert.That(firstOfStudy, Has.Count.EqualTo(2));
        Assert.That(
            files.Select(file => file["0008,1140[0].0008,1155"]!.Text),
            Is.EqualTo(files.Select(file => firstOfStudy[file["0020,000d"]!.Text])));
    }

    [Test]
    public async Task A_kept_UID_is_kept_in_the_references_of_other_instances()
    {
        var answer = await Host.Post(
            $"/studies/{_studies.Study("1.2")}/anonymize", """{"Keep": ["SOPInstanceUID"], "Force": true}""");
        var path = answer.Json().GetProperty("Path").GetString()!;
        foreach (var instance in await Host.InstancesOf(path))
        {
            var file = ListedFile.Read((await Host.Get($"/instances/{instance}/file")).Body);
            var source = ListedFile.Read(_studies.File(file["0020,0013"]!.Text));
            Assert.That(file["0008,0018"]!.Text, Is.EqualTo(source["0008,0018"]!.Text));
            Assert.That(file["0008,1140[0].0008,1155"]!.Text, Is.EqualTo(source["0008,1140[0].0008,1155"]!.Text));
        }
    }

    [Test]
    public async Task The_index_shows_of_the_parents_what_the_files_say()
    {
        var patient = $"/patients/{_studies.Patient("1")}";
        var answer = await Host.Post(
            $"{patient}/modify",
            """
            {"Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"], "Force": true,
             "Replace": {"PatientName": "Roe^Richard", "PatientSex": "M", "StudyDescription": "d", "SeriesDescription": "s"}}
            """);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Host.MainTag(patient, "PatientName"), Is.EqualTo("Roe^Richard"));
            Assert.That(await Host.MainTag(patient, "PatientSex"), Is.EqualTo("M"));
            Assert.That(
                await Host.MainTag($"/studies/{_studies.Study("1.2")}", "StudyDescription"), Is.EqualTo("d"));
            Assert.That(
                await Host.MainTag($"/series/{_studies.Series("1.2.1")}", "SeriesDescription"), Is.EqualTo("s"));
            Assert.That(await Host.InstancesOf(patient), Has.Count.EqualTo(8));
        }
    }

    [Test]
    public async Task Labels_go_to_the_new_resources_if_asked()
    {
        Skip.Unless(
            Version.IsAtLeast("1.12.0"),
            $"Orthanc {Version} has no labels; tests/hosts/fetch-orthanc.sh fetches those that have");

        (string Path, string Label)[] labels =
        [
            ($"/instances/{_studies.Instance("1.1.1.1")}", "of-instance"), ($"/series/{_studies.Series("1.1.1")}", "of-series"),
            ($"/studies/{_studies.Study("1.1")}", "of-study"), ($"/patients/{_studies.Patient("1")}", "of-patient"),
        ];
        foreach (var (path, label) in labels)
        {
            Assert.That((await Host.Send(HttpMethod.Put, $"{path}/labels/{label}", [])).Status, Is.EqualTo(200));
        }

        var answer = await Host.Post(
            $"/series/{_studies.Series("1.1.1")}/anonymize", """{"KeepLabels": true, "KeepSource": false}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var series = answer.Json().GetProperty("Path").GetString()!;
        var study = (await Host.Get(series)).Json().GetProperty("ParentStudy").GetString();
        var patient = answer.Json().GetProperty("PatientID").GetString();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Host.Get($"{series}/labels")).Json().Strings(), Is.EqualTo((string[])["of-series"]));
            Assert.That((await Host.Get($"/studies/{study}/labels")).Json().Strings(), Is.EqualTo((string[])["of-study"]));
            Assert.That(
                (await Host.Get($"/patients/{patient}/labels")).Json().Strings(), Is.EqualTo((string[])["of-patient"]));
            var ofInstances = new List<string>();
            foreach (var instance in await Host.InstancesOf(series))
            {
                ofInstances.AddRange((await Host.Get($"/instances/{instance}/labels")).Json().Strings());
            }

            Assert.That(ofInstances, Is.EqualTo((string[])["of-instance"]));
        }
    }
}
