// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Tests.Simulation;

namespace OrthancDeid.Jobs.Tests;

/// <summary>The simulated host behaves as a real one does, which a test of the same name in Orthanc.Tests shows.</summary>
[NonParallelizable]
internal sealed class HostScriptTests
{
    [Test]
    public async Task The_simulated_host_does_what_a_real_one_does()
    {
        var before = OrthancHost.Current;
        try
        {
            using var host = new ScriptedSimulation();
            var story = await new HostScript(host).Run();
            TestContext.Out.WriteLine(story);
            Assert.That(story, Is.EqualTo($"{HostScript.Expected}\n"));
        }
        finally
        {
            OrthancHost.Current = before;
        }
    }

    private sealed class ScriptedSimulation : IScriptedHost, IDisposable
    {
        private readonly Schedule _schedule = new(1) { IsQuiet = true };
        private readonly SimulatedJobs _jobs = new(static () => "job");
        private readonly SimulatedStore _store;
        private readonly SimulatedPlugin _plugin;

        public ScriptedSimulation()
        {
            _store = new SimulatedStore(_schedule.Random);
            var host = new SimulatedHost(_store, _schedule, new SimulatedClock(), _jobs, [], checksRevisions: false);
            OrthancHost.Current = host;
            _plugin = new SimulatedPlugin(_schedule, host, NullLogger.Instance);
        }

        public Task<byte[]> Call(string method, string path, byte[] body)
        {
            var (code, answer, _) = new SimulatedRoutes(_store, _jobs, checksRevisions: false)
                .Answer(Enum.Parse<HttpMethod>(method, ignoreCase: true), path, null, body);
            Assert.That(code, Is.EqualTo(OrthancErrorCode.Success), $"{method} {path}");
            return Task.FromResult(answer);
        }

        public Task<string> Run(string study, string operation, string body, bool keepsSource)
        {
            _plugin.Begin(new JobDefinition
            {
                Kind = JobKind.ResourceModification,
                Operation = operation == "anonymize" ? Operation.Anonymize : Operation.Modify,
                Request = Encoding.UTF8.GetBytes($"{{{body}}}"),
                Level = ResourceLevel.Study,
                Sources = ResourceTree.Instances(ResourceLevel.Study, study).ToList(),
                Named = [study],
                NamedLevel = ResourceLevel.Study,
                Key = IdentifierKey.Create(),
                IsPermissive = false,
                KeepsSource = keepsSource,
            });
            var job = _jobs.All[^1];
            while (job.Stage == JobStage.Pending)
            {
                job.Step(null);
            }

            var content = System.Text.Json.Nodes.JsonNode.Parse(SimulatedJobs.Read(job.Job.WriteContent))!;
            return Task.FromResult($"{job.Stage} {content["InstancesCount"]} {content["FailedInstancesCount"]}");
        }

        public void Dispose() => _plugin.Dispose();
    }
}
