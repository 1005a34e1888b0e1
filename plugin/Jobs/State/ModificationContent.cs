// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.State;

/// <summary>The part of a job's content that describes the resources it anonymizes or modifies, and the new ones.</summary>
internal static class ModificationContent
{
    /// <summary>Writes its members.</summary>
    /// <param name="json">Takes the members.</param>
    /// <param name="job">What the job is to do.</param>
    /// <param name="stored">Its results, with the numbers of their sources.</param>
    /// <param name="count">How many sources it has.</param>
    /// <param name="transcode">The transfer syntax that the request asks for; null for none.</param>
    public static void Write(
        Utf8JsonWriter json, JobDefinition job, IReadOnlyList<(int Number, StoredInstance Instance)> stored, int count,
        string? transcode)
    {
        var single = job is { NamedLevel: not null, Level: { } level } && stored.Count > 0
            ? (Level: level, Id: IdOf(stored[0].Instance, level)) : default((ResourceLevel Level, string Id)?);
        if (single is { } made)
        {
            json.WriteString("ID", made.Id);
        }

        json.WriteNumber("InstancesCount", count);
        json.WriteBoolean("IsAnonymization", job.Operation == Operation.Anonymize);
        if (transcode is not null)
        {
            WriteNotTranscoded(json, job, stored);
        }

        if (job.Named.Count > 0)
        {
            json.WriteStartArray("ParentResources");
            foreach (var id in job.Named.Distinct().Order(StringComparer.Ordinal))
            {
                json.WriteStringValue(id);
            }

            json.WriteEndArray();
        }

        if (single is { } one)
        {
            json.WriteString("Path", ResourceTree.Path(one.Level, one.Id));
            json.WriteString("PatientID", stored[0].Instance.Series.Patient);
        }

        json.WriteStartArray("Resources");
        if (job.NamedLevel is { } source)
        {
            WriteResource(json, source, job.Named[0], hasPath: false);
        }
        else
        {
            WriteNew(json, stored);
        }

        json.WriteEndArray();
        if (transcode is not null)
        {
            json.WriteString("Transcode", transcode);
        }

        if (single is { } type)
        {
            json.WriteString("Type", type.Level.ToString());
        }
    }

    private static void WriteNotTranscoded(
        Utf8JsonWriter json, JobDefinition job, IReadOnlyList<(int Number, StoredInstance Instance)> stored)
    {
        if (stored.Any(one => !one.Instance.IsTranscoded))
        {
            json.WriteStartArray("NotTranscoded");
            foreach (var (number, instance) in stored)
            {
                if (!instance.IsTranscoded)
                {
                    json.WriteStringValue(job.Sources[number].Id);
                }
            }

            json.WriteEndArray();
        }
    }

    private static void WriteNew(Utf8JsonWriter json, IReadOnlyList<(int Number, StoredInstance Instance)> stored)
    {
        foreach (var level in (ReadOnlySpan<ResourceLevel>)
            [ResourceLevel.Instance, ResourceLevel.Series, ResourceLevel.Study, ResourceLevel.Patient])
        {
            foreach (var id in stored.Select(one => IdOf(one.Instance, level)).Distinct().Order(StringComparer.Ordinal))
            {
                WriteResource(json, level, id, hasPath: true);
            }
        }
    }

    private static void WriteResource(Utf8JsonWriter json, ResourceLevel level, string id, bool hasPath)
    {
        json.WriteStartObject();
        json.WriteString("ID", id);
        if (hasPath)
        {
            json.WriteString("Path", ResourceTree.Path(level, id));
        }

        json.WriteString("Type", level.ToString());
        json.WriteEndObject();
    }

    private static string IdOf(StoredInstance instance, ResourceLevel level) => level switch
    {
        ResourceLevel.Patient => instance.Series.Patient,
        ResourceLevel.Study => instance.Series.Study,
        ResourceLevel.Series => instance.Series.Id,
        _ => instance.Id,
    };
}
