// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Json;
using OrthancDeid.Dicom;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Resources;

/// <summary>The REST routes of the host itself, not of its plugins: access to its index and its storage.</summary>
internal static unsafe partial class HostRest
{
    /// <summary>GET of a JSON document.</summary>
    /// <exception cref="OrthancException">The host answers with an error.</exception>
    public static JsonElement Get(string uri)
    {
        var code = TryGet(uri, out var answer);
        return code == OrthancErrorCode.Success ? answer : throw Failed(HttpMethod.Get, uri, code);
    }

    /// <summary>GET of a JSON document.</summary>
    /// <returns>The host's error code.</returns>
    public static OrthancErrorCode TryGet(string uri, out JsonElement answer)
    {
        var code = Call(HttpMethod.Get, uri, null, null, 0, out var body, out _);
        answer = code == OrthancErrorCode.Success ? Json(body, uri) : default;
        return code;
    }

    /// <summary>GET of a JSON document that may be large: it is read from the host's memory.</summary>
    /// <param name="uri">The path.</param>
    /// <param name="read">Reads it.</param>
    /// <returns>The host's error code; unless it is success, nothing was read.</returns>
    /// <exception cref="JsonException">The answer is not JSON.</exception>
    public static OrthancErrorCode TryGet(string uri, JsonReading read) =>
        Call(HttpMethod.Get, uri, null, null, 0, (answer, _) =>
        {
            var json = new Utf8JsonReader(answer);
            read(ref json);
        });

    /// <summary>POST of text.</summary>
    /// <exception cref="OrthancException">The host answers with an error.</exception>
    public static JsonElement Post(string uri, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        fixed (byte* pointer = bytes)
        {
            return Post(uri, pointer, (uint)bytes.Length);
        }
    }

    /// <summary>POST of bytes.</summary>
    /// <exception cref="OrthancException">The host answers with an error, or cannot take that many bytes.</exception>
    public static JsonElement Post(string uri, NativeBuffer body) =>
        body.Length <= uint.MaxValue
            ? Post(uri, (void*)body.Pointer, (uint)body.Length)
            : throw new OrthancException(
                OrthancErrorCode.NotEnoughMemory, "The new file has more than 4 GiB, which Orthanc cannot store.");

    /// <summary>PUT of text.</summary>
    /// <param name="uri">The path.</param>
    /// <param name="body">The text.</param>
    /// <param name="revision">The revision of the value that this one replaces (<c>ETag</c>); null for none.</param>
    /// <returns>The host's error code.</returns>
    public static OrthancErrorCode TryPut(string uri, string body, string? revision = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        fixed (byte* pointer = bytes)
        {
            return Call(HttpMethod.Put, uri, revision, pointer, (uint)bytes.Length, out _, out _);
        }
    }

    /// <summary>The revision of a value (<c>ETag</c>); null if it has none.</summary>
    public static string? Revision(string uri)
    {
        var code = Call(HttpMethod.Get, uri, null, null, 0, out _, out var headers);
        return code == OrthancErrorCode.Success ? Header(headers, uri, "ETag") : null;
    }

    /// <summary>DELETE.</summary>
    /// <returns>The host's error code.</returns>
    public static OrthancErrorCode TryDelete(string uri) =>
        Call(HttpMethod.Delete, uri, null, null, 0, out _, out _);

    /// <summary>A call with any method, on behalf of a client.</summary>
    /// <param name="method">The method.</param>
    /// <param name="uri">The path, with its arguments.</param>
    /// <param name="request">The body.</param>
    /// <param name="answer">What the client gets; the default if the host answers with an error.</param>
    /// <returns>The host's error code.</returns>
    public static OrthancErrorCode TryCall(
        HttpMethod method, string uri, ReadOnlySpan<byte> request, out (byte[] Body, string ContentType) answer)
    {
        fixed (byte* pointer = request)
        {
            var code = Call(method, uri, null, pointer, (uint)request.Length, out var body, out var headers);
            answer = code == OrthancErrorCode.Success ? (body, Header(headers, uri, "Content-Type") ?? string.Empty) : default;
            return code;
        }
    }

