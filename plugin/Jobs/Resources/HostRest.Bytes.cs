// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Resources;

/// <content>Bodies that are no JSON.</content>
internal static unsafe partial class HostRest
{
    /// <summary>GET of bytes, which stay in the memory of the host.</summary>
    /// <returns>The host's error code.</returns>
    public static OrthancErrorCode TryGetBytes(string uri, out NativeBuffer? answer)
    {
        var code = OrthancHost.Current.Call(HttpMethod.Get, uri, null, null, 0, out var host);
        host.Headers.Dispose();
        code = code == OrthancErrorCode.Success ? CodeOf(host.Status) : code;
        if (code == OrthancErrorCode.Success)
        {
            answer = host.Body.Own();
            return code;
        }

        host.Body.Dispose();
        answer = null;
        return code;
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
}
