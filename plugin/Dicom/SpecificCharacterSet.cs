// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>The value of (0008,0005) and what it means for bytes and text (PS3.3 C.12.1.1.2, PS3.5 6.1).</summary>
public sealed class SpecificCharacterSet
{
    /// <summary>The default repertoire, ISO_IR 6 (ASCII).</summary>
    public static SpecificCharacterSet Default => throw new NotImplementedException();

    /// <summary>ISO_IR 192 (UTF-8).</summary>
    public static SpecificCharacterSet Utf8 => throw new NotImplementedException();

    /// <summary>The value of (0008,0005), backslashes between defined terms; empty for the default repertoire.</summary>
    public string Terms => throw new NotImplementedException();

    /// <summary>The character set of a value of (0008,0005).</summary>
    /// <returns>False if a term is none of the standard.</returns>
    public static bool TryParse(string terms, out SpecificCharacterSet characterSet) => throw new NotImplementedException();

    /// <summary>Text of bytes; bytes that mean nothing become U+FFFD. Padding is not trimmed.</summary>
    /// <param name="value">The whole value of an element.</param>
    /// <param name="vr">Its VR: it decides where the character set is reset (PS3.5 6.1.2.5.3) and whether it is used at all.</param>
    public string Decode(ReadOnlySpan<byte> value, DicomVR vr) => throw new NotImplementedException();

    /// <summary>Bytes of text, not padded.</summary>
    /// <returns>False if the set lacks a character; <paramref name="value"/> is then empty.</returns>
    public bool TryEncode(ReadOnlySpan<char> text, DicomVR vr, out byte[] value) => throw new NotImplementedException();
}
