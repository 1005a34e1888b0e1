// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Demonstration;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Documentation;

/// <summary>A real Orthanc with the plugin accepts the methods and types of docs/openapi.yaml, and no others.</summary>
internal sealed class OpenApiHostTests(OrthancVersion version) : HostFixture(version)
{
    private const string Nobody = "{id}";

    private static readonly OpenApi Page = new();

    /// <summary>Kinds of requests and their routes. A member is tested with the first kind that has it.</summary>
    private static readonly (string Request, string Route)[] Routes =
    [
        ("AnonymizeRequest", "/studies/{id}/anonymize"), ("ModifyRequest", "/studies/{id}/modify"),
        ("BulkModifyRequest", "/tools/bulk-modify"), ("SplitRequest", "/studies/{id}/split"), ("MergeRequest", "/studies/{id}/merge"),
    ];

    private static readonly string[] Values = ["null", "true", "1", "1.5", "\"x\"", "[]", "{}"];

    private string _study = null!;
    private string _series = null!;

    private static IEnumerable<string> Members() => Routes.SelectMany(static route => Page.MembersOf(route.Request)).Distinct();

    private static IEnumerable<TestCaseData> WrongValues() =>
        from member in Members()
        from value in Values
        where !OpenApi.Is(JsonNode.Parse(value), Page.TypesOf(member))
        select new TestCaseData(member, value);

    [OneTimeSetUp]
    public async Task Store()
    {
        var instance = await Host.Store(new CtStudy().Files().First());
        _study = (await Host.Get($"/instances/{instance}/study")).Json().GetProperty("ID").GetString()!;
        _series = (await Host.Get($"/instances/{instance}/series")).Json().GetProperty("ID").GetString()!;
    }

    [TestCaseSource(nameof(WrongValues))]
    public async Task A_value_of_another_type_is_refused(string member, string value)
    {
        var answer = await Ask(member, JsonNode.Parse(value));
        // No client may name a file of subjects, whatever the value.
        Assert.That(answer.Status, Is.EqualTo(member == "SubjectsFile" ? 403 : 400), $"{value}: {answer}");
        Assert.That(answer.Error("Details"), Does.Contain(member), value);
    }

    [TestCaseSource(nameof(Members))]
    public async Task An_example_has_a_type_that_is_taken(string member)
    {
        foreach (var example in Page.ExamplesOf(member))
        {
            Assert.That(OpenApi.Is(example, Page.TypesOf(member)), Is.True, example?.ToJsonString());
            var answer = await Ask(member, example);
            Assert.That(answer.Status == 400 && answer.Error("OrthancStatus") == "15", Is.False, $"{example?.ToJsonString()}: {answer}");
        }
    }

    /// <summary>Any other method gets 405.</summary>
    [Test]
    public async Task Other_methods_than_those_of_the_page_are_refused()
    {
        foreach (var route in Page.Routes.Select(static route => route.Split(' ')).GroupBy(static parts => parts[1], static parts => parts[0]))
        {
            var path = route.Key.Replace(Nobody, "nobody", StringComparison.Ordinal).Replace("{frame}", "0", StringComparison.Ordinal);
            foreach (var method in (string[])["GET", "POST", "PUT", "DELETE"])
            {
                // Whether Orthanc deletes jobs depends on its version. Other methods on a job's routes address its outputs.
                if ((route.Key == "/jobs/{id}" && method == "DELETE") || route.Key.StartsWith("/jobs/{id}/", StringComparison.Ordinal))
                {
                    continue;
                }

                var answer = await Host.Send(new HttpMethod(method), path, method is "POST" or "PUT" ? "{}"u8.ToArray() : null);
                Assert.That(answer.Status == 405, Is.EqualTo(!route.Contains(method)), $"{method} {path}: {answer}");
            }
        }
    }

    private Task<Answer> Ask(string member, JsonNode? value)
    {
        var (request, route) = Routes.First(one => Page.MembersOf(one.Request).Contains(member));
        var body = new JsonObject { ["DryRun"] = true };
        if (request is "BulkModifyRequest" or "MergeRequest")
        {
            body["Resources"] = new JsonArray(_study);
        }

        if (request == "SplitRequest")
        {
            body["Series"] = new JsonArray(_series);
        }

        if (member == "LossyQuality")
        {
            body["Transcode"] = "1.2.840.10008.1.2.4.50";
        }

        body[member] = value;
        return Host.Post(route.Replace(Nobody, _study, StringComparison.Ordinal), body.ToJsonString());
    }
}
