// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace OrthancDeid.Dicom.CharacterSets;

/// <summary>
/// ISO_IR 192, Unicode in UTF-8 (PS3.3 Table C.12-5). A character of several bytes contains no ASCII byte.
/// </summary>
internal sealed class Utf8Code : ITextCode
{
    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<byte> value, DicomVR vr) => Encoding.UTF8.GetString(value);

    /// <inheritdoc/>
    public bool TryEncode(ReadOnlySpan<char> text, DicomVR vr, out byte[] value)
    {
        value = new byte[Encoding.UTF8.GetByteCount(text)];
        if (Utf8.FromUtf16(text, value, out _, out _, replaceInvalidSequences: false) == OperationStatus.Done)
        {
            return true;
        }

        value = [];
        return false;
    }
}
