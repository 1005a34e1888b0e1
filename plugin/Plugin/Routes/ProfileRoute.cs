// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs;

namespace OrthancDeid.Plugin.Routes;

/// <summary><c>GET /deid/profiles</c>: the presets that requests can name.</summary>
internal sealed class ProfileRoute(RequestProfiles profiles)
{
    /// <summary>The route as a regular expression of the host.</summary>
    public const string Pattern = "/deid/profiles";

    /// <summary>Answers a request.</summary>
    public void Answer(RestCall call)
    {
        if (call.Method != HttpMethod.Get)
        {
            call.AnswerMethodNotAllowed("GET");
            return;
        }

        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, AnswerStyle.Escaped))
        {
            profiles.WriteTo(json);
        }

        call.Answer(output.WrittenSpan, "application/json");
    }
}
