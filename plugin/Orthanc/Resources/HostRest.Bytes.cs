// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Resources;

/// <content>Bodies that are no JSON.</content>
internal static unsafe partial class HostRest
{
    /// <summary>GET of bytes, which stay in the memory of the host.</summary>
    /// <returns>The host's error code.</returns>
    public static OrthancErrorCode TryGetBytes(string uri, out NativeBuffer? answer)
    {
        void* data = null;
        void* headers = null;
        uint size = 0;
        uint headersSize = 0;
        ushort status = 0;
        var code = HostServices.RestCall(
            HttpMethod.Get, uri, null, null, null, 0, &data, &size, &headers, &headersSize, &status);
        HostServices.Free(headers);
        code = code == OrthancErrorCode.Success ? CodeOf(status) : code;
        if (code == OrthancErrorCode.Success)
        {
            answer = new NativeBuffer((nint)data, size, static memory => HostServices.Free((void*)memory));
            return code;
        }

        HostServices.Free(data);
        answer = null;
        return code;
    }

    /// <summary>PUT of bytes.</summary>
    /// <param name="uri">The path.</param>
    /// <param name="body">The bytes.</param>
    /// <param name="revision">What the host calls the value that this one replaces (<c>ETag</c>); null for none.</param>
    /// <returns>The host's error code.</returns>
    public static OrthancErrorCode TryPut(string uri, NativeBuffer body, string? revision = null) =>
        Call(HttpMethod.Put, uri, revision, (void*)body.Pointer, checked((uint)body.Length), out _, out _);

    /// <summary>PUT of bytes.</summary>
    /// <param name="uri">The path.</param>
    /// <param name="body">The bytes.</param>
    /// <param name="revision">What the host calls the value that this one replaces (<c>ETag</c>); null for none.</param>
    /// <returns>The host's error code.</returns>
    public static OrthancErrorCode TryPut(string uri, ReadOnlySpan<byte> body, string? revision = null)
    {
        fixed (byte* pointer = body)
        {
            return Call(HttpMethod.Put, uri, revision, pointer, (uint)body.Length, out _, out _);
        }
    }
}
