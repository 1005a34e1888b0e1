// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.CharacterSets;

/// <summary>
/// A registered coded set of graphic characters, which an escape sequence designates (PS3.3 Tables C.12-3 and C.12-4).
/// ASCII is not one of these: it is in G0 when no other set is.
/// </summary>
internal abstract class GraphicCharacterSet(int registration, string designation)
{
    /// <summary>The character for a byte, or a pair of bytes, without a meaning.</summary>
    public const char Meaningless = '\uFFFD';

    private readonly byte[] _escapeSequence = [EscapeSequence.Escape, .. designation.Select(c => (byte)c)];

    /// <summary>The number in the international register of ISO 2375, which the defined terms name.</summary>
    public int Registration { get; } = registration;

    /// <summary>The escape sequence that DICOM defines for this set, ESC included.</summary>
    public ReadOnlySpan<byte> Designation => _escapeSequence;

    /// <summary>Whether DICOM designates the set as G1, whose bytes have the high bit set; otherwise as G0.</summary>
    public bool IsG1 { get; } = !designation.StartsWith("$B", StringComparison.Ordinal)
        && !designation.StartsWith("$(", StringComparison.Ordinal);

    /// <summary>Whether a character takes two bytes.</summary>
    public abstract bool IsDoubleByte { get; }

    /// <summary>
    /// The code of a character with the high bits clear, two bytes for double-byte sets; 0 if the set lacks it.
    /// </summary>
    public abstract int CodeOf(char character);
}
