// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>What a tag means: PS3.6, and private entries that a host adds. Immutable.</summary>
public sealed class ElementDictionary
{
    /// <summary>PS3.6 alone.</summary>
    public static ElementDictionary Standard => throw new NotImplementedException();

    internal bool HasPrivateEntries => throw new NotImplementedException();

    /// <summary>A dictionary with more entries: private ones (with a creator) or public ones (without).</summary>
    public ElementDictionary With(IEnumerable<HostEntry> entries) => throw new NotImplementedException();

    /// <summary>The entry of a public tag, repeating groups (50xx, 60xx and so on) included.</summary>
    public bool TryGet(DicomTag tag, out DictionaryEntry entry) => throw new NotImplementedException();

    /// <summary>The entry of a private tag under a creator.</summary>
    public bool TryGet(DicomTag tag, string privateCreator, out DictionaryEntry entry) => throw new NotImplementedException();

    /// <summary>The entry of a keyword, letter case matters.</summary>
    public bool TryFind(ReadOnlySpan<char> keyword, out DictionaryEntry entry) => throw new NotImplementedException();
}

/// <summary>An entry that a host adds.</summary>
/// <param name="Tag">The tag; of a private one, the block (bits 8 to 15) is ignored.</param>
/// <param name="PrivateCreator">The creator; null for a public tag.</param>
/// <param name="Keyword">The keyword.</param>
/// <param name="VR">The VR.</param>
public sealed record HostEntry(DicomTag Tag, string? PrivateCreator, string Keyword, DicomVR VR);

/// <summary>A row of the dictionary.</summary>
/// <param name="Tag">The tag; of a repeating group, the first one.</param>
/// <param name="VR">The VR; of several, the first one (for "US or SS", US).</param>
/// <param name="AlternativeVR">The second of several VRs ("US or SS", "OB or OW"), else None.</param>
/// <param name="IsRetired">Whether the standard has retired the element.</param>
public readonly record struct DictionaryEntry(DicomTag Tag, DicomVR VR, DicomVR AlternativeVR, bool IsRetired);
