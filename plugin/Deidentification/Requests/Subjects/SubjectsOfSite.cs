// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Requests.Subjects;

/// <summary>The list of subjects from a file that the configuration names, for requests and for jobs.</summary>
internal static class SubjectsOfSite
{
    private static readonly string Member = RequestMember.SubjectsFile.Name;

    /// <summary>Refuses a file name from a client, since the file would be one of the host.</summary>
    /// <exception cref="RequestException">The body has the member.</exception>
    public static void RequireNone(JsonElement json)
    {
        if (RequestJson.TryGet(json, RequestMember.SubjectsFile, out _))
        {
            throw new RequestException(
                RequestFault.Forbidden,
                $"Member \"{Member}\": only the configuration may name a file; a request gives \"{RequestMember.Subjects}\"");
        }
    }

    /// <summary>Reads the list that a request uses: that of its profile, or else that of the whole configuration.</summary>
    /// <param name="json">The body, including the members of its profile.</param>
    /// <param name="host">The settings of the host.</param>
    /// <returns>Null if the request uses none, or has its own list.</returns>
    /// <exception cref="RequestException">The file cannot be read, or is faulty.</exception>
    public static SubjectList? Read(JsonElement json, HostSettings host)
    {
        if (RequestJson.TryGet(json, RequestMember.Subjects, out _))
        {
            return null;
        }

        return (RequestJson.String(json, RequestMember.SubjectsFile) ?? host.SubjectsFile) is { Length: > 0 } path
            ? host.ReadSubjects(path)
            : null;
    }

    /// <summary>
    /// The body that a job keeps. It has the entries of the job's own patients in place of the file or of the whole list.
    /// A list that changes must not give a patient two identities in one job, and the job does not need other patients.
    /// </summary>
    /// <param name="body">The body of the request.</param>
    /// <param name="list">The list that the request uses.</param>
    /// <param name="patients">The Patient IDs of the source instances of the job.</param>
    public static RequestBody ForJob(RequestBody body, SubjectList list, IReadOnlySet<string> patients)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var (name, value) in RequestJson.Members(body.Json, Member))
            {
                if (name != Member && name != RequestMember.Subjects.Name)
                {
                    json.WritePropertyName(name);
                    json.WriteRawValue(value.GetRawText(), skipInputValidation: true);
                }
            }

            json.WritePropertyName(RequestMember.Subjects.Name);
            list.WriteTo(json, patients);
            json.WriteEndObject();
        }

        return RequestBody.Parse(bytes.WrittenSpan.ToArray());
    }
}
