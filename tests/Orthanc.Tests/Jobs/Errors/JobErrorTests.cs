// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs.Errors;

/// <summary>Bad requests to the routes that create jobs are refused before any work, with the built-in's error.</summary>
internal sealed class JobErrorTests(OrthancVersion version) : BothSidesFixture(version)
{
    private const string Series = "/series/[series 1.1.1]/modify";
    private const string Study = "/studies/[study 1.1]/modify";
    private const string Patient = "/patients/[patient 1]/modify";
    private const string Bulk = "/tools/bulk-modify";
    private const string Split = "/studies/[study 1.1]/split";
    private const string Merge = "/studies/[study 1.1]/merge";
    private const string KeepsAll = """
        "Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"], "Force": true
        """;

    // The built-in's code is given where the plugin deliberately differs.
    internal static IEnumerable<TestCaseData> Cases()
    {
        foreach (var route in (string[])[Series, Study, Patient, Series.Replace("modify", "anonymize"), Bulk])
        {
            yield return Case(route, "", "400/15", "body");
            yield return Case(route, "[]", "400/15", "body");
            yield return Case(route, Members("\"KeepSource\": 1"), "400/15", "KeepSource");
            yield return Case(route, Members("\"KeepSource\": null"), "400/15", "KeepSource");
            yield return Case(route, Members("\"KeepLabels\": 1"), "400/15", "KeepLabels");
            yield return Case(route, Members("\"Permissive\": 1"), "400/15", "Permissive");
            yield return Case(route, Members("\"Priority\": \"high\""), "400/15", "Priority");
            yield return Case(route, Members("\"Priority\": 1.5"), "400/15", "Priority");
            yield return Case(route, Members("\"Synchronous\": 1"), "400/15", "Synchronous");
            yield return Case(route, Members("\"Asynchronous\": \"no\""), "400/15", "Asynchronous");
            yield return Case(route, Members("\"Replace\": 1"), "400/8", "Replace");
            yield return Case(route, Members("\"Transcode\": \"1.2.3\""), "400/15", "1.2.3");
            yield return Case(route, Members("\"Replace\": {\"PatientID\": \"x\"}"), "400/8", "PatientID");

            // In bulk, the built-in checks these only once it has an instance.
            var late = route == Bulk ? "200/" : null;
            yield return Case(
                route, Members("\"Remove\": [\"PatientID\"], \"Force\": true"), "400/8", "0010,0020", late);
            yield return Case(route, Members("\"Replace\": {\"Rows\": \"x\"}"), "400/15", "0028,0010", late);
        }

        foreach (var route in (string[])["/series/none/modify", "/studies/none/anonymize", "/patients/none/modify"])
        {
            yield return Case(route, "{}", "404/17", "none", "400/3");
        }

        yield return Case(Bulk, "{}", "400/15", "Resources");
        yield return Case(Bulk, """{"Resources": "x"}""", "400/15", "Resources");
        yield return Case(Bulk, """{"Resources": [1]}""", "400/15", "Resources");
        yield return Case(Bulk, """{"Resources": ["none"]}""", "404/17", "none", "400/3");
        yield return Case(Bulk, """{"Resources": [], "Level": "Serie"}""", "400/3", "Serie");
        yield return Case(Bulk, """{"Resources": [], "Level": 1}""", "400/15", "Level", "500/-1");

        yield return Case(Study, $$"""{{{KeepsAll}}, "KeepSource": false}""", "400/8", "KeepSource");
        yield return Case(Patient, $$"""{{{KeepsAll}}, "KeepSource": false}""", "400/8", "KeepSource");
        yield return Case(Series, $$"""{{{KeepsAll}}, "KeepSource": false}""", "400/8", "KeepSource", "200/");
        yield return Case(
            Series, """{"Replace": {"SOPInstanceUID": "1.2.3"}, "Force": true}""", "400/8", "SOPInstanceUID", "200/");
        yield return Case(Study, """{"Replace": {"PatientName": "x"}}""", "400/8", "Failing tag: 0010,0010");
        yield return Case(Study, """{"Replace": {"PatientSex": "F"}}""", "400/8", "Missing tag in the 'Replace' tags: 0010,0010");
        yield return Case(
            Study, """{"Replace": {"PatientID": "[id 2]"}, "Force": true}""", "400/8", "Missing tag in the 'Replace' tags: 0010,0010");

        yield return Case(Split, "[]", "400/15", "body", "500/-1");
        yield return Case(Split, "{}", "400/8", "Series");
        yield return Case(Split, """{"Series": []}""", "400/8", "Series");
        yield return Case(Split, """{"Series": "x"}""", "400/15", "Series");
        yield return Case(Split, """{"Instances": [1]}""", "400/15", "Instances");
        yield return Case(Split, """{"Series": ["none"]}""", "404/17", "none");
        yield return Case(Split, """{"Series": ["[series 1.2.1]"]}""", "404/17", "series 1.2.1");
        yield return Case(Split, """{"Instances": ["[instance 1.2.1.1]"]}""", "404/17", "instance 1.2.1.1");
        yield return Case("/studies/none/split", """{"Series": ["[series 1.1.1]"]}""", "404/17", "none");
        (string Member, string Code, string Named)[] members =
        [
            ("\"Replace\": {\"StudyInstanceUID\": \"1.2\"}", "400/3", "not in the patient/study modules"),
            ("\"Replace\": {\"Modality\": \"MR\"}", "400/3", "not in the patient/study modules"),
            ("\"Remove\": [\"Rows\"]", "400/3", "not in the patient/study modules"),
            ("\"Replace\": {\"PatientName\": null}", "400/15", "0010,0010"),
            ("\"Replace\": {\"PatientName\": 1}", "400/15", "0010,0010"),
            ("\"Replace\": 1", "400/15", "Replace"),
            ("\"Remove\": 1", "400/15", "Remove"),
            ("\"Remove\": [1]", "400/15", "Remove"),
            ("\"KeepSource\": 1", "400/15", "KeepSource"),
            ("\"Permissive\": 1", "400/15", "Permissive"),
        ];
        foreach (var (member, code, named) in members)
        {
            yield return Case(Split, $$"""{"Series": ["[series 1.1.1]"], {{member}}}""", code, named);
        }

        yield return Case(Merge, "{}", "400/15", "Resources");
        yield return Case(Merge, """{"Resources": ["none"]}""", "404/17", "none");
        yield return Case(Merge, """{"Resources": ["[study 1.1]"]}""", "404/17", "study 1.1");
        yield return Case(Merge, """{"Resources": ["[series 1.1.1]"]}""", "404/17", "series 1.1.1");
        yield return Case(Merge, """{"Resources": ["[patient 2]"]}""", "404/17", "patient 2");
        yield return Case("/studies/none/merge", """{"Resources": ["[series 1.1.1]"]}""", "404/17", "none");

        // A text that is not an Orthanc identifier must not become part of a path.
        foreach (var text in (string[])["", "?", "..", "[study 1.1]/series", "[study 1.1]/archive", "[study 1.1]?x"])
        {
            var resources = $$"""{"Resources": ["{{text}}"]}""";
            yield return Case(Bulk, resources, "404/17", "resource", "200/");
            yield return Case(Merge, resources, "404/17", "resource", "200/");
            yield return Case(Split, $$"""{"Series": ["{{text}}"]}""", "404/17", "series", "200/");
            yield return Case(Split, $$"""{"Instances": ["{{text}}"]}""", "404/17", "instance", "200/");
        }

        static string Members(string member) => $$"""{"Resources": [], {{member}}}""";
    }

