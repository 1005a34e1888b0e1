// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;
using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Subjects;

namespace OrthancDeid.Deidentification.Requests.Body;

/// <summary>The body of a request, parsed once by every route. Immutable.</summary>
public sealed class RequestBody
{
    private static readonly KnownNames Known = new(RequestMember.All.Select(static member => member.Name));

    /// <summary>
    /// The length in bytes, at six for each escaped character, of the longest name that can be or resemble a known one.
    /// </summary>
    private const int LongestName = KnownNames.Longest * 6;

    private RequestBody(byte[] bytes, JsonElement json, SubjectList? siteSubjects = null)
    {
        Bytes = bytes;
        Json = json;
        SiteSubjects = siteSubjects;
    }

    /// <summary>The name of the preset whose members are included; null for none.</summary>
    internal string? Preset { get; private init; }

    /// <summary>The client's members that are ignored in favor of a locked preset.</summary>
    internal IReadOnlyList<string> Ignored { get; private init; } = [];

    /// <summary>The bytes that are saved with a job. Do not change them.</summary>
    public byte[] Bytes { get; }

    /// <summary>The JSON object in the bytes.</summary>
    internal JsonElement Json { get; }

    /// <summary>The subjects from a file of the site that the request uses; null if it uses none.</summary>
    internal SubjectList? SiteSubjects { get; }

    /// <summary>Parses a body without checks: one of a saved job, or one that the plugin itself wrote.</summary>
    /// <param name="bytes">The bytes of the body.</param>
    /// <exception cref="RequestException">The body is not a JSON object.</exception>
    public static RequestBody Parse(byte[] bytes) => new(bytes, RequestJson.Parse(bytes));

    /// <summary>Parses a body that the plugin composed from the body of a client and a preset.</summary>
    /// <param name="bytes">The bytes of the body.</param>
    /// <param name="preset">The name of the preset.</param>
    /// <param name="ignored">The client's members that are left out.</param>
    internal static RequestBody Parse(byte[] bytes, string preset, IReadOnlyList<string> ignored) =>
        new(bytes, RequestJson.Parse(bytes)) { Preset = preset, Ignored = ignored };

    /// <summary>
    /// Parses the body of a client, refuses misspelt members, and adds the members of its profile, so that a later change
    /// of the configuration does not change the job. The bodies of saved jobs went through this when they were submitted.
    /// </summary>
    /// <param name="bytes">The bytes of the body.</param>
    /// <param name="operation">What the route does.</param>
    /// <param name="host">The host's settings.</param>
    /// <exception cref="RequestException">The body is not a JSON object, has a misspelt member, names an unknown profile,
    /// or loosens a locked one.</exception>
    public static RequestBody Read(byte[] bytes, Operation operation, HostSettings host)
    {
        ArgumentNullException.ThrowIfNull(host);
        RequireAllowed(operation, host);
        var body = Parse(bytes);
        CheckMembers(body.Json, host.IsStrict);
        if (operation != Operation.Anonymize)
        {
            return body;
        }

        SubjectsOfSite.RequireNone(body.Json);
        return host.Profiles.Apply(body, host.Dictionary).WithSubjects(host);
    }

    /// <summary>Refuses an operation that the configuration forbids to everybody.</summary>
    /// <exception cref="RequestException">The operation is forbidden.</exception>
    internal static void RequireAllowed(Operation operation, HostSettings host)
    {
        if (operation == Operation.Modify && !host.AllowsModifications)
        {
            throw new RequestException(
                RequestFault.Forbidden, "The configuration refuses to modify, split and merge (Deid.Modify)");
        }
    }

    /// <summary>The same body with the list of subjects that the configuration names for it.</summary>
    /// <exception cref="RequestException">The list cannot be read, or is faulty.</exception>
    internal RequestBody WithSubjects(HostSettings host) =>
        SubjectsOfSite.Read(Json, host) is { } list ? new RequestBody(Bytes, Json, list) { Preset = Preset, Ignored = Ignored } : this;

    /// <summary>Writes the members in a form that anybody may see: of a list of subjects, who are patients, only their
    /// number.</summary>
    internal void WriteMembers(Utf8JsonWriter json) => WriteMembers(json, Json);

    /// <inheritdoc cref="WriteMembers(Utf8JsonWriter)"/>
    internal static void WriteMembers(Utf8JsonWriter json, JsonElement members)
    {
        json.WriteStartObject();
        foreach (var member in members.EnumerateObject())
        {
            if (member.NameEquals(RequestMember.Subjects.Name) && member.Value.ValueKind == JsonValueKind.Object)
            {
                json.WriteNumber(member.Name, member.Value.EnumerateObject().Count());
            }
            else
            {
                member.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    private static void CheckMembers(JsonElement json, bool isStrict)
    {
        foreach (var member in json.EnumerateObject())
        {
            // A name may be as long as the body. It is only decoded if it can resemble a member.
            var length = JsonMarshal.GetRawUtf8PropertyName(member).Length;
            if (length > LongestName)
            {
                if (isStrict)
                {
                    throw new RequestException(
                        RequestFault.BadFormat, $"There is no member with a name of {length} bytes");
                }

                continue;
            }

            var name = RequestJson.Name(member);
            if (RequestMember.IsKnown(name))
            {
                continue;
            }

            var hint = Known.Hint(name);
            if (isStrict || hint.Length > 0)
            {
                // If it were ignored, what it should remove would stay.
                throw new RequestException(RequestFault.BadFormat, $"There is no member \"{name}\"{hint}");
            }
        }
    }
}
