// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs;
using OrthancDeid.Jobs.State;
using OrthancDeid.Plugin.Audit;

namespace OrthancDeid.Plugin.Routes;

/// <summary>
/// <c>/deid/mappings/{key}</c>: a mapping that was too long for a header, which can be read once, or a sealed one, which
/// stays until it is deleted. <c>/deid/mappings</c> lists the sealed ones.
/// </summary>
/// <param name="mappings">The mappings that were too long for a header.</param>
/// <param name="kept">The sealed mappings.</param>
internal sealed class MappingRoute(KeptMappings mappings, SealedMappings kept)
{
    /// <summary>The route of one mapping as a regular expression of the host.</summary>
    public const string Pattern = "/deid/mappings/([^/]+)";

    /// <summary>The route that lists the sealed mappings.</summary>
    public const string ListPattern = "/deid/mappings";

    // RFC 8551 3.2.
    private const string SealedType = "application/pkcs7-mime; smime-type=enveloped-data";

    /// <summary>The address of a mapping.</summary>
    public static string PathOf(string key) => $"/deid/mappings/{key}";

    /// <summary>Answers a request to <see cref="Pattern"/>.</summary>
    /// <exception cref="OrthancException">There is no such mapping, or no longer.</exception>
    public void Answer(RestCall call)
    {
        ReceivedRequest.Of(call)?.Commit();
        switch (call.Method)
        {
            case HttpMethod.Get when mappings.Take(call.ResourceId) is var (mapping, type):
                call.Answer(mapping, type);
                break;
            case HttpMethod.Get:
                call.Answer(kept.Read(call.ResourceId) ?? throw Unknown(), SealedType);
                break;
            case HttpMethod.Delete when kept.Remove(call.ResourceId):
                call.Answer("{}"u8, "application/json");
                break;
            case HttpMethod.Delete:
                throw Unknown();
            default:
                call.AnswerMethodNotAllowed("GET,DELETE");
                break;
        }
    }

    /// <summary>Answers a request to <see cref="ListPattern"/>.</summary>
    /// <exception cref="OrthancException">The host cannot read the sealed mappings.</exception>
    public void AnswerList(RestCall call)
    {
        if (call.Method != HttpMethod.Get)
        {
            call.AnswerMethodNotAllowed("GET");
            return;
        }

        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, AnswerStyle.Escaped))
        {
            json.WriteStartArray();
            foreach (var one in kept.All())
            {
                json.WriteStartObject();
                json.WriteString("Path", PathOf(one.Id));
                json.WriteString("Made", one.Made);
                json.WriteString("Form", one.Form == MappingForm.Csv ? "CSV" : "JSON");
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        call.Answer(output.WrittenSpan, "application/json");
    }

    private static OrthancException Unknown() => new(
        OrthancErrorCode.UnknownResource,
        "There is no such mapping: one that is not sealed can be read once, within a minute, a sealed one until it is deleted.");
}
