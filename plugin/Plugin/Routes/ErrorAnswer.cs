// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OrthancDeid.Host;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Plugin.Access;
using OrthancDeid.Plugin.Audit;

namespace OrthancDeid.Plugin.Routes;

/// <summary>Answers with an error that a client of Orthanc understands.</summary>
/// <param name="describes">Whether the host describes errors in the body (<c>HttpDescribeErrors</c>).</param>
/// <param name="audit">Knows what part of the details may be logged.</param>
/// <param name="logger">Logs every error, but full details only at debug level, since they may quote the request.</param>
internal sealed class ErrorAnswer(bool describes, AuditTrail audit, ILogger logger)
{
    private static readonly JsonWriterOptions BodyStyle = new()
    {
        Indented = true,
        NewLine = "\n",
        IndentCharacter = '\t',
        IndentSize = 1,
        // The body is never part of a web page, so quotation marks in Details can stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Answers with an error.</summary>
    /// <returns>The code that the callback has to return to the host.</returns>
    public OrthancErrorCode Send(RestCall call, Exception fault)
    {
        var (code, details) = FaultDescription.OfInstance(fault);
        if (code == OrthancErrorCode.InternalError)
        {
            // Without the message, since messages of the framework may quote values.
            logger.Failed(CalledRoute.Shown(call.Uri), fault.GetType().Name, fault.StackTrace);
        }
        else if (call.Watch is null)
        {
            logger.Refused(CalledRoute.Shown(call.Uri), (int)code, OrthancHost.Describe(code));
        }

        if (ReceivedRequest.Of(call) is { } received)
        {
            received.Failed(code, audit.Loggable(details, call.ReadBody(), call.Uri));
        }

        logger.Details(LoggedText.OneLine(call.Uri), LoggedText.OneLine(details));
        if (StatusOf(code) is var (status, reason))
        {
            call.AnswerStatus(status, describes ? Body(call, code, details, status, reason) : string.Empty);
            return OrthancErrorCode.Success;
        }

        call.SetErrorDetails(details);
        return code;
    }

    /// <summary>
    /// The status for errors that the host would answer with 500, or does not know in every version: an unknown tag, a
    /// forbidden request (known only from 1.12.1 on), and a conflict. A server that is merely too busy is reported as
    /// such.
    /// </summary>
    private static (ushort Status, string Reason)? StatusOf(OrthancErrorCode code) => code switch
    {
        OrthancErrorCode.UnknownDicomTag => (400, "Bad Request"),
        OrthancErrorCode.ForbiddenAccess => (403, "Forbidden"),
        OrthancErrorCode.DuplicateResource => (409, "Conflict"),
        OrthancErrorCode.Timeout => (503, "Service Unavailable"),
        _ => null,
    };

    private static string Body(RestCall call, OrthancErrorCode code, string details, int status, string reason)
    {
        var message = code is OrthancErrorCode.ForbiddenAccess or OrthancErrorCode.DuplicateResource or OrthancErrorCode.Timeout
            ? reason : OrthancHost.Describe(code);
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