    private static TestCaseData Case(string route, string body, string code, string named, string? builtIn = null) =>
        new TestCaseData(route, body, code, named, builtIn ?? code).SetArgDisplayNames(route, body);

    [OneTimeSetUp]
    public Task Store() => StoreOnBothSides("900");

    [TestCaseSource(nameof(Cases))]
    public async Task It_is_refused(string route, string body, string code, string named, string builtInCode)
    {
        // The built-in is not asked if it would accept the request, because the effects would spoil the other tests.
        if (!builtInCode.StartsWith("200", StringComparison.Ordinal))
        {
            var builtIn = await BuiltIn.Host.Post(BuiltIn.Resolve(route), BuiltIn.Resolve(body));
            Assert.That(Code(builtIn), Is.EqualTo(builtInCode), builtIn.ToString);
        }

        var before = (await Plugin.Host.Get("/statistics")).Text;
        var jobs = (await Plugin.Host.Get("/jobs")).Text;
        var plugin = await Plugin.Host.Post(Plugin.Resolve(route), Plugin.Resolve(body));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Code(plugin), Is.EqualTo(code), plugin.ToString);
            if (plugin.Body.Length > 0)
            {
                Assert.That(Plugin.Named(plugin.Error("Details") ?? string.Empty), Does.Contain(named));
            }

            Assert.That((await Plugin.Host.Get("/statistics")).Text, Is.EqualTo(before));
            Assert.That((await Plugin.Host.Get("/jobs")).Text, Is.EqualTo(jobs), "no job was made");
        }
    }

    [TestCase("/series/[series 1.1.1]/anonymize")]
    [TestCase("/studies/[study 1.1]/modify")]
    [TestCase("/patients/[patient 1]/modify")]
    [TestCase("/tools/bulk-anonymize")]
    [TestCase("/studies/[study 1.1]/split")]
    [TestCase("/studies/[study 1.1]/merge")]
    public async Task Other_methods_are_not_allowed(string route)
    {
        var plugin = await Plugin.Host.Get(Plugin.Resolve(route));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(plugin.Status, Is.EqualTo(405));
            Assert.That(plugin.Allow, Is.EqualTo("POST"));
        }
    }

    private static string Code(Answer answer) => $"{answer.Status}/{answer.Error("OrthancStatus")}";
}
