// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using OrthancDeid.Deidentification;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Jobs;

namespace OrthancDeid.Orthanc;

/// <summary>
/// <c>POST /instances/{id}/anonymize</c> and <c>POST /instances/{id}/modify</c>: the answer is the new file, and
/// nothing is stored.
/// </summary>
internal sealed class InstanceRoutes(HostSettings settings, PatientNameCounter names, Metrics metrics)
{
    /// <summary>The routes as regular expressions of the host.</summary>
    public const string AnonymizePattern = "/instances/([^/]+)/anonymize";

    /// <inheritdoc cref="AnonymizePattern"/>
    public const string ModifyPattern = "/instances/([^/]+)/modify";

    /// <summary>Answers a request.</summary>
    /// <exception cref="RequestException">The body asks for what cannot be done.</exception>
    /// <exception cref="OrthancException">The host has no such instance, or cannot read it.</exception>
    /// <exception cref="DicomFormatException">The file of the instance is broken.</exception>
    public void Answer(RestCall call, Operation operation)
    {
        if (call.Method != HttpMethod.Post)
        {
            call.AnswerMethodNotAllowed("POST");
            return;
        }

        var work = metrics.Of(JobKind.ResourceModification, operation);
        var started = Stopwatch.GetTimestamp();
        var isDone = false;
        try
        {
            work.Succeeded(Edit(call, operation), started);
            isDone = true;
        }
        finally
        {
            if (!isDone)
            {
                work.Failed();
            }
        }
    }

    /// <returns>The size of the new file in bytes.</returns>
    private long Edit(RestCall call, Operation operation)
    {
        // The order decides which error a client sees: the body, then the instance, then what the body asks for.
        var body = call.ReadBody();
        var request = ModificationRequest.Parse(
            operation == Operation.Anonymize ? settings.Profiles.Apply(body) : body, operation, settings);
        using var source = OrthancHost.ReadInstance(call.ResourceId);
        var plan = ModificationPlan.For(request);

        using var name = names.Reserve();
        using var result = new InstanceEdit(plan, new IdentifierMap(request.PseudonymKey ?? IdentifierKey.Create(), name.Take))
            .Apply(source, call.ResourceId, out var isTranscoded);
        if (!isTranscoded)
        {
            throw new OrthancException(
                OrthancErrorCode.NotImplemented,
                $"Orthanc cannot transcode instance {call.ResourceId} to transfer syntax {request.Transcode}.");
        }

        call.Answer(result, "application/dicom");
        name.Keep();
        return result.Length;
    }
}