    /// <summary>Reads a JSON document, starting before its first token.</summary>
    public delegate void JsonReading(ref Utf8JsonReader json);

    private static JsonElement Post(string uri, void* body, uint size)
    {
        var code = Call(HttpMethod.Post, uri, null, body, size, out var answer, out _);
        return code == OrthancErrorCode.Success ? Json(answer, uri) : throw Failed(HttpMethod.Post, uri, code);
    }

    private static string? Header(byte[] headers, string uri, string name)
    {
        foreach (var header in Json(headers, uri).EnumerateObject())
        {
            if (header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value.GetString();
            }
        }

        return null;
    }

    // Some of the host's routes answer with an error status, although the call reports success.
    private static OrthancErrorCode CodeOf(in HostAnswer answer) => answer.Status switch
    {
        < 400 => OrthancErrorCode.Success,
        404 => OrthancErrorCode.UnknownResource,
        409 => OrthancErrorCode.Revision,
        < 500 => OrthancErrorCode.BadRequest,
        _ => BusyDatabase.IsToldIn(answer.Body.Span) ? OrthancErrorCode.Database : OrthancErrorCode.InternalError,
    };

    private static OrthancException Failed(HttpMethod method, string uri, OrthancErrorCode code) => new(
        code, $"Orthanc answers {method.ToString().ToUpperInvariant()} {uri} with {(int)code}, "
            + $"{OrthancHost.Describe(code)}.");

    // Some routes answer with an empty body.
    private static JsonElement Json(byte[] body, string uri)
    {
        if (body.Length == 0)
        {
            return default;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            throw new OrthancException(
                OrthancErrorCode.InternalError, $"Orthanc's answer to {uri} is no JSON, at byte "
                    + $"{fault.BytePositionInLine} of line {fault.LineNumber}.");
        }
    }

    private static OrthancErrorCode Call(
        HttpMethod method, string uri, string? revision, void* body, uint size, out byte[] answer, out byte[] headers)
    {
        byte[] data = [];
        byte[] names = [];
        var code = Call(method, uri, revision, body, size, (bytes, others) =>
        {
            data = bytes.ToArray();
            names = others.ToArray();
        });
        (answer, headers) = (data, names);
        return code;
    }

    /// <summary>Calls a route and, unless that fails, reads the answer before the host's memory is freed.</summary>
    private static OrthancErrorCode Call(
        HttpMethod method, string uri, string? revision, void* body, uint size, AnswerReading read)
    {
        var database = new BusyDatabase(OrthancHost.Current);
        while (true)
        {
            var code = OrthancHost.Current.Call(method, uri, revision, body, size, out var answer);
            using (answer)
            {
                code = code == OrthancErrorCode.Success ? CodeOf(answer) : code;
                if (code == OrthancErrorCode.Success)
                {
                    read(answer.Body.Span, answer.Headers.Span);
                }
            }

            if (!database.HasHindered(code))
            {
                return method == HttpMethod.Get ? CodeIfGone(uri, code) : code;
            }
        }
    }

    /// <summary>
    /// The error code for a part of a resource. While a resource is being deleted, its index entry is gone before its
    /// files, and hosts then report various errors, such as that a path is not a regular file.
    /// </summary>
    /// <param name="uri">The path of the resource, followed by that of the part.</param>
    /// <param name="code">The host's error code.</param>
    /// <returns>
    /// <see cref="OrthancErrorCode.UnknownResource"/> if there is no such resource now; otherwise the same code.
    /// </returns>
    public static OrthancErrorCode CodeIfGone(string uri, OrthancErrorCode code) =>
        code is not (OrthancErrorCode.Success or OrthancErrorCode.UnknownResource or OrthancErrorCode.InexistentItem)
        && uri.Split('/', 4) is ["", "patients" or "studies" or "series" or "instances", var id, _] parts
        && TryGet($"/{parts[1]}/{id}", out _) == OrthancErrorCode.UnknownResource
            ? OrthancErrorCode.UnknownResource
            : code;

    private delegate void AnswerReading(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> headers);
}
