// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;
using OrthancDeid.Jobs;
using OrthancDeid.Jobs.Instances;
using OrthancDeid.Plugin.Access;
using OrthancDeid.Plugin.Audit;

namespace OrthancDeid.Plugin.Routes;

/// <summary>
/// Reports what the plugin does at this site: for <c>GET /deid</c>, and in one line for the log. Immutable.
/// </summary>
/// <param name="settings">The settings that requests are read with.</param>
/// <param name="access">Which users may call which routes.</param>
/// <param name="audit">The audit, whose file is reported.</param>
/// <param name="features">What the host can do.</param>
/// <param name="hostVersion">The version of the host.</param>
internal sealed class SiteReport(
    HostSettings settings, RouteAccess access, AuditTrail audit, HostFeatures features, string hostVersion)
{
    private static readonly (string Route, RouteName Name)[] Routes =
    [
        ("POST /instances/{id}/anonymize", RouteName.Anonymize),
        ("POST /instances/{id}/anonymize/preview", RouteName.Anonymize),
        ("POST /instances/{id}/anonymize/preview/{frame}", RouteName.Anonymize), ("POST /instances/{id}/modify", RouteName.Modify),
        ("POST /{patients|studies|series}/{id}/anonymize", RouteName.Anonymize),
        ("POST /{patients|studies|series}/{id}/modify", RouteName.Modify),
        ("POST /tools/bulk-anonymize", RouteName.Anonymize), ("POST /tools/bulk-modify", RouteName.Modify),
        ("POST /studies/{id}/split", RouteName.Split), ("POST /studies/{id}/merge", RouteName.Merge),
        ("GET /deid", RouteName.Deid), ("POST /deid/check", RouteName.Deid), ("GET /deid/profiles", RouteName.Deid),
        ("GET /deid/mappings", RouteName.Mapping), ("GET /deid/mappings/{key}", RouteName.Mapping),
        ("DELETE /deid/mappings/{key}", RouteName.Mapping), ("GET /jobs", RouteName.None), ("GET /jobs/{id}", RouteName.None),
    ];

    private string? Fingerprint => settings.PseudonymKey?.OfProject(string.Empty).Fingerprint();

    /// <summary>The protection of this site, in one line.</summary>
    public override string ToString()
    {
        var profiles = settings.Profiles;
        string[] parts =
        [
            profiles.Default is not { } name ? "requests that name no profile follow none"
                : $"requests that name no profile follow {name}, which {(profiles.IsLocked(name) ? "is locked" : "they may change")}",
            settings.AllowsModifications ? "modify, split and merge are allowed" : "modify, split and merge are refused",
            settings.AllowsMapping ? "mappings may be asked for" : "no mapping is answered",
            access.Allowed.Count == 0 ? "no route is closed to users"
                : $"closed to all but some users: {string.Join(", ", access.Allowed.Keys.Order())}",
            Fingerprint is { } key ? $"the key of pseudonyms is {key[..8]}" : "there is no key of pseudonyms",
            audit.File?.State is var (count, last) ? $"the audit file has {count} entries, the last one {last[..8]}" : "there is no audit file",
        ];
        return string.Join("; ", parts);
    }

    /// <summary>Writes the whole report as a JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("Version", PluginVersion.Text);
        json.WriteString("OrthancVersion", hostVersion);
        WriteRoutes(json);
        json.WriteString("DefaultProfile", settings.Profiles.Default);
        json.WriteBoolean("Locked", settings.Profiles.Default is { } name && settings.Profiles.IsLocked(name));
        json.WriteStartObject("Profiles");
        foreach (var profile in settings.Profiles.Names)
        {
            json.WriteStartObject(profile);
            WriteProfile(json, profile);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteString("Modify", settings.AllowsModifications ? "Allow" : "Refuse");
        json.WriteBoolean("AllowMapping", settings.AllowsMapping);
        json.WriteString("MappingKeyFingerprint", settings.MappingKey?.Fingerprint);
        json.WriteBoolean("StrictRequests", settings.IsStrict);
        json.WriteString("PseudonymKeyFingerprint", Fingerprint);
        json.WriteStartArray("PixelRules");
        foreach (var rules in settings.PixelRules.Keys.Order(StringComparer.Ordinal))
        {
            json.WriteStringValue(rules);
        }

        json.WriteEndArray();
        if (audit.File?.State is var (count, last))
        {
            json.WriteStartObject("AuditFile");
            json.WriteNumber("Entries", count);
            json.WriteString("Last", last);
            json.WriteEndObject();
        }

        WriteFeatures(json);
        json.WriteEndObject();
    }

    private void WriteRoutes(Utf8JsonWriter json)
    {
        json.WriteStartArray("Routes");
        foreach (var (route, name) in Routes)
        {
            json.WriteStartObject();
            json.WriteString("Route", route);
            if (access.Allowed.TryGetValue(name, out var users))
            {
                json.WriteStartArray("Users");
                foreach (var user in users.Order(StringComparer.Ordinal))
                {
                    json.WriteStringValue(user);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes what applies to a request that gives nothing but the name of the profile.</summary>
    private void WriteProfile(Utf8JsonWriter json, string name)
    {
        var body = settings.Profiles.BodyOf(name).WithSubjects(settings);
        var request = ModificationRequest.Parse(body, Operation.Anonymize, settings, isJob: true);
        json.WriteBoolean("Locked", settings.Profiles.IsLocked(name));
        json.WritePropertyName("Members");
        body.WriteMembers(json);
        json.WriteString("DicomVersion", request.DicomVersion);
        json.WriteStartArray("Options");
        foreach (var option in request.OptionNames)
        {
            json.WriteStringValue(option);
        }

        json.WriteEndArray();
        json.WriteBoolean("Conformant", request.IsConformant);
        json.WriteBoolean("Verify", request.IsVerified);
        json.WriteString("Unreadable", request.Unreadable.ToString());
        json.WriteBoolean("KeepPrivateTags", request.KeepPrivateTags);
        json.WriteBoolean("Pseudonyms", request.PseudonymKey is not null);
        json.WriteBoolean("KeepSource", JobOptions.KeepsSourceOf(body, byDefault: true));
    }

    private void WriteFeatures(Utf8JsonWriter json)
    {
        json.WriteStartObject("Features");
        json.WriteBoolean("Labels", features.HasLabels);
        json.WriteBoolean("AnonymizedFrom", features.TakesOrigins);
        json.WriteBoolean("AuditLog", features.TakesAuditLogs);
        json.WriteBoolean("Transcoding", true);
        json.WriteBoolean("LossyQuality", features.HonoursQuality);
        var fault = TextDetection.Fault();
        json.WriteBoolean("TextInImages", fault is null);
        if (fault is not null)
        {
            json.WriteString("TextInImagesFault", fault);
        }

        json.WriteEndObject();
    }
}
