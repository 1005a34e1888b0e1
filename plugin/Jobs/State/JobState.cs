// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Instances;

namespace OrthancDeid.Jobs.State;

/// <summary>The state of a job, which the host saves.</summary>
internal static class JobState
{
    /// <summary>
    /// The form of a state. The states of Orthanc's own jobs do not have its mark. Version 5 is the first that was
    /// released: the members that <see cref="TryRead"/> does not require were added to it.
    /// </summary>
    public static readonly StateForm Form = new("job", Mark: "OrthancDeid", Key: "Token", Oldest: 5, Newest: 5);

    /// <summary>Writes the state.</summary>
    public static void Write(IBufferWriter<byte> output, JobDefinition job, JobSnapshot progress)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        Form.Write(json, job.Token);
        WriteStrings(json, "Ids", job.Ids.All());
        json.WriteString("Kind", job.Kind.ToString());
        json.WriteString("Operation", job.Operation.ToString());
        json.WriteBase64String("Request", job.Request);
        WriteOptional(json, "Level", job.Level?.ToString());
        WriteOptional(json, "NamedLevel", job.NamedLevel?.ToString());
        WriteOptional(json, "Target", job.Target);
        WriteOptional(json, "KeyFingerprint", job.KeyFingerprint);
        WriteOptional(json, "Preset", job.Preset);
        WriteOptional(json, "User", job.User);
        if (job.IsInternal)
        {
            json.WriteBoolean("IsInternal", true);
        }

        if (job.Ignored.Count > 0)
        {
            WriteStrings(json, "Ignored", job.Ignored);
        }

        if (!progress.IsOver)
        {
            // Until then a result that somebody deletes is made again with the same identifiers. Afterwards nobody
            // needs to derive an identifier again, and nobody should be able to.
            json.WriteBase64String("Key", job.Key.Bytes);
        }

        json.WriteBoolean("IsPermissive", job.IsPermissive);
        json.WriteBoolean("KeepsSource", job.KeepsSource);
        json.WriteNumber("Priority", job.Priority);
        if (job.PatientNumber is { } number)
        {
            json.WriteNumber("PatientNumber", number);
        }

        WriteOptional(json, "Mapping", job.Mapping?.ToString());
        if (job.UserData is { } data)
        {
            json.WritePropertyName("UserData");
            data.WriteTo(json);
        }

        if (job.Refusal is { } refusal)
        {
            json.WriteStartObject("Refusal");
            WriteFault(json, refusal);
            json.WriteEndObject();
        }

        WriteStrings(json, "Named", job.Named);
        if (job.Apart.Count > 0)
        {
            WriteStrings(json, "Apart", job.Apart);
        }

