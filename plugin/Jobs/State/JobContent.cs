// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text.Json;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.State;

/// <summary>The content of a job for clients. It has the members of the host's own jobs, in the same order.</summary>
internal static class JobContent
{
    /// <summary>
    /// The member that identifies the job of the plugin. The host sorts the members, and this one never comes first.
    /// </summary>
    public const string TokenMember = "Token";

    /// <summary>
    /// The member with the client's data, which the plugin's routes show beside the content, as the host does for its jobs.
    /// </summary>
    public const string UserDataMember = "UserData";

    /// <summary>Writes the content.</summary>
    /// <param name="output">Takes the JSON.</param>
    /// <param name="job">What the job is to do.</param>
    /// <param name="progress">How far it is.</param>
    /// <param name="request">What is done to each instance; null if it cannot be carried out.</param>
    /// <param name="pairs">Old and new identifiers, for the client that waits; null for none.</param>
    /// <param name="isAnswer">Whether the content is the answer to the client; otherwise it is for the host.</param>
    public static void Write(
        IBufferWriter<byte> output, JobDefinition job, JobSnapshot progress, ModificationRequest? request,
        IdentifierPairs? pairs = null, bool isAnswer = false)
    {
        using var json = new Utf8JsonWriter(output, isAnswer ? AnswerStyle.Readable : AnswerStyle.Readable with { Indented = false });
        var stored = progress.Stored;
        var failed = progress.Failed;
        json.WriteStartObject();
        json.WriteString("Description", "REST API");
        WriteFault(json, job, progress.Fault, failed);
        json.WriteNumber("FailedInstancesCount", failed.Count);
        if (job.Kind == JobKind.ResourceModification)
        {
            ModificationContent.Write(json, job, stored, progress.Count, request?.Transcode);
            WriteProfile(json, job, request);
        }
        else
        {
            WriteTarget(json, job, stored, progress.Count);
        }

        WriteMapping(json, job, progress, pairs);

        WriteRejected(json, job, progress.Rejected);
        if (!isAnswer)
        {
            json.WriteString(TokenMember, job.Token);
            if (job.UserData is { } data)
            {
                json.WritePropertyName(UserDataMember);
                data.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the mapping, or where it can be fetched.</summary>
    private static void WriteMapping(Utf8JsonWriter json, JobDefinition job, JobSnapshot progress, IdentifierPairs? pairs)
    {
        if (progress.Mappings > 0)
        {
            json.WriteStartArray("SealedMappings");
            for (var number = 0; number < progress.Mappings; number++)
            {
                json.WriteStringValue(SealedMappings.PathOf(job.Token, number));
            }

            json.WriteEndArray();
        }

        if (job.Mapping is null && pairs is { HasRows: true })
        {
            json.WriteString("Mapping", pairs.ToTable());
        }
        else if (job.Mapping is null && pairs is not null)
        {
            json.WritePropertyName("Mapping");
            pairs.WriteTo(json);
        }
    }

    /// <summary>Writes the faults: the host does not show error code and details of a plugin's job.</summary>
    internal static void WriteFault(
        Utf8JsonWriter json, JobDefinition job, InstanceFault? fault, IReadOnlyList<KeyValuePair<int, InstanceFault>> failed)
    {
        if (fault is not null)
        {
            json.WriteStartObject("Error");
            json.WriteString("Details", fault.Details);
            json.WriteString("Instance", fault.Instance);
            json.WriteString("Message", OrthancHost.Describe(fault.Code));
            json.WriteNumber("OrthancStatus", (int)fault.Code);
            json.WriteEndObject();
        }

        if (failed.Count > 0)
        {
            json.WriteStartArray("FailedInstances");
            foreach (var (number, _) in failed)
            {
                json.WriteStringValue(job.Sources[number].Id);
            }

            json.WriteEndArray();
            json.WriteStartArray("Failures");
            foreach (var (number, reason) in failed)
            {
                json.WriteStartObject();
                json.WriteString("Details", reason.Details);
                json.WriteString("ID", job.Sources[number].Id);
                json.WriteNumber("OrthancStatus", (int)reason.Code);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    /// <summary>Writes the rejected instances, and the reason for each.</summary>
    internal static void WriteRejected(
        Utf8JsonWriter json, JobDefinition job, IReadOnlyList<KeyValuePair<int, string>> rejected)
    {
        if (rejected.Count == 0)
        {
            return;
        }

        json.WriteStartArray("RejectedInstances");
        foreach (var (number, reason) in rejected)
        {
            json.WriteStartObject();
            json.WriteString("ID", job.Sources[number].Id);
            json.WriteString("Reason", reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("RejectedInstancesCount", rejected.Count);
    }

    /// <summary>Writes the preset, and the edition and options of the confidentiality profile.</summary>
    private static void WriteProfile(Utf8JsonWriter json, JobDefinition job, ModificationRequest? request)
    {
        if (job.Preset is { } preset)
        {
            json.WriteString("Profile", preset);
        }

        if (request is { Operation: Operation.Anonymize })
        {
            json.WriteString("DicomVersion", request.DicomVersion);
            WriteNames(json, "Options", request.OptionNames);
        }

        WriteIgnored(json, job);
    }

    /// <summary>Writes the members of the request that a locked preset decided, whatever the client said.</summary>
    internal static void WriteIgnored(Utf8JsonWriter json, JobDefinition job)
    {
        if (job.Ignored.Count > 0)
        {
            WriteNames(json, "Ignored", job.Ignored);
        }
    }

    private static void WriteNames(Utf8JsonWriter json, string member, IEnumerable<string> names)
    {
        json.WriteStartArray(member);
        foreach (var name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    private static void WriteTarget(
        Utf8JsonWriter json, JobDefinition job, IReadOnlyList<(int Number, StoredInstance Instance)> stored, int count)
    {
        json.WriteNumber("InstancesCount", count);
        if (job.Kind == JobKind.MergeStudy)
        {
            json.WriteString("TargetStudy", job.Target);
        }
        else
        {
            if (stored.Count > 0)
            {
                json.WriteString("TargetStudy", stored[0].Instance.Series.Study);
            }

            json.WriteString("TargetStudyUID", job.Target);
        }
    }
}
