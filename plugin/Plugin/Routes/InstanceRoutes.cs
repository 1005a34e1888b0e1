// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs.Checks;
using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Targets;
using OrthancDeid.Jobs.Work;
using OrthancDeid.Plugin.Audit;

namespace OrthancDeid.Plugin.Routes;

/// <summary>
/// <c>POST /instances/{id}/anonymize</c> and <c>POST /instances/{id}/modify</c>: the answer is the new file, and
/// nothing is stored.
/// </summary>
internal sealed class InstanceRoutes(
    HostSettings settings, PatientNameCounter names, Metrics metrics, KeptMappings mappings, Generations generations)
{
    /// <summary>The routes as regular expressions of the host.</summary>
    public const string AnonymizePattern = "/instances/([^/]+)/anonymize";

    /// <summary>
    /// The header with the members of the request that a locked preset overruled. Jobs have it in their content.
    /// </summary>
    public const string IgnoredHeader = "Deid-Ignored";

    // The header with the mapping: the body is the file, as always.
    private const string MappingHeader = "Deid-Mapping";

    // Clients refuse answers with more than 8 or 16 KB of headers, and the file would be lost.
    private const int LongestMapping = 4096;

    /// <inheritdoc cref="AnonymizePattern"/>
    public const string ModifyPattern = "/instances/([^/]+)/modify";

    /// <summary>Answers a request.</summary>
    /// <exception cref="RequestException">The request cannot be carried out.</exception>
    /// <exception cref="OrthancException">The host has no such instance, or cannot read it.</exception>
    /// <exception cref="InstanceRejectedException">The request rejects the instance.</exception>
    /// <exception cref="DicomFormatException">The file of the instance is broken.</exception>
    public void Answer(RestCall call, Operation operation)
    {
        if (call.Method != HttpMethod.Post)
        {
            call.AnswerMethodNotAllowed("POST");
            return;
        }

        var work = metrics.Of(JobKind.ResourceModification, operation);
        try
        {
            Edit(call, operation, work);
        }
        catch (InstanceRejectedException)
        {
            work.Rejected();
            throw;
        }
        catch
        {
            work.Failed();
            throw;
        }
    }

    private void Edit(RestCall call, Operation operation, WorkMetrics work)
    {
        var started = Stopwatch.GetTimestamp();

        // The order decides the error that a client sees: the body, then the instance, then the rest of the request.
        var body = RequestBody.Read(call.ReadBody(), operation, settings);
        var received = ReceivedRequest.Of(call);
        received?.Asks(body);
        var request = ModificationRequest.Parse(body, operation, settings);
        received?.Asks(body, request);
        var answer = RequestedAnswer.Parse(body, settings);
        received?.Asks(answer);
        using var source = OrthancHost.ReadInstance(call.ResourceId);
        var plan = ModificationPlan.For(request);
        RegionTargets.Check(plan, source, call.ResourceId);
        if (body.Ignored.Count > 0)
        {
            call.SetHeader(IgnoredHeader, string.Join(", ", body.Ignored));
        }

        if (answer.IsDryRun)
        {
            call.Answer(DryRun.OfInstance(plan, source, call.ResourceId), "application/json");
            return;
        }

        var pairs = answer.HasMapping ? new IdentifierPairs(hasRows: answer.Mapping == MappingForm.Csv) : null;
        using var name = names.Reserve();
        var identifiers = new IdentifierMap(request.PseudonymKey ?? IdentifierKey.Create(), name.Take) { Pairs = pairs };
        using var edited = new InstanceEdit(plan, identifiers).Apply(source, call.ResourceId);
        edited.RequireTranscoded(plan, call.ResourceId);
        if (operation == Operation.Anonymize)
        {
            // A script may store the new instance.
            generations.Require([edited.SourceStudy]);
            generations.Note(edited.Study, edited.SourceStudy);
        }

        if (edited.Identifiers is { } mapped)
        {
            pairs!.Add(call.ResourceId, mapped);
            ReceivedRequest.Of(call)?.Commit();
            call.SetHeader(MappingHeader, MappingText(pairs));
        }

        call.Answer(edited.File, "application/dicom");
        name.Keep();
        work.Succeeded(edited.File.Length, started);
    }

    /// <summary>
    /// The mapping, or its address if it is too long. In ASCII, since headers have no other characters (RFC 9110 5.5).
    /// </summary>
    private string MappingText(IdentifierPairs pairs)
    {
        if (pairs.HasRows)
        {
            // A header has only one line (RFC 9110 5.5).
            return MappingRoute.PathOf(mappings.Keep(Encoding.UTF8.GetBytes(pairs.ToTable()), "text/csv"));
        }

        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default }))
        {
            pairs.WriteTo(json);
        }

        return text.WrittenCount <= LongestMapping
            ? Encoding.ASCII.GetString(text.WrittenSpan)
            : MappingRoute.PathOf(mappings.Keep(text.WrittenSpan.ToArray(), "application/json"));
    }
}