        json.WritePropertyName("Sources");
        PackedInstances.WriteSources(json, job.Sources);
        WriteProgress(json, progress);
        json.WriteEndObject();
    }

    /// <summary>Whether a state was written before the host had accepted the job.</summary>
    /// <exception cref="Exception">The text is not JSON, or is an ill-formed state.</exception>
    public static bool IsAwaited(string text) => TryRead(text, out _, out var progress) && progress.IsAwaited;

    /// <summary>Reads a state.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="job">What the job is to do.</param>
    /// <param name="progress">How far it is.</param>
    /// <returns>Whether the state is of a job of this plugin, and of a version that is read.</returns>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="Exception">The state is of a job of this plugin, but a member is missing or ill-formed.</exception>
    public static bool TryRead(
        string text, [NotNullWhen(true)] out JobDefinition? job, [NotNullWhen(true)] out JobProgress? progress)
    {
        using var document = JsonDocument.Parse(text);
        var json = document.RootElement;
        if (!Form.IsRead(json))
        {
            job = null;
            progress = null;
            return false;
        }

        job = new JobDefinition
        {
            Token = json.GetProperty("Token").GetString()!,
            Kind = EnumName.Parse<JobKind>(json.GetProperty("Kind").GetString()!),
            Operation = EnumName.Parse<Operation>(json.GetProperty("Operation").GetString()!),
            Request = json.GetProperty("Request").GetBytesFromBase64(),
            Level = Optional(json, "Level") is { } level ? EnumName.Parse<ResourceLevel>(level) : null,
            NamedLevel = Optional(json, "NamedLevel") is { } named ? EnumName.Parse<ResourceLevel>(named) : null,
            Target = Optional(json, "Target"),
            KeyFingerprint = Optional(json, "KeyFingerprint"),
            Preset = Optional(json, "Preset"),
            User = Optional(json, "User"),
            IsInternal = json.TryGetProperty("IsInternal", out var isInternal) && isInternal.GetBoolean(),
            Ignored = json.TryGetProperty("Ignored", out var ignored) ? Strings(ignored) : [],
            Key = json.TryGetProperty("Key", out var key)
                ? new IdentifierKey(key.GetBytesFromBase64()) : IdentifierKey.Create(),
            IsPermissive = json.GetProperty("IsPermissive").GetBoolean(),
            KeepsSource = json.GetProperty("KeepsSource").GetBoolean(),
            Priority = json.GetProperty("Priority").GetInt32(),
            PatientNumber = json.TryGetProperty("PatientNumber", out var number) ? number.GetInt32() : null,
            UserData = json.TryGetProperty("UserData", out var data) ? data.Clone() : null,
            Mapping = Optional(json, "Mapping") is { } form ? EnumName.Parse<MappingForm>(form) : null,
            Ids = new JobIds(json.TryGetProperty("Ids", out var ids) ? Strings(ids) : []),
            Refusal = json.TryGetProperty("Refusal", out var refusal) ? ReadFault(refusal) : null,
            Named = Strings(json.GetProperty("Named")),
            Apart = json.TryGetProperty("Apart", out var apart) ? Strings(apart) : [],
            Sources = PackedInstances.ReadSources(json.GetProperty("Sources")),
        };
        progress = ReadProgress(json, job.Sources.Count);
        return true;
    }

    private static void WriteProgress(Utf8JsonWriter json, JobSnapshot progress)
    {
        json.WritePropertyName("Stored");
        PackedInstances.WriteStored(json, progress.Stored);
        json.WriteBoolean("AreSourcesGoing", progress.AreSourcesGoing);
        json.WriteBoolean("IsUndoing", progress.IsUndoing);
        json.WriteBoolean("HasLeft", progress.HasLeft);
        json.WriteBoolean("IsOver", progress.IsOver);
        if (progress.IsAwaited)
        {
            json.WriteBoolean("IsAwaited", true);
        }

        json.WriteNumber("Runs", progress.Runs);
        if (progress.Mappings > 0)
        {
            json.WriteNumber("Mappings", progress.Mappings);
        }

        json.WriteStartArray("Failed");
        foreach (var (number, reason) in progress.Failed)
        {
            json.WriteStartObject();
            json.WriteNumber("Number", number);
            WriteFault(json, reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("Rejected");
        foreach (var (number, reason) in progress.Rejected)
        {
            json.WriteStartObject();
            json.WriteNumber("Number", number);
            json.WriteString("Reason", reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (progress.Fault is { } fault)
        {
            json.WriteStartObject("Fault");
            WriteFault(json, fault);
            json.WriteEndObject();
        }
    }

    private static void WriteFault(Utf8JsonWriter json, InstanceFault fault)
    {
        json.WriteString("Instance", fault.Instance);
        json.WriteNumber("Code", (int)fault.Code);
        json.WriteString("Details", fault.Details);
    }

    private static InstanceFault ReadFault(JsonElement json) =>
        new(Text(json, "Instance"), (OrthancErrorCode)json.GetProperty("Code").GetInt32(), Text(json, "Details"));

    private static JobProgress ReadProgress(JsonElement json, int sources)
    {
        var stored = PackedInstances.ReadStored(json.GetProperty("Stored"), sources);
        var failed = json.GetProperty("Failed").EnumerateArray()
            .Select(entry => KeyValuePair.Create(entry.GetProperty("Number").GetInt32(), ReadFault(entry)));
        var rejected = json.GetProperty("Rejected").EnumerateArray()
            .Select(entry => KeyValuePair.Create(entry.GetProperty("Number").GetInt32(), Text(entry, "Reason")));
        var fault = json.TryGetProperty("Fault", out var value) ? ReadFault(value) : null;
        // The first versions did not count runs.
        var runs = json.TryGetProperty("Runs", out var count) ? count.GetInt32() : 0;
        var progress = new JobProgress(stored, failed, rejected, fault, runs);
        if (json.GetProperty("AreSourcesGoing").GetBoolean())
        {
            progress.BeginDeletion();
        }

        // The first versions wrote neither of these.
        if (json.TryGetProperty("IsUndoing", out var isUndoing) && isUndoing.GetBoolean())
        {
            progress.BeginUndo();
        }

        if (json.TryGetProperty("HasLeft", out var hasLeft) && hasLeft.GetBoolean())
        {
            progress.HasLeft();
        }

        if (json.TryGetProperty("Mappings", out var mappings))
        {
            progress.HasMappings(mappings.GetInt32());
        }

        if (json.TryGetProperty("IsAwaited", out var isAwaited) && isAwaited.GetBoolean())
        {
            progress.Await();
        }

        if (json.GetProperty("IsOver").GetBoolean())
        {
            progress.End();
        }

        return progress;
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyCollection<string> strings)
    {
        json.WriteStartArray(name);
        foreach (var text in strings)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(id => id.GetString()!)];

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string? Optional(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
