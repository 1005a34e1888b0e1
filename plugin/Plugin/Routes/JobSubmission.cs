// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text.Json;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Host;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs;
using OrthancDeid.Jobs.Checks;
using OrthancDeid.Jobs.Engine;
using OrthancDeid.Jobs.Phases;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Targets;
using OrthancDeid.Plugin.Audit;

namespace OrthancDeid.Plugin.Routes;

/// <summary>
/// Runs the job that a request asks for, from its definition to the answer: the identifier of the job, its results, or
/// what a dry run predicts.
/// </summary>
/// <param name="services">What all jobs share.</param>
/// <param name="recovery">Hands jobs to the host.</param>
/// <param name="awaited">The jobs that clients are waiting for.</param>
internal sealed class JobSubmission(JobServices services, JobRecovery recovery, AwaitedJobs awaited)
{
    /// <summary>Submits the job, if it can run, and answers the request.</summary>
    /// <param name="call">The request.</param>
    /// <param name="definition">What the job is to do.</param>
    /// <param name="options">How it is to run.</param>
    /// <param name="answer">Which answer the client wants.</param>
    /// <param name="request">What is done to each instance, if that was read already.</param>
    /// <exception cref="RequestException">The request cannot be carried out.</exception>
    /// <exception cref="OrthancException">The host does not accept the job, or it failed.</exception>
    public void Run(
        RestCall call, JobDefinition definition, JobOptions options, RequestedAnswer answer,
        ModificationRequest? request = null)
    {
        var received = ReceivedRequest.Of(call);
        received?.Asks(answer);
        definition = definition with
        {
            User = received?.Caller.User,
            IsInternal = received?.Caller.IsInternal == true,
            Mapping = answer.IsMappingSealed ? answer.Mapping : definition.Mapping,
        };

        ModificationJob job;
        try
        {
            job = Make(definition, answer, request);
        }
        catch (RequestException fault) when (!options.IsSynchronous && !answer.IsDryRun)
        {
            // Orthanc's own routes find this only when the job runs, and clients expect it there.
            received?.Submits(definition);
            AnswerSubmitted(call, recovery.Begin(RefusedJob.For(definition, fault, services)));
            return;
        }

        SafetyChecks.Run(job.Plan, definition, services);
        var apart = SourceCollisions.Find(job.Plan, definition.Sources);
        if (apart.Count > 0)
        {
            definition = definition with { Apart = apart };
            job = Make(definition, answer, request);
        }

        if (answer.IsDryRun)
        {
            call.Answer(DryRun.OfJob(job.Plan, definition, services, () => awaited.IsStopping), "application/json");
            return;
        }

        received?.Submits(definition);
        var id = recovery.Begin(job);
        if (options.IsSynchronous)
        {
            awaited.Answer(call, job);
        }
        else
        {
            AnswerSubmitted(call, id);
        }
    }

    private ModificationJob Make(JobDefinition definition, RequestedAnswer answer, ModificationRequest? request) => new(
        definition, new JobProgress(definition.Sources.Count), services,
        answer is { HasMapping: true, IsMappingSealed: false }
            ? new IdentifierPairs(hasRows: answer.Mapping == MappingForm.Csv) : null,
        request);

    private static void AnswerSubmitted(RestCall call, string id)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, AnswerStyle.Escaped))
        {
            json.WriteStartObject();
            json.WriteString("ID", id);
            json.WriteString("Path", $"/jobs/{id}");
            json.WriteEndObject();
        }

        call.Answer(output.WrittenSpan, "application/json");
    }
}
