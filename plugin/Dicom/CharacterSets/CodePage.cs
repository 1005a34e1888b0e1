// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;

namespace OrthancDeid.Dicom.CharacterSets;

/// <summary>The code pages of the framework.</summary>
internal static class CodePage
{
    private static readonly DecoderFallback Replacement = new DecoderReplacementFallback("\uFFFD");

    /// <summary>A code page that decodes invalid bytes as U+FFFD, and throws if it cannot encode a character.</summary>
    public static Encoding Open(int codePage) =>
        // Used directly and not registered, since registration affects the whole process.
        CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ExceptionFallback, Replacement)
        ?? Encoding.GetEncoding(codePage, EncoderFallback.ExceptionFallback, Replacement);

    /// <summary>
    /// The single character that the bytes decode to. U+FFFD if there is none or more than one, or if it is a private
    /// use character, which code pages use for undefined bytes.
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
