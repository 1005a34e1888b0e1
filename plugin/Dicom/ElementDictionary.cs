// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Dicom.Internals;

namespace OrthancDeid.Dicom;

/// <summary>
/// The meaning of tags: PS3.6, and entries that a host adds. Immutable. A look-up allocates nothing, and the tables of
/// PS3.6 are part of the binary, so they cost nothing at start-up.
/// </summary>
public sealed class ElementDictionary
{
    private readonly Dictionary<uint, DictionaryEntry> _public = [];
    private readonly Dictionary<(uint Tag, string Creator), DictionaryEntry> _private = [];
    private readonly HashSet<string> _creators = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DictionaryEntry> _keywords = new(StringComparer.Ordinal);

    /// <summary>The creators of private keywords.</summary>
    private readonly Dictionary<string, string> _creatorsOfKeywords = new(StringComparer.Ordinal);

    private readonly Func<string, HostEntry?>? _lookup;

    private ElementDictionary(Func<string, HostEntry?>? lookup) => _lookup = lookup;

    /// <summary>PS3.6 alone.</summary>
    public static ElementDictionary Standard { get; } = new(null);

    /// <summary>Whether <see cref="TryGet(DicomTag, string, out DictionaryEntry)"/> can ever succeed.</summary>
    internal bool HasPrivateEntries => _private.Count > 0;

    /// <summary>Whether the host has added elements of a private creator.</summary>
    public bool HasCreator(string creator) => _creators.Contains(creator);

    /// <summary>
    /// This dictionary with more entries, private or public. An entry replaces an earlier one with the same tag or
    /// keyword.
    /// </summary>
    public ElementDictionary With(IEnumerable<HostEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var extended = Copy(_lookup);
        foreach (var entry in entries)
        {
            extended.Add(entry);
        }

        return extended;
    }

    /// <summary>
    /// This dictionary, extended by a function that is asked for keywords it lacks and, by <see cref="TryAsk"/> only,
    /// for tags.
    /// </summary>
    /// <param name="lookup">
    /// Returns the entry of a keyword, or of a public tag as gggg,eeee, or null. It may be called from several threads.
    /// </param>
    public ElementDictionary WithKeywords(Func<string, HostEntry?> lookup) => Copy(lookup);

    /// <summary>
    /// The entry of a public tag, as <see cref="TryGet(DicomTag, out DictionaryEntry)"/>. If there is none, the host is
    /// asked, which may know elements of a later PS3.6.
    /// </summary>
    public bool TryAsk(DicomTag tag, out DictionaryEntry entry)
    {
        if (TryGet(tag, out entry))
        {
            return true;
        }

        if (tag.IsPrivate || _lookup?.Invoke(tag.ToString()) is not { } asked || asked.Tag != tag)
        {
            return false;
        }

        entry = EntryOf(asked);
        return true;
    }

    /// <summary>
    /// The entry of a public tag, or of a group length or private creator, which exist in every group.
    /// </summary>
    /// <returns>
    /// False if the tag is unknown, or is that of private data, which means nothing without its creator.
    /// </returns>
    public bool TryGet(DicomTag tag, out DictionaryEntry entry)
    {
        if (_public.Count > 0 && _public.TryGetValue(tag.Value, out entry))
        {
            return true;
        }

        var index = IndexOf(tag);
        if (index >= 0)
        {
            entry = EntryAt(index);
            return true;
        }

        // PS3.5 7.2 and 7.8.1.
        entry = tag.IsGroupLength ? new DictionaryEntry(tag, DicomVR.UL, DicomVR.None, IsRetired: true)
            : tag.IsPrivateCreator ? new DictionaryEntry(tag, DicomVR.LO, DicomVR.None, IsRetired: false)
            : default;
        return tag.IsGroupLength || tag.IsPrivateCreator;
    }

    /// <summary>
    /// The entry of a private tag under a creator. PS3.6 has none, so only those of a host are found.
    /// </summary>
    public bool TryGet(DicomTag tag, string privateCreator, out DictionaryEntry entry) =>
        _private.TryGetValue((WithoutBlock(tag), privateCreator), out entry);

    /// <summary>The entry of a keyword; letter case matters.</summary>
    public bool TryFind(ReadOnlySpan<char> keyword, out DictionaryEntry entry)
    {
        if (_keywords.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(keyword, out entry))
        {
            return true;
        }

        var (low, high) = (0, StandardDictionary.ByKeyword.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = Compare(keyword, KeywordAt(StandardDictionary.ByKeyword[middle]));
            if (order == 0)
            {
                entry = EntryAt(StandardDictionary.ByKeyword[middle]);
                if (_public.TryGetValue(entry.Tag.Value, out var ofHost))
                {
                    entry = ofHost;
                }

                return true;
            }

            (low, high) = order < 0 ? (low, middle) : (middle + 1, high);
        }

        if (_lookup?.Invoke(keyword.ToString()) is { } asked)
        {
            entry = EntryOf(asked);
            return true;
        }

        return false;
    }

