// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Host.Native;

/// <summary>A request to the REST API and its answer; valid while the callback of the host runs.</summary>
public readonly unsafe ref struct RestCall
{
    private readonly nint _output;
    private readonly nint _request;

    /// <summary>Wraps the arguments of a callback of the host.</summary>
    public RestCall(nint output, byte* uri, nint request)
    {
        _output = output;
        _request = request;
        Uri = NativeText.Read(uri);
        Method = HostServices.RequestMethod(request);
    }

    /// <summary>Is notified before the answer is sent; null for none.</summary>
    public IAnswerWatch? Watch { get; init; }

    /// <summary>The path of the request.</summary>
    public string Uri { get; }

    /// <summary>The method.</summary>
    public HttpMethod Method { get; }

    /// <summary>The identifier in the path: the first group of the route's pattern.</summary>
    public string ResourceId => Group(0);

    /// <summary>The match of a group of the route's pattern; empty if it has no such group.</summary>
    public string Group(uint index) => HostServices.RequestGroupCount(_request) > index
        ? NativeText.Read(HostServices.RequestGroup(_request, index))
        : string.Empty;

    /// <summary>The names and values of the query string, in the host's order.</summary>
    public (string Name, string Value)[] ReadArguments()
    {
        var arguments = new (string, string)[HostServices.RequestArgumentCount(_request)];
        for (var index = 0; index < arguments.Length; index++)
        {
            arguments[index] = (
                NativeText.Read(HostServices.RequestArgumentName(_request, (uint)index)),
                NativeText.Read(HostServices.RequestArgumentValue(_request, (uint)index)));
        }

        return arguments;
    }

    /// <summary>
    /// Whether the request has any header, as every HTTP request has whose client says who it is. Requests of scripts
    /// and of other plugins have none, unless they set some.
    /// </summary>
    public bool HasHeaders => HostServices.RequestHeaderCount(_request) > 0;

    /// <summary>All headers, with names in lower case.</summary>
    public (string Name, string Value)[] ReadHeaders()
    {
        var headers = new (string, string)[HostServices.RequestHeaderCount(_request)];
        for (uint index = 0; index < headers.Length; index++)
        {
            headers[index] = (
                NativeText.Read(HostServices.RequestHeaderName(_request, index)),
                NativeText.Read(HostServices.RequestHeaderValue(_request, index)));
        }

        return headers;
    }

    /// <summary>The value of a header; null if there is none of this name.</summary>
    /// <param name="name">The name in lower case.</param>
    public string? Header(string name)
    {
        for (uint index = 0; index < HostServices.RequestHeaderCount(_request); index++)
        {
            if (NativeText.Read(HostServices.RequestHeaderName(_request, index)) == name)
            {
                return NativeText.Read(HostServices.RequestHeaderValue(_request, index));
            }
        }

        return null;
    }

    /// <summary>The size of the body, in bytes.</summary>
    public long BodySize
    {
        get
        {
            uint size = 0;
            _ = HostServices.RequestBody(_request, &size);
            return size;
        }
    }

    /// <summary>A copy of the body.</summary>
    public byte[] ReadBody()
    {
        uint size = 0;
        var body = HostServices.RequestBody(_request, &size);
        return new ReadOnlySpan<byte>(body, checked((int)size)).ToArray();
    }

    /// <summary>Answers with a body, status 200.</summary>
    /// <exception cref="OrthancException">The body is too long for the host.</exception>
    public void Answer(NativeBuffer body, string mimeType)
    {
        if (body.Length > uint.MaxValue)
        {
            throw new OrthancException(
                OrthancErrorCode.NotEnoughMemory, "The new file has more than 4 GiB, which Orthanc cannot answer with.");
        }

        Watch?.OnAnswer(200);
        HostServices.Answer(_output, (void*)body.Pointer, (uint)body.Length, mimeType);
    }

    /// <summary>Answers with a body, status 200.</summary>
    public void Answer(ReadOnlySpan<byte> body, string mimeType)
    {
        Watch?.OnAnswer(200);
        fixed (byte* pointer = body)
        {
            HostServices.Answer(_output, pointer, (uint)body.Length, mimeType);
        }
    }

    /// <summary>Answers with a status and a body.</summary>
    public void AnswerStatus(ushort status, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        fixed (byte* pointer = bytes)
        {
            HostServices.AnswerStatus(_output, status, pointer, (uint)bytes.Length);
        }
    }

    /// <summary>Sets a header of the answer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value, in ASCII.</param>
    public void SetHeader(string name, string value) => HostServices.SetHeader(_output, name, value);

    /// <summary>Answers that the method is not allowed, status 405.</summary>
    public void AnswerMethodNotAllowed(string allowed) => HostServices.AnswerMethodNotAllowed(_output, allowed);

    /// <summary>Sets <c>Details</c> of the error that the callback will return. The host does not log them.</summary>
    public void SetErrorDetails(string details) => HostServices.SetErrorDetails(_output, details, log: 0);
}
