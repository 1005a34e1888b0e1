// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>A request that cannot be carried out is refused as Orthanc refuses it, and the answer names the fault.</summary>
internal sealed class ErrorTests(OrthancVersion version) : VersionFixture(version)
{
    private static readonly string[] Operations = ["anonymize", "modify"];
    private OrthancHost _host = null!;
    private string _instance = null!;
    private Answer _errorOfBuiltIn = null!;

    private static IEnumerable<TestCaseData> Cases() =>
        from test in ErrorCases.All()
        from operation in test.Operation is null ? Operations : [test.Operation]
        select new TestCaseData(test with { Operation = operation });

    [OneTimeSetUp]
    public async Task Store_an_instance()
    {
        _host = await RunningHosts.WithPlugin(Version);
        _instance = await _host.Store(SampleFile.Make());
        var builtIn = await RunningHosts.BuiltIn(Version);
        _errorOfBuiltIn = await builtIn.Ask(await builtIn.Store(SampleFile.Make()), "modify", """{"Force": 1}""");
    }

    [TestCaseSource(nameof(Cases))]
    public async Task A_bad_request_gets_its_code(ErrorCase test)
    {
        var answer = await _host.Ask(_instance, test.Operation!, test.Body);
        Assert.That(CodeOf(answer), Is.EqualTo(test.Code), answer.ToString);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Error("Details"), Does.Contain(test.Named).IgnoreCase);
            Assert.That(answer.ContentType, Is.EqualTo(_errorOfBuiltIn.ContentType));
            Assert.That(Members(answer), Is.EqualTo(Members(_errorOfBuiltIn)));
            Assert.That(answer.Error("Method"), Is.EqualTo("POST"));
            Assert.That(answer.Error("Uri"), Is.EqualTo($"/instances/{_instance}/{test.Operation}"));
            Assert.That(answer.Error("HttpError"), Is.EqualTo("Bad Request"));
            Assert.That(answer.Error("Message"), Is.Not.Empty.And.EqualTo(answer.Error("OrthancError")));
            Assert.That(answer.Text, Does.Not.Contain(SampleFile.PatientName).And.Not.Contain(SampleFile.PatientId));
        }
    }

    [TestCaseSource(nameof(Cases))]
    public async Task The_table_of_bad_requests_says_what_the_built_in_answers(ErrorCase test)
    {
        if (Version.Number != OrthancVersion.Reference || !ErrorCases.BuiltInAnswers(test))
        {
            Assert.Pass("Only the reference is asked, and nothing that kills it.");
        }

        var host = await RunningHosts.BuiltIn(Version);
        var instance = await host.Store(SampleFile.Make());
        var answer = await host.Ask(instance, test.Operation!, test.Body);
        Assert.That(CodeOf(answer), Is.EqualTo(test.BuiltIn ?? test.Code), answer.ToString);
    }

    [TestCaseSource(nameof(Operations))]
    public async Task An_unknown_instance_is_404_before_the_values_and_after_the_body(string operation)
    {
        const string Unknown = "00000000-00000000-00000000-00000000-00000000";
        foreach (var body in (string[])["{}", """{"Replace": {"Rows": "x"}}""",
            """{"Remove": ["PatientID"], "Force": true}"""])
        {
            var answer = await _host.Ask(Unknown, operation, body);
            Assert.That(CodeOf(answer), Is.EqualTo("404/17"), () => $"{body}: {answer}");
            Assert.That(answer.Error("Details"), Does.Contain(Unknown));
            Assert.That(answer.Error("HttpError"), Is.EqualTo("Not Found"));
        }

        Assert.That(CodeOf(await _host.Ask(Unknown, operation, "[]")), Is.EqualTo("400/15"));
        Assert.That(CodeOf(await _host.Ask(Unknown, operation, """{"Replace": {"PatientID": "x"}}""")),
            Is.EqualTo("400/8"));
    }

    [Test]
    public async Task Another_method_is_405_and_names_the_one_that_is_allowed()
    {
        foreach (var operation in Operations)
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete])
            {
                var answer = await _host.Send(
                    method, $"/instances/{_instance}/{operation}", method == HttpMethod.Put ? [] : null);
                using (Assert.EnterMultipleScope())
                {
                    Assert.That(answer.Status, Is.EqualTo(405), () => $"{method} {operation}");
                    Assert.That(answer.Allow, Is.EqualTo("POST"), () => $"{method} {operation}");
                }
            }
        }
    }

    [Test]
    public async Task Other_routes_go_on_to_Orthanc()
    {
        var own = await _host.Get($"/instances/{_instance}");
        var file = await _host.Get($"/instances/{_instance}/file");
        var found = await _host.Post("/tools/lookup", SampleFile.InstanceUid);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(own.Json().GetProperty("ID").GetString(), Is.EqualTo(_instance));
            Assert.That(file.Body, Is.EqualTo(SampleFile.Make()));
            Assert.That(found.Text, Does.Contain(_instance));
            Assert.That((await _host.Get("/no/such/route")).Status, Is.EqualTo(404));
        }
    }

    [TestCase("anonymize", "{} and text after the object")]
    [TestCase("anonymize", "// a comment\n{}")]
    [TestCase("modify", "{/* a comment */}")]
    [TestCase("anonymize", "\uFEFF{}",
        TestName = "A_lenient_body_is_accepted_as_by_the_built_in(anonymize, byte order mark)")]
    [TestCase("anonymize", """{"Force": 1, "Force": true}""")]
    [TestCase("anonymize", """{"Unknown": [1, {"a": null}]}""")]
    [TestCase("anonymize", """{"RemovePrivateTags": 1}""")]
    [TestCase("modify", """{"KeepPrivateTags": 1, "DicomVersion": "no edition"}""")]
    [TestCase("modify", """{"KeepSource": 1, "Synchronous": 1, "Priority": "x", "Permissive": 3,"""
        + """ "Resources": 4, "Level": 1}""")]
    [TestCase("anonymize", """{"LossyQuality": "x"}""")]
    [TestCase("modify", """{"Remove": ["0002,0010", "0010,0000"], "Replace": {"0002,0010": "x", "0010,0000": "x"}}""")]
    [TestCase("modify", """{"Replace": {" PatientComments ": "x", "(0010,4000)": "y", "00104000": "z"}}""")]
    public async Task A_lenient_body_is_accepted_as_by_the_built_in(string operation, string body)
    {
        var answer = await _host.Ask(_instance, operation, body);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        if (Version.Number == OrthancVersion.Reference)
        {
            var builtIn = await RunningHosts.BuiltIn(Version);
            var expected = await builtIn.Ask(await builtIn.Store(SampleFile.Make()), operation, body);
            Assert.That(expected.Status, Is.EqualTo(200), expected.ToString);
        }
    }

    private static IEnumerable<(string, JsonValueKind)> Members(Answer answer) =>
        answer.Json().EnumerateObject().Select(member => (member.Name, member.Value.ValueKind));

    private static string CodeOf(Answer answer) =>
        answer.Status == 200 ? "200/" : $"{answer.Status}/{answer.Error("OrthancStatus")}";
}
