// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using System.Text.RegularExpressions;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs.Results;

/// <summary>
/// The routes of patients, studies and series, in bulk, and of split and merge: the plugin answers and stores what the
/// built-in 1.13.0 does (docs/jobs.md).
/// </summary>
internal sealed partial class ResourceJobTests(OrthancVersion version) : BothSidesFixture(version)
{
    private static int _prefix;

    private static IEnumerable<TestCaseData> Requests()
    {
        string[] bodies =
        [
            "{}",
            """{"Replace": {"StudyDescription": "new"}, "Remove": ["SeriesDescription"]}""",
            """{"Keep": ["StudyInstanceUID"], "Force": true}""",
            """{"Replace": {"PatientID": "NEW", "PatientName": "New"}, "Force": true}""",
        ];
        foreach (var operation in (string[])["anonymize", "modify"])
        {
            foreach (var body in bodies)
            {
                yield return Case($"/patients/[patient 1]/{operation}", body);
                yield return Case($"/studies/[study 1.1]/{operation}", body);
                yield return Case($"/series/[series 1.1.2]/{operation}", body);
            }

            // The route and the resource may be of different levels.
            yield return Case($"/studies/[series 1.1.2]/{operation}", "{}");
            yield return Case($"/patients/[instance 1.1.2.1]/{operation}", "{}");
            yield return Case($"/studies/[patient 2]/{operation}", "{}");
            yield return Case($"/tools/bulk-{operation}", """{"Resources": []}""");
            yield return Case(
                $"/tools/bulk-{operation}", """{"Resources": ["[series 1.1.2]", "[study 2.1]", "[instance 1.2.1.2]"]}""");
            yield return Case($"/tools/bulk-{operation}", """{"Resources": ["[patient 1]", "[study 1.1]"]}""");
        }

        yield return Case("/tools/bulk-modify", """{"Resources": ["[series 1.1.2]"], "Level": "Series"}""");
        yield return Case("/tools/bulk-modify", """{"Resources": ["[study 1.1]"], "Level": "study"}""");
        yield return Case("/studies/[study 1.1]/split", """{"Series": ["[series 1.1.2]"]}""");
        yield return Case(
            "/studies/[study 1.1]/split",
            """
            {"Instances": ["[instance 1.1.1.2]"], "Series": ["[series 1.1.2]"], "KeepSource": true,
             "Replace": {"PatientID": "NEW", "StudyDescription": "split"}, "Remove": ["PatientSex"]}
            """);
        yield return Case("/studies/[study 1.1]/merge", """{"Resources": ["[study 2.1]"]}""");
        yield return Case(
            "/studies/[study 2.2]/merge",
            """{"Resources": ["[series 1.1.2]", "[instance 1.2.1.2]"], "KeepSource": true}""");

        static TestCaseData Case(string route, string body) =>
            new TestCaseData(route, body).SetArgDisplayNames(route, body.Replace("\n", " ", StringComparison.Ordinal));
    }

    [SetUp]
    // Each test has UIDs of its own, so that its leftovers do not affect the next one.
    public Task Store() => StoreOnBothSides($"{100 + Interlocked.Increment(ref _prefix)}");

    [TearDown]
    public async Task Clear()
    {
        await Task.WhenAll(Clear(BuiltIn.Host), Clear(Plugin.Host));
    }

    [TestCaseSource(nameof(Requests))]
    public async Task It_answers_and_stores_as_the_built_in(string route, string body)
    {
        var both = await Task.WhenAll(Ask(BuiltIn, route, body), Ask(Plugin, route, body));
        var (builtIn, plugin) = (both[0], both[1]);
        Assert.That(plugin.Answer, Is.EqualTo(builtIn.Answer));
        Assert.That(plugin.Tree, Is.EqualTo(builtIn.Tree));
        Assert.That(plugin.Files.Keys, Is.EquivalentTo(builtIn.Files.Keys));
        if (route.EndsWith("split", StringComparison.Ordinal) || route.EndsWith("merge", StringComparison.Ordinal))
        {
            Assert.That(Texts(plugin), Is.EqualTo(Texts(builtIn)));
            return;
        }

        var operation = route.EndsWith("anonymize", StringComparison.Ordinal) ? "anonymize" : "modify";
        foreach (var (number, file) in plugin.Files)
        {
            var comparison = DataSetComparison.Of(
                ListedFile.Read(Plugin.File(number)), builtIn.Files[number], file, new ComparedRequest(operation, body),
                (OrthancVersion.Reference, Version.Number));
            Assert.That(comparison.Report(), Is.Empty);
        }
    }

    /// <summary>The answer, the growth of the host's counts, and the new files by Instance Number.</summary>
    private static async Task<(string Answer, string Tree, Dictionary<string, ListedFile> Files)> Ask(
        SampleStudies studies, string route, string body)
    {
        var before = (await studies.Host.Get("/instances")).Json().Strings();
        var counts = await Counts(studies.Host);
        var answer = await studies.Host.Post(studies.Resolve(route), studies.Resolve(body));
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var files = new Dictionary<string, ListedFile>();
        foreach (var id in (await studies.Host.Get("/instances")).Json().Strings().Except(before))
        {
            var file = ListedFile.Read((await studies.Host.Get($"/instances/{id}/file")).Body);
            files.Add(file["0020,0013"]!.Text, file);
        }

        var growth = (await Counts(studies.Host)).Zip(counts, (after, earlier) => $"{after.Name} {after.Count - earlier.Count}");
        var members = answer.Json().EnumerateObject().Where(member => member.Name is not ("DicomVersion" or "Options"))
            .ToDictionary(member => member.Name, member => member.Value);
        return (Shown(studies, JsonSerializer.SerializeToElement(members)), string.Join(", ", growth), files);
    }

    /// <summary>
    /// An answer with places for known resources, <c>new</c> for other resources, and <c>UID</c> for new UIDs.
    /// </summary>
    private static string Shown(SampleStudies studies, JsonElement json) => Uid().Replace(
        NewResource().Replace(studies.Named(JsonSerializer.Serialize(json)), "new"), "UID");

    private static async Task<IReadOnlyList<(string Name, int Count)>> Counts(OrthancHost host) =>
        [.. from member in (await host.Get("/statistics")).Json().EnumerateObject()
            where member.Name.StartsWith("Count", StringComparison.Ordinal)
            select (member.Name, member.Value.GetInt32())];

    private static IEnumerable<string> Texts((string, string, Dictionary<string, ListedFile> Files) result) =>
        from file in result.Files
        orderby file.Key
        from element in file.Value.Elements
        where element.Tag.Group != 0x0002
        select $"{file.Key} {element.Path} {Uid().Replace(element.ToString(), "UID")}";

    private static async Task Clear(OrthancHost host)
    {
        foreach (var patient in (await host.Get("/patients")).Json().Strings())
        {
            await host.Send(HttpMethod.Delete, $"/patients/{patient}", null);
        }
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{8}){4}")]
    private static partial Regex NewResource();

    // The UIDs that either side generates, the built-in below DCMTK's root.
    [GeneratedRegex(@"\b(2\.25|1\.2\.276\.0\.7230010\.3\.1\.[234])\.[0-9.]+")]
    private static partial Regex Uid();
}
