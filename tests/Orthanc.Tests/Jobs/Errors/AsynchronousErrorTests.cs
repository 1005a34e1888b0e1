// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs.Errors;

/// <summary>
/// Bad requests whose clients do not wait. What the built-in detects before it accepts a job is refused at once. What it
/// detects only when the job runs makes the job fail, with nothing stored. What it does not detect at all may do either.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class AsynchronousErrorTests(OrthancVersion version) : BothSidesFixture(version)
{
    private static IEnumerable<TestCaseData> Cases()
    {
        foreach (var test in ErrorCases.All().Where(test => ErrorCases.BuiltInAnswers(test)))
        {
            // The routes of instances answer an unknown Transcode with another code than jobs.
            var code = test.Body.Contains("""Transcode": "1.2.3""", StringComparison.Ordinal) ? "400/15" : test.Code;
            foreach (var operation in test.Operation is { } only ? [only] : (string[])["anonymize", "modify"])
            {
                if (Asynchronous(test.Body) is { } body)
                {
                    yield return new TestCaseData($"/series/[series 1.1.1]/{operation}", body, code, test.Named, true)
                        .SetArgDisplayNames(operation, test.ToString());
                }
            }
        }

        foreach (var test in JobErrorTests.Cases())
        {
            var (route, body, builtIn) = ((string)test.Arguments[0]!, (string)test.Arguments[1]!, (string)test.Arguments[4]!);
            if (Asynchronous(body) is { } changed)
            {
                // The built-in is not asked if it would accept the request, because the effects would spoil the other tests.
                var isHarmless = !builtIn.StartsWith("200", StringComparison.Ordinal);
                yield return new TestCaseData(route, changed, test.Arguments[2], test.Arguments[3], isHarmless)
                    .SetArgDisplayNames(route, body);
            }
        }
    }

    [OneTimeSetUp]
    public Task Store() => StoreOnBothSides("901");

    [TestCaseSource(nameof(Cases))]
    public async Task It_is_refused_or_fails_as_in_the_built_in(
        string route, string body, string code, string named, bool asksBuiltIn)
    {
        var before = await Plugin.Host.CountInstances();
        var (plugin, details) = await Outcome(Plugin, route, body);
        var refused = $"refused {code}";
        var failed = $"Failure {code[(code.IndexOf('/', StringComparison.Ordinal) + 1)..]}";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(plugin, Is.AnyOf(refused, failed));
            Assert.That(Plugin.Named(details), Does.Contain(named));
            Assert.That(await Plugin.Host.CountInstances(), Is.EqualTo(before), "nothing is stored");
            if (asksBuiltIn)
            {
                var (builtIn, _) = await Outcome(BuiltIn, route, body);
                if (!builtIn.StartsWith("Success", StringComparison.Ordinal))
                {
                    Assert.That(plugin.Split(' ')[0], Is.EqualTo(builtIn.Split(' ')[0]), builtIn);
                }
            }
        }
    }

    /// <summary>As a test of a public Python client does.</summary>
    [TestCase("/patients/[patient 1]/modify")]
    [TestCase("/studies/[study 1.1]/modify")]
    [TestCase("/series/[series 1.1.1]/modify")]
    public async Task A_job_that_should_remove_StudyInstanceUID_fails(string route)
    {
        const string Body = """{"Remove": ["StudyInstanceUID"], "Force": true, "Asynchronous": true, "UserData": [7]}""";
        var (builtIn, _) = await Outcome(BuiltIn, route, Body);
        Assert.That(builtIn, Is.EqualTo("Failure 8"));
        var job = await Plugin.Host.WaitForEnd(await Plugin.Host.Submit(Plugin.Resolve(route), Body));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(job.GetProperty("ErrorCode").GetInt32(), Is.EqualTo(8));
            Assert.That(job.GetProperty("ErrorDescription").GetString(), Is.EqualTo("Bad request"));
            Assert.That(job.GetProperty("ErrorDetails").GetString(), Does.Contain("0020,000d"));
            Assert.That(job.GetProperty("UserData")[0].GetInt32(), Is.EqualTo(7));
        }

        // If the job is resubmitted, it fails in the same way.
        var id = job.GetProperty("ID").GetString();
        Assert.That((await Plugin.Host.Post($"/jobs/{id}/resubmit", string.Empty)).Status, Is.EqualTo(200));
        Assert.That((await Plugin.Host.WaitForEnd(id!)).GetProperty("ErrorCode").GetInt32(), Is.EqualTo(8));
    }

    // Null for a body that cannot ask for it or already does.
    private static string? Asynchronous(string body) =>
        !body.StartsWith('{') || !body.EndsWith('}') || body.Contains("ynchronous", StringComparison.Ordinal)
        || body.Contains("tru}", StringComparison.Ordinal)
            ? null
            : $$"""{{body[..^1]}}{{(body.Length > 2 ? "," : string.Empty)}} "Asynchronous": true}""";

    private static async Task<(string Outcome, string Details)> Outcome(SampleStudies studies, string route, string body)
    {
        var answer = await studies.Host.Post(studies.Resolve(route), studies.Resolve(body));
        if (answer.Status != 200)
        {
            return (
                $"refused {answer.Status}/{answer.Error("OrthancStatus")}", answer.Error("Details") ?? string.Empty);
        }

        var job = await studies.Host.WaitForEnd(answer.Json().GetProperty("ID").GetString()!);
        return ($"{job.State()} {job.GetProperty("ErrorCode")}", job.GetProperty("ErrorDetails").GetString()!);
    }
}
