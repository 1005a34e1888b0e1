// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs;

/// <summary>
/// The host on which jobs are simulated behaves like a real one: Jobs.Tests runs the same script on it. It simulates the
/// newest version, which has labels.
/// </summary>
[TestFixtureSource(nameof(Simulated))]
internal sealed class HostScriptTests(OrthancVersion version) : HostFixture(version)
{
    private static IEnumerable<OrthancVersion> Simulated => [OrthancVersion.Find(OrthancVersion.Reference)];

    /// <inheritdoc/>
    protected override JsonObject Configuration => new() { ["OverwriteInstances"] = true };

    [Test]
    public async Task A_real_host_does_what_the_simulated_one_does()
    {
        var story = await new HostScript(new ScriptedHost(Host)).Run();
        TestContext.Out.WriteLine(story);
        Assert.That(story, Is.EqualTo($"{HostScript.Expected}\n"));
    }

    private sealed class ScriptedHost(OrthancHost host) : IScriptedHost
    {
        public async Task<byte[]> Call(string method, string path, byte[] body)
        {
            var answer = await host.Send(HttpMethod.Parse(method), path, method is "PUT" or "POST" ? body : null);
            Assert.That(answer.Status, Is.EqualTo(200), () => $"{method} {path}: {answer}");
            return answer.Body;
        }

        public async Task<string> Run(string study, string operation, string body, bool keepsSource)
        {
            var request = JsonNode.Parse($"{{{body}}}")!;
            request["Asynchronous"] = true;
            request["KeepSource"] = keepsSource;
            var answer = await Call("POST", $"/studies/{study}/{operation}", Encoding.UTF8.GetBytes(request.ToJsonString()));
            var job = await host.WaitForEnd(JsonNode.Parse(answer)!["ID"]!.GetValue<string>());
            var content = job.GetProperty("Content");
            return $"{job.State()} {content.GetProperty("InstancesCount")} {content.GetProperty("FailedInstancesCount")}";
        }
    }
}
