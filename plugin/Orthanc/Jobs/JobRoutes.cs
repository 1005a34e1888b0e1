// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using OrthancDeid.Deidentification;
using OrthancDeid.Orthanc.Resources;

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>The routes whose answer is a job: of patients, studies and series, in bulk, split and merge.</summary>
internal sealed class JobRoutes(JobServices services)
{
    /// <summary>The routes of one resource as a regular expression of the host.</summary>
    public const string ResourcePattern = "/(patients|studies|series)/([^/]+)/(anonymize|modify)";

    /// <summary>The routes of any resources.</summary>
    public const string BulkPattern = "/tools/bulk-(anonymize|modify)";

    private readonly ConcurrentDictionary<ModificationJob, bool> _awaited = [];

    /// <summary>Answers a request to <see cref="ResourcePattern"/>.</summary>
    /// <exception cref="RequestException">The body asks for what cannot be done.</exception>
    /// <exception cref="OrthancException">The host has no such resource, or the job failed.</exception>
    public void AnswerResource(RestCall call)
    {
        if (!IsPost(call))
        {
            return;
        }

        var level = call.Group(0) switch
        {
            "patients" => ResourceLevel.Patient,
            "studies" => ResourceLevel.Study,
            _ => ResourceLevel.Series,
        };
        var body = call.ReadBody();
        var operation = OperationOf(call.Group(2));
        var request = ModificationRequest.Parse(body, operation, services.Host);
        var options = JobOptions.Parse(body, keepsSourceByDefault: true);
        var id = call.Group(1);
        var sources = ResourceTree.Instances(level, id).ToList();
        Start(call, ModificationPlan.For(request, level), options, new JobDefinition
        {
            Kind = JobKind.ResourceModification,
            Operation = operation,
            Request = body,
            Level = level,
            Sources = sources,
            Named = [id],
            NamedLevel = level,
            Key = IdentifierKey.Create(),
            IsPermissive = options.IsPermissive,
            KeepsSource = options.KeepsSource,
            UserData = options.UserData,
        });
    }

    /// <summary>Answers a request to <see cref="BulkPattern"/>.</summary>
    /// <exception cref="RequestException">The body asks for what cannot be done.</exception>
    /// <exception cref="OrthancException">The host has none of the resources, or the job failed.</exception>
    public void AnswerBulk(RestCall call)
    {
        if (!IsPost(call))
        {
            return;
        }

        var body = call.ReadBody();
        var operation = OperationOf(call.Group(0));
        var request = ModificationRequest.Parse(body, operation, services.Host);
        var level = operation == Operation.Modify ? BulkRequest.Level(body) : null;
        var options = JobOptions.Parse(body, keepsSourceByDefault: true);
        var named = BulkRequest.Resources(body);
        var sources = SourcesOf(named);
        Start(call, ModificationPlan.For(request, level), options, new JobDefinition
        {
            Kind = JobKind.ResourceModification,
            Operation = operation,
            Request = body,
            Level = level,
            Sources = sources,
            Named = named,
            Key = IdentifierKey.Create(),
            IsPermissive = options.IsPermissive,
            KeepsSource = options.KeepsSource,
            UserData = options.UserData,
        });
    }

    /// <summary>Takes up a job that the host has saved.</summary>
    /// <param name="state">What <see cref="JobState"/> wrote, or the core.</param>
    /// <returns>The host's side of the job; 0 if it is none of this plugin.</returns>
    public nint Restore(string state) => JobState.TryRead(state, out var definition, out var progress)
        ? HostJobs.Create(new ModificationJob(definition, progress, services)) : 0;

    /// <summary>Tells all who wait for a job that the host stops.</summary>
    public void Abandon()
    {
        foreach (var job in _awaited.Keys)
        {
            job.Abandon();
        }
    }

    private static bool IsPost(RestCall call)
    {
        if (call.Method == HttpMethod.Post)
        {
            return true;
        }

        call.AnswerMethodNotAllowed("POST");
        return false;
    }

    private static Operation OperationOf(string name) => name == "anonymize" ? Operation.Anonymize : Operation.Modify;

    /// <summary>The instances of resources of any level, each once, in the order of the resources.</summary>
    private static List<SourceInstance> SourcesOf(IReadOnlyList<string> resources)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var sources = new List<SourceInstance>();
        foreach (var id in resources)
        {
            var level = ResourceTree.LevelOf(id)
                ?? throw new OrthancException(OrthancErrorCode.UnknownResource, $"There is no resource {id}.");
            sources.AddRange(ResourceTree.Instances(level, id).Where(source => known.Add(source.Id)));
        }

        return sources;
    }

    private void Start(RestCall call, ModificationPlan plan, JobOptions options, JobDefinition definition)
    {
        SafetyChecks.Run(plan, definition, services);
        var number = plan.NamesPatient ? services.Names.Take() : default(int?);
        var job = new ModificationJob(
            definition with { PatientNumber = number }, new JobProgress(definition.Sources.Count), services);
        string id;
        try
        {
            id = HostJobs.Submit(job, options.Priority);
        }
        catch (OrthancException) when (number is not null)
        {
            services.Names.GiveBack(number.Value);
            throw;
        }

        if (options.IsSynchronous)
        {
            AnswerAtEnd(call, job);
        }
        else
        {
            AnswerSubmitted(call, id);
        }
    }

    private void AnswerAtEnd(RestCall call, ModificationJob job)
    {
        _awaited[job] = true;
        try
        {
            // The thread is the host's, and the host expects the answer when the callback returns.
            var reason = job.Ended.GetAwaiter().GetResult();
            if (reason == JobStopReason.Success)
            {
                call.Answer(job.Answer(), "application/json");
                return;
            }

            throw reason == JobStopReason.Canceled || job.Fault is not { } fault
                ? new OrthancException(OrthancErrorCode.CanceledJob, "The job was cancelled.")
                : new OrthancException(
                    fault.Code, fault.Instance.Length > 0 ? $"Instance {fault.Instance}: {fault.Details}" : fault.Details);
        }
        catch (TaskCanceledException)
        {
            throw new OrthancException(OrthancErrorCode.CanceledJob, "Orthanc stops before the job has ended.");
        }
        finally
        {
            _awaited.TryRemove(job, out _);
        }
    }

    private static void AnswerSubmitted(RestCall call, string id)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, IndentSize = 3 }))
        {
            json.WriteStartObject();
            json.WriteString("ID", id);
            json.WriteString("Path", $"/jobs/{id}");
            json.WriteEndObject();
        }

        call.Answer(output.WrittenSpan, "application/json");
    }
}
