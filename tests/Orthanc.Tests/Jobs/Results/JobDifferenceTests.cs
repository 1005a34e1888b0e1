// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs.Results;

/// <summary>
/// The deliberate differences of the plugin in jobs. Each test shows the fault on a running built-in 1.13.0, and that the
/// plugin does not have it in any host.
/// </summary>
internal sealed class JobDifferenceTests(OrthancVersion version) : BothSidesFixture(version)
{
    private static int _prefix = 700;

    [SetUp]
    public Task Store() => StoreOnBothSides($"{Interlocked.Increment(ref _prefix)}");

    [TestCase("/series/[series 1.1.1]/modify", "", "/series/[series 1.1.1]")]
    [TestCase(
        "/tools/bulk-modify", """ "Resources": ["[instance 1.1.1.1]"], "Level": "Instance", """,
        "/instances/[instance 1.1.1.1]")]
    [TestCase(
        "/studies/[study 1.1]/modify",
        """
        "Replace": {"PatientID": "[id 1]", "PatientName": "[name 1]", "PatientBirthDate": "19700102", "PatientSex": "F"},
        """,
        "/studies/[study 1.1]")]
    public async Task Sources_that_would_be_their_own_successors_are_not_deleted(string route, string more, string lost)
    {
        var body = "{" + more + """
            "Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"], "Force": true, "KeepSource": false}
            """;
        var builtIn = await Post(BuiltIn, route, body);
        var plugin = await Post(Plugin, route, body);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn.Status, Is.EqualTo(200), builtIn.ToString);
            Assert.That(await Exists(BuiltIn, lost), Is.False, "lost");
            Assert.That(plugin.Status, Is.EqualTo(400), plugin.ToString);
            Assert.That(plugin.Error("Details"), Does.Contain("KeepSource"));
            Assert.That(await Exists(Plugin, lost), Is.True);
        }
    }

    [Test]
    public async Task An_unknown_resource_is_found_before_anything_is_stored()
    {
        // The built-in treats an unknown identifier as an instance, and works in the order of the identifiers.
        const string Body = """{"Resources": ["[instance 1.1.1.1]", "[instance 1.1.1.2]", "zz"], "Level": "Instance"}""";
        var before = (BuiltIn: await BuiltIn.Host.CountInstances(), Plugin: await Plugin.Host.CountInstances());
        var builtIn = await Post(BuiltIn, "/tools/bulk-modify", Body);
        var plugin = await Post(Plugin, "/tools/bulk-modify", Body);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn.Status, Is.EqualTo(404), builtIn.ToString);
            Assert.That(await BuiltIn.Host.CountInstances(), Is.EqualTo(before.BuiltIn + 2));
            Assert.That(plugin.Status, Is.EqualTo(404), plugin.ToString);
            Assert.That(await Plugin.Host.CountInstances(), Is.EqualTo(before.Plugin));
        }
    }

    [Test]
    public async Task A_series_does_not_become_one_instance()
    {
        const string Body = """{"Replace": {"SOPInstanceUID": "1.2.3.4"}, "Force": true, "KeepSource": false}""";
        var before = await Plugin.Host.CountInstances();
        var builtIn = await Post(BuiltIn, "/series/[series 1.1.1]/modify", Body);
        var plugin = await Post(Plugin, "/series/[series 1.1.1]/modify", Body);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn.Status, Is.EqualTo(200));
            Assert.That(
                await BuiltIn.Host.InstancesOf(builtIn.Json().GetProperty("Path").GetString()!), Has.Count.EqualTo(1));
            Assert.That(plugin.Status, Is.EqualTo(400), plugin.ToString);
            Assert.That(await Plugin.Host.CountInstances(), Is.EqualTo(before));
        }
    }

    [TestCase(
        "/studies/[study 2.2]/merge",
        """{"Resources": ["[study 1.1]", "[series 1.1.1]"], "KeepSource": true}""", 4)]
    [TestCase(
        "/studies/[study 1.1]/split",
        """{"Series": ["[series 1.1.1]"], "Instances": ["[instance 1.1.1.1]"], "KeepSource": true}""", 2)]
    public async Task Each_source_is_taken_once(string route, string body, int sources)
    {
        var builtIn = await Post(BuiltIn, route, body);
        var plugin = await Post(Plugin, route, body);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn.Json().GetProperty("InstancesCount").GetInt32(), Is.GreaterThan(sources));
            Assert.That(plugin.Json().GetProperty("InstancesCount").GetInt32(), Is.EqualTo(sources), plugin.ToString);
        }
    }

    [Test]
    public async Task A_PatientID_in_other_letters_is_another_patient()
    {
        var id = Plugin.Resolve("[id 2]").ToLowerInvariant();
        var body = $$$"""{"Replace": {"PatientID": "{{{id}}}"}, "Force": true}""";
        var builtIn = await Post(BuiltIn, "/studies/[study 1.1]/modify", body);
        var plugin = await Post(Plugin, "/studies/[study 1.1]/modify", body);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn.Error("Details"), Does.Contain("has other studies"), builtIn.ToString);
            Assert.That(plugin.Status, Is.EqualTo(200), plugin.ToString);
            Assert.That(
                plugin.Json().GetProperty("PatientID").GetString(), Is.Not.EqualTo(Plugin.Patient("2")));
        }
    }

    [Test]
    public async Task A_split_that_removes_PatientID_leaves_it_empty()
    {
        const string Body = """{"Series": ["[series 1.1.1]"], "KeepSource": true, "Remove": ["PatientID"]}""";
        Assert.That(await PatientId(BuiltIn), Is.Null);
        Assert.That(await PatientId(Plugin), Is.Not.Null.And.Empty);

        static async Task<string?> PatientId(SampleStudies studies)
        {
            var answer = await Post(studies, "/studies/[study 1.1]/split", Body);
            var study = answer.Json().GetProperty("TargetStudy").GetString();
            var instances = await studies.Host.InstancesOf($"/studies/{study}");
            return ListedFile.Read((await studies.Host.Get($"/instances/{instances[0]}/file")).Body)["0010,0020"]?.Text;
        }
    }

    [Test]
    public async Task The_labels_of_instances_go_to_the_new_ones()
    {
        Skip.Unless(
            Version.IsAtLeast("1.12.0"),
            $"Orthanc {Version} has no labels; tests/hosts/fetch-orthanc.sh fetches those that have");

        Assert.That(await LabelsOfNew(BuiltIn), Is.Empty);
        Assert.That(await LabelsOfNew(Plugin), Is.EqualTo((string[])["mine"]));

        static async Task<List<string>> LabelsOfNew(SampleStudies studies)
        {
            await studies.Host.Send(
                HttpMethod.Put, studies.Resolve("/instances/[instance 1.1.1.1]/labels/mine"), []);
            var answer = await Post(studies, "/series/[series 1.1.1]/modify", """{"KeepLabels": true}""");
            var labels = new List<string>();
            foreach (var id in await studies.Host.InstancesOf(answer.Json().GetProperty("Path").GetString()!))
            {
                labels.AddRange((await studies.Host.Get($"/instances/{id}/labels")).Json().Strings());
            }

            return labels;
        }
    }

    [Test]
    public async Task The_labels_of_instances_outlive_their_sources()
    {
        Skip.Unless(
            Version.IsAtLeast("1.12.0"),
            $"Orthanc {Version} has no labels; tests/hosts/fetch-orthanc.sh fetches those that have");

        Assert.That(await IsSomewhere(BuiltIn), Is.False);
        Assert.That(await IsSomewhere(Plugin), Is.True);

        static async Task<bool> IsSomewhere(SampleStudies studies)
        {
            var label = $"of-{studies.Prefix}";
            await studies.Host.Send(
                HttpMethod.Put, studies.Resolve($"/instances/[instance 1.1.1.1]/labels/{label}"), []);
            const string Body = """{"KeepLabels": true, "KeepSource": false}""";
            var answer = await Post(studies, "/series/[series 1.1.1]/modify", Body);
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            return (await studies.Host.Get("/tools/labels")).Json().Strings().Contains(label);
        }
    }

    private static Task<Answer> Post(SampleStudies studies, string route, string body) =>
        studies.Host.Post(studies.Resolve(route), studies.Resolve(body));

    private static async Task<bool> Exists(SampleStudies studies, string path) =>
        (await studies.Host.Get(studies.Resolve(path))).Status == 200;
}
