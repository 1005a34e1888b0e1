// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.CharacterSets;

/// <summary>One way to turn text into bytes and back.</summary>
internal interface ITextCode
{
    /// <summary>The text of a whole value; invalid bytes become U+FFFD.</summary>
    string Decode(ReadOnlySpan<byte> value, DicomVR vr);

    /// <summary>The bytes of a whole value; false, and no bytes, if a character cannot be written.</summary>
    bool TryEncode(ReadOnlySpan<char> text, DicomVR vr, out byte[] value);
}
