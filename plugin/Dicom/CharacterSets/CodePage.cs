// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;

namespace OrthancDeid.Dicom.CharacterSets;

/// <summary>The code pages of the framework.</summary>
internal static class CodePage
{
    private static readonly DecoderFallback Replacement = new DecoderReplacementFallback("\uFFFD");

    /// <summary>A code page that decodes what means nothing as U+FFFD, and throws where it has no bytes for a character.</summary>
    public static Encoding Open(int codePage) =>
        // Asked directly, not registered: registering changes what the whole process sees.
        CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ExceptionFallback, Replacement)
        ?? Encoding.GetEncoding(codePage, EncoderFallback.ExceptionFallback, Replacement);

    /// <summary>
    /// The one character of some bytes; U+FFFD if there is none, more than one, or one for private use, which is how code
    /// pages mark bytes without a meaning.
    /// </summary>
    public static char CharacterOf(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        Span<char> characters = stackalloc char[8];
        int count = encoding.GetChars(bytes, characters);
        return count == 1 && characters[0] is not (>= '\uE000' and <= '\uF8FF')
            ? characters[0]
            : GraphicCharacterSet.Meaningless;
    }
}
