// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Host;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs;
using OrthancDeid.Plugin.Access;
using OrthancDeid.Plugin.Configuration;

namespace OrthancDeid.Plugin.Routes;

/// <summary>
/// <c>GET /deid</c>, which reports what the plugin does here, and <c>POST /deid/check</c>, which reports what is wrong
/// with a section of the configuration, without a restart.
/// </summary>
/// <param name="report">Reports on the site.</param>
/// <param name="settings">The settings that requests are read with.</param>
/// <param name="users">The users that the host knows.</param>
/// <param name="logger">Logs what the client must not be told.</param>
internal sealed class SiteRoutes(SiteReport report, HostSettings settings, RegisteredUsers users, ILogger logger)
{
    /// <summary>The route of the report as a regular expression of the host.</summary>
    public const string Pattern = "/deid";

    /// <summary>The route that checks a section.</summary>
    public const string CheckPattern = "/deid/check";

    /// <summary>Answers a request to <see cref="Pattern"/>.</summary>
    public void AnswerReport(RestCall call)
    {
        if (call.Method == HttpMethod.Get)
        {
            Answer(call, report.Write);
        }
        else
        {
            call.AnswerMethodNotAllowed("GET");
        }
    }

    /// <summary>Answers a request to <see cref="CheckPattern"/>.</summary>
    /// <exception cref="RequestException">The body is not a JSON object.</exception>
    public void AnswerCheck(RestCall call)
    {
        if (call.Method != HttpMethod.Post)
        {
            call.AnswerMethodNotAllowed("POST");
            return;
        }

        var faults = SectionCheck.Faults(SectionIn(call.ReadBody()), settings, users);
        Answer(call, answer =>
        {
            answer.WriteStartObject();
            answer.WriteBoolean("Valid", faults.Count == 0);
            answer.WriteStartArray("Faults");
            foreach (var fault in faults)
            {
                answer.WriteStartObject();
                answer.WriteString("Member", fault.Member);
                answer.WriteString("Reason", ReasonOf(fault));
                answer.WriteEndObject();
            }

            answer.WriteEndArray();
            answer.WriteEndObject();
        });
    }

    /// <summary>Finds the section in a body: the body itself, or a member of it, as in the configuration.</summary>
    private static JsonElement SectionIn(byte[] body)
    {
        var json = RequestBody.Parse(body).Json;
        return json.TryGetProperty(DeidSection.Name, out var own) ? own : json;
    }

    /// <summary>
    /// A client may name any file that Orthanc may read, and a fault of a file may quote its content. So such a fault
    /// appears only in the log.
    /// </summary>
    private string ReasonOf(ConfigurationException fault)
    {
        if (fault.InnerException is not FormatException)
        {
            return fault.Reason;
        }

        logger.FileChecked(fault.Member.ReplaceLineEndings(" "), fault.Reason.ReplaceLineEndings(" "));
        return "the file has a fault; Orthanc's log says which";
    }

    private static void Answer(RestCall call, Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, AnswerStyle.Readable))
        {
            write(json);
        }

        call.Answer(output.WrittenSpan, "application/json");
    }
}
