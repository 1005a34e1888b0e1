// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.CharacterSets;

/// <summary>The characters that reset the character set to that of value 1 (PS3.5 6.1.2.5.3).</summary>
internal readonly struct Delimiters(DicomVR vr)
{
    private readonly bool _backslash = vr.IsMultiValuedText();
    private readonly bool _nameDelimiters = vr == DicomVR.PN;

    /// <summary>Whether a single-byte character of G0, or a control character other than ESC, is a delimiter.</summary>
    public bool Contains(int character) => character < 0x20
        || (character == '\\' && _backslash)
        || (character is '^' or '=' && _nameDelimiters);
}
