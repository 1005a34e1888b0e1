// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.CharacterSets;

/// <summary>The sets that a data set declares, with or without code extension techniques (PS3.5 6.1.2.5).</summary>
internal sealed class CodeExtensions : ITextCode
{
    private static readonly byte[] AsciiDesignation = [EscapeSequence.Escape, (byte)'(', (byte)'B'];
    private static readonly byte[] RomajiDesignation = [EscapeSequence.Escape, (byte)'(', (byte)'J'];

    private readonly GraphicCharacterSet[] _declared;

    /// <summary>Creates the code.</summary>
    /// <param name="declared">The sets in the order of (0008,0005), ASCII left out.</param>
    /// <param name="initialG1">The set of value 1, if it is a single-byte set other than ASCII.</param>
    public CodeExtensions(GraphicCharacterSet[] declared, SingleByteSet? initialG1)
    {
        _declared = declared;
        InitialG1 = initialG1;
        LenientG1 = initialG1 ?? Array.Find(declared, set => set.IsG1) ?? RegisteredSets.Latin1;
    }

    /// <summary>The set that is G1 at the start of a value and after each delimiter; null if there is none.</summary>
    public SingleByteSet? InitialG1 { get; }

    /// <summary>
    /// The set for bytes with the high bit set while no G1 is designated. The standard gives them no meaning, but real
    /// files omit the escape sequence of the one set that they declare. If they declare none at all, Latin 1 keeps
    /// every byte.
    /// </summary>
    public GraphicCharacterSet LenientG1 { get; }

    /// <summary>
    /// The escape sequence that restores the initial G0: JIS X 0201 has its own (PS3.3 Table C.12-3).
    /// </summary>
    public ReadOnlySpan<byte> InitialG0Designation =>
        InitialG1 == RegisteredSets.Katakana ? RomajiDesignation : AsciiDesignation;

    /// <summary>The first declared set that contains a character; null if none does.</summary>
    public GraphicCharacterSet? FirstWith(char character)
    {
        foreach (GraphicCharacterSet set in _declared)
        {
            if (set.CodeOf(character) != 0)
            {
                return set;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<byte> value, DicomVR vr) => CodeExtensionDecoder.Decode(this, value, vr);

    /// <inheritdoc/>
    public bool TryEncode(ReadOnlySpan<char> text, DicomVR vr, out byte[] value) =>
        CodeExtensionEncoder.TryEncode(this, text, vr, out value);
}
