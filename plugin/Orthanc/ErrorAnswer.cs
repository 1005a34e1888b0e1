// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace OrthancDeid.Orthanc;

/// <summary>Answers with an error that a client of Orthanc understands.</summary>
/// <param name="describes">Whether the host describes errors in the body (<c>HttpDescribeErrors</c>).</param>
/// <param name="logger">Told of every error; of its details at debug level only, since they may quote the request.</param>
internal sealed class ErrorAnswer(bool describes, ILogger logger)
{
    private static readonly JsonWriterOptions BodyStyle = new()
    {
        Indented = true,
        IndentCharacter = '\t',
        IndentSize = 1,
        // The body is never part of a web page; quotation marks in Details should stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Answers with an error.</summary>
    /// <returns>What the callback has to return to the host.</returns>
    public OrthancErrorCode Send(RestCall call, Exception fault)
    {
        var (code, details) = FaultDescription.Of(fault, call.ResourceId);
        if (code == OrthancErrorCode.InternalError)
        {
            // Not the message: those of the framework may quote values.
            logger.Failed(call.Uri, fault.GetType().Name, fault.StackTrace);
        }
        else
        {
            logger.Refused(call.Uri, (int)code, OrthancHost.Describe(code));
        }

        logger.Details(call.Uri, details);
        if (code == OrthancErrorCode.UnknownDicomTag)
        {
            // The host would answer 500, but it is the client that erred: the same body, with status 400.
            call.AnswerStatus(400, describes ? Body(call, code, details, 400, "Bad Request") : string.Empty);
            return OrthancErrorCode.Success;
        }

        call.SetErrorDetails(details);
        return code;
    }

    private static string Body(RestCall call, OrthancErrorCode code, string details, int status, string reason)
    {
        var message = OrthancHost.Describe(code);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, BodyStyle))
        {
            json.WriteStartObject();
            json.WriteString("Details", details);
            json.WriteString("HttpError", reason);
            json.WriteNumber("HttpStatus", status);
            json.WriteString("Message", message);
            json.WriteString("Method", "POST");
            json.WriteString("OrthancError", message);
            json.WriteNumber("OrthancStatus", (int)code);
            json.WriteString("Uri", call.Uri);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
