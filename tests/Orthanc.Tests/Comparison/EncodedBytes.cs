// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>Values that a request gives as bytes: <c>data:application/octet-stream;base64,</c>.</summary>
internal static class EncodedBytes
{
    private const string Start = "data:application/octet-stream;base64,";

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The text that a value stands for: itself, or the text that its bytes encode.</summary>
    public static string TextOf(string value)
    {
        var bytes = BytesOf(value);
        return bytes is null || !IsUtf8(bytes) ? value : Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The bytes; null if the value is not given as bytes.</summary>
    public static byte[]? BytesOf(string value)
    {
        if (!value.StartsWith(Start, StringComparison.Ordinal))
        {
            return null;
        }

        var digits = value[Start.Length..].TrimEnd('=');
        var bytes = new byte[digits.Length];
        return Convert.TryFromBase64String(digits.PadRight((digits.Length + 3) / 4 * 4, '='), bytes, out var length)
            ? bytes[..length] : null;
    }

    /// <summary>Whether bytes are text in UTF-8.</summary>
    public static bool IsUtf8(byte[] bytes)
    {
        try
        {
            _ = StrictUtf8.GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
