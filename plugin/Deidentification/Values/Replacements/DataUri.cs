// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Values.Replacements;

/// <summary>
/// A string of the form <c>data:&lt;mime&gt;;base64,…</c> (RFC 2397), the only form that is not plain text.
/// </summary>
/// <param name="MimeType">The MIME type.</param>
/// <param name="Base64">The encoded bytes.</param>
internal readonly record struct DataUri(string MimeType, string Base64)
{
    private const string Scheme = "data:";
    private const string Marker = ";base64,";

    /// <summary>The MIME type of plain bytes.</summary>
    public const string OctetStream = "application/octet-stream";

    /// <summary>Parses a string.</summary>
    /// <returns>False if it has another form.</returns>
    public static bool TryParse(string text, out DataUri uri)
    {
        uri = default;
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return false;
        }

        var marker = text.IndexOf(Marker, StringComparison.Ordinal);
        if (marker < 0)
        {
            return false;
        }

        uri = new DataUri(text[Scheme.Length..marker], text[(marker + Marker.Length)..]);
        return true;
    }

    /// <summary>
    /// Parses a string that may be content to embed. Here, clients may write capitals and parameters of the MIME type. The
    /// parameters are dropped, and the MIME type becomes lower case.
    /// </summary>
    /// <returns>False if it has another form.</returns>
    public static bool TryParseEmbedded(string text, out DataUri uri)
    {
        uri = default;
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // Before the comma there is nothing but the MIME type, its parameters and the marker.
        var end = text.IndexOf(',', StringComparison.Ordinal) + 1;
        if (!text.AsSpan(0, end).EndsWith(Marker, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var mediaType = text.AsSpan(Scheme.Length, end - Scheme.Length);
        uri = new DataUri(mediaType[..mediaType.IndexOf(';')].ToString().ToLowerInvariant(), text[end..]);
        return true;
    }

    /// <summary>The bytes; the padding at the end may be missing, white space is not allowed.</summary>
    /// <returns>False if it is not base64.</returns>
    public bool TryDecode(out byte[] bytes)
    {
        bytes = [];
        var digits = Base64.AsSpan();
        if (digits.ContainsAny(" \t\r\n"))
        {
            return false;
        }

        var padded = (digits.Length % 4) switch
        {
            2 => Base64 + "==",
            3 => Base64 + "=",
            _ => Base64,
        };
        var decoded = new byte[padded.Length / 4 * 3];
        if (!Convert.TryFromBase64String(padded, decoded, out var length))
        {
            return false;
        }

        bytes = decoded.AsSpan(0, length).ToArray();
        return true;
    }
}