    /// <summary>The creator of a private keyword that the host has added.</summary>
    /// <returns>Null for any other keyword.</returns>
    public string? CreatorOf(ReadOnlySpan<char> keyword) =>
        _creatorsOfKeywords.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(keyword, out var creator) ? creator : null;

    /// <summary>
    /// All entries of PS3.6 by tag, meta information included. A repeating element appears once, with its first tag.
    /// </summary>
    public static IEnumerable<DictionaryEntry> OfStandard() =>
        Enumerable.Range(0, StandardDictionary.Tags.Length).Select(EntryAt).OrderBy(entry => entry.Tag);

    /// <summary>The keyword of a public tag in PS3.6.</summary>
    /// <returns>Null if the tag is not in PS3.6, or has no keyword there.</returns>
    public static string? KeywordOf(DicomTag tag)
    {
        var index = IndexOf(tag);
        return index < 0 || KeywordAt(index).IsEmpty ? null : Encoding.ASCII.GetString(KeywordAt(index));
    }

    private static uint WithoutBlock(DicomTag tag) => tag.IsPrivateData ? tag.Value & 0xFFFF_00FF : tag.Value;

    /// <summary>The row of a public tag; negative if there is none.</summary>
    private static int IndexOf(DicomTag tag)
    {
        if (tag.IsPrivate)
        {
            // Only even groups repeat (PS3.5 7.6).
            return -1;
        }

        var index = StandardDictionary.IndexOf(tag.Value);
        if (index >= 0 || tag.IsGroupLength)
        {
            return index;
        }

        var masks = StandardDictionary.RepeatingMasks;
        var exact = StandardDictionary.Tags.Length - masks.Length;
        for (var i = 0; i < masks.Length; i++)
        {
            if ((tag.Value & masks[i]) == StandardDictionary.Tags[exact + i])
            {
                return exact + i;
            }
        }

        return -1;
    }

    private static DictionaryEntry EntryAt(int index) => new(
        new DicomTag(StandardDictionary.FirstTags[index]),
        (DicomVR)StandardDictionary.VRs[index],
        (DicomVR)StandardDictionary.AlternativeVRs[index],
        StandardDictionary.Retired[index] == 1);

    private static ReadOnlySpan<byte> KeywordAt(int index)
    {
        var start = (int)StandardDictionary.KeywordOffsets[index];
        return StandardDictionary.Keywords[start..(int)StandardDictionary.KeywordOffsets[index + 1]];
    }

    /// <summary>Compares by character codes, as the table of keywords is sorted.</summary>
    private static int Compare(ReadOnlySpan<char> text, ReadOnlySpan<byte> keyword)
    {
        for (var i = 0; i < Math.Min(text.Length, keyword.Length); i++)
        {
            if (text[i] != keyword[i])
            {
                return text[i] - keyword[i];
            }
        }

        return text.Length - keyword.Length;
    }

    private static DictionaryEntry EntryOf(HostEntry added) => new(added.Tag, added.VR, DicomVR.None, IsRetired: false);

    private ElementDictionary Copy(Func<string, HostEntry?>? lookup)
    {
        var copy = new ElementDictionary(lookup);
        foreach (var (tag, entry) in _public)
        {
            copy._public[tag] = entry;
        }

        foreach (var (tag, entry) in _private)
        {
            copy._private[tag] = entry;
        }

        copy._creators.UnionWith(_creators);
        foreach (var (keyword, creator) in _creatorsOfKeywords)
        {
            copy._creatorsOfKeywords[keyword] = creator;
        }

        foreach (var (keyword, entry) in _keywords)
        {
            copy._keywords[keyword] = entry;
        }

        return copy;
    }

    private void Add(HostEntry added)
    {
        var entry = EntryOf(added);
        _keywords[added.Keyword] = entry;
        _creatorsOfKeywords.Remove(added.Keyword);
        if (added.PrivateCreator is { } creator)
        {
            if (added.Tag.IsPrivateData)
            {
                _creatorsOfKeywords[added.Keyword] = creator;
            }

            _private[(WithoutBlock(added.Tag), creator)] = entry;
            _creators.Add(creator);
        }
        else
        {
            _public[added.Tag.Value] = entry;
        }
    }
}
