// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Dicom;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Resources;

/// <content>Calls whose request or answer is not JSON.</content>
internal static unsafe partial class HostRest
{
    /// <summary>GET of bytes, which stay in the host's memory.</summary>
    /// <returns>The host's error code.</returns>
    public static OrthancErrorCode TryGetBytes(string uri, out NativeBuffer? answer) =>
        CallForBytes(HttpMethod.Get, uri, null, 0, out answer);

    /// <summary>POST of text, to a route that answers with a file.</summary>
    /// <returns>The file; null if the host answers with an error.</returns>
    public static NativeBuffer? TryPostForFile(string uri, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        fixed (byte* pointer = bytes)
        {
            CallForBytes(HttpMethod.Post, uri, pointer, (uint)bytes.Length, out var file);
            return file;
        }
    }

    /// <summary>PUT of bytes.</summary>
    /// <param name="uri">The path.</param>
    /// <param name="body">The bytes.</param>
    /// <param name="revision">The revision of the value that this one replaces (<c>ETag</c>); null for none.</param>
    /// <returns>The host's error code.</returns>
    public static OrthancErrorCode TryPut(string uri, NativeBuffer body, string? revision = null) =>
        Call(HttpMethod.Put, uri, revision, (void*)body.Pointer, checked((uint)body.Length), out _, out _);

    /// <summary>PUT of bytes.</summary>
    /// <param name="uri">The path.</param>
    /// <param name="body">The bytes.</param>
    /// <param name="revision">The revision of the value that this one replaces (<c>ETag</c>); null for none.</param>
    /// <returns>The host's error code.</returns>
    public static OrthancErrorCode TryPut(string uri, ReadOnlySpan<byte> body, string? revision = null)
    {
        fixed (byte* pointer = body)
        {
            return Call(HttpMethod.Put, uri, revision, pointer, (uint)body.Length, out _, out _);
        }
    }

    private static OrthancErrorCode CallForBytes(HttpMethod method, string uri, void* body, uint size, out NativeBuffer? answer)
    {
        var database = new BusyDatabase(OrthancHost.Current);
        OrthancErrorCode code;
        do
        {
            code = OrthancHost.Current.Call(method, uri, null, body, size, out var host);
            code = code == OrthancErrorCode.Success ? CodeOf(host) : code;
            host.Headers.Dispose();
            if (code == OrthancErrorCode.Success)
            {
                answer = host.Body.Own();
                return code;
            }

            host.Body.Dispose();
        }
        while (database.HasHindered(code));

        answer = null;
        return method == HttpMethod.Get ? CodeIfGone(uri, code) : code;
    }
}
