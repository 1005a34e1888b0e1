// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;
using OrthancDeid.Plugin.Access;

namespace OrthancDeid.Plugin.Audit;

/// <summary>What a request asked for, or what a job did. It contains nothing that identifies a patient.</summary>
internal sealed record AuditEntry
{
    /// <summary>The most resources that an entry names. All of them are counted.</summary>
    private const int MostNamed = 100;

    /// <summary>The most resources that a line of the log names. More are only counted.</summary>
    private const int MostInLog = 4;

    /// <summary><c>Request</c> or <c>Job</c>.</summary>
    public required string Event { get; init; }

    /// <summary>What was asked for: <c>anonymize</c>, <c>modify</c>, <c>split</c>, <c>merge</c>, or another route.</summary>
    public required string Action { get; init; }

    /// <summary>Who sent the request.</summary>
    public required Caller Caller { get; init; }

    /// <summary>The method and the path of a request.</summary>
    public string? Route { get; init; }

    /// <summary>Orthanc's identifiers of the resources that the client named.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>The preset; null for none.</summary>
    public string? Preset { get; init; }

    /// <summary>What is to be done; null if that is not known, as for a faulty request.</summary>
    public ModificationRequest? Request { get; init; }

    /// <summary>The members of the request that a locked preset overruled.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Whether this is a dry run, which creates nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Whether the answer maps old identifiers to new ones.</summary>
    public bool HasMapping { get; init; }

    /// <summary>Orthanc's identifier of the job; null as long as it has none.</summary>
    public string? Job { get; init; }

    /// <summary>The plugin's own identifier of the job, <c>Token</c> in its content.</summary>
    public string? Token { get; init; }

    /// <summary>How many instances there were, were stored, failed and were rejected; null for a request.</summary>
    public (int All, int Stored, int Failed, int Rejected)? Instances { get; init; }

    /// <summary>How it ended.</summary>
    public required string Outcome { get; init; }

    /// <summary>The error code; success if there is none.</summary>
    public OrthancErrorCode Code { get; init; }

    /// <summary>What was wrong, in the form that may be logged.</summary>
    public string? Details { get; init; }

    private string? Edition => Request is { Operation: Operation.Anonymize } ? Request.DicomVersion : null;

    private IEnumerable<string> Options => Request?.OptionNames ?? [];

    /// <summary>Writes all members except those that every entry of the file has.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("Event", Event);
        json.WriteString("User", Caller.User);
        if (Caller.IsInternal)
        {
            json.WriteBoolean("Internal", true);
        }

        json.WriteString("Action", Action);
        Optional(json, "Route", Route);
        if (Resources.Count > 0)
        {
            Names(json, "Resources", Resources.Take(MostNamed));
            json.WriteNumber("ResourcesCount", Resources.Count);
        }

        Optional(json, "Profile", Preset);
        Optional(json, "DicomVersion", Edition);
        if (Edition is not null)
        {
            Names(json, "Options", Options);
        }

        if (Ignored.Count > 0)
        {
            Names(json, "Ignored", Ignored);
        }

        Flag(json, "DryRun", IsDryRun);
        Flag(json, "Mapping", HasMapping);
        Optional(json, "Job", Job);
        Optional(json, "Token", Token);
        if (Instances is var (all, stored, failed, rejected))
        {
            json.WriteNumber("InstancesCount", all);
            json.WriteNumber("StoredInstancesCount", stored);
            json.WriteNumber("FailedInstancesCount", failed);
            json.WriteNumber("RejectedInstancesCount", rejected);
        }

        json.WriteString("Outcome", Outcome);
        if (Code != OrthancErrorCode.Success)
        {
            json.WriteNumber("OrthancStatus", (int)Code);
        }

        Optional(json, "Details", Details);
    }

    /// <summary>The entry as one line of the log.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Route ?? $"Job {Job ?? Token}, {Action}").Append(" by ").Append(Caller.ToString());
        if (Resources.Count > 0)
        {
            text.Append(", of ").Append(Resources.Count <= MostInLog ? string.Join(' ', Resources) : $"{Resources.Count} resources");
        }

        Append(text, "profile", Preset);
        Append(text, "edition", Edition);
        Append(text, "options", string.Join(' ', Options));
        Append(text, "ignoring", string.Join(' ', Ignored));
        text.Append(IsDryRun ? ", dry run" : string.Empty).Append(HasMapping ? ", with mapping" : string.Empty);
        if (Instances is var (all, stored, failed, rejected))
        {
            text.Append($", {all} instances, {stored} stored, {failed} failed, {rejected} rejected");
        }

        text.Append(": ").Append(Outcome);
        if (Event == AuditEvents.Request)
        {
            Append(text, "job", Token);
        }

        if (Code != OrthancErrorCode.Success)
        {
            text.Append($", OrthancStatus {(int)Code}");
        }

        return (Details is null ? text : text.Append(", ").Append(Details)).ToString();
    }

    private static void Append(StringBuilder text, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            text.Append(", ").Append(name).Append(' ').Append(value);
        }
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Flag(Utf8JsonWriter json, string name, bool value)
    {
        if (value)
        {
            json.WriteBoolean(name, true);
        }
    }

    private static void Names(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
