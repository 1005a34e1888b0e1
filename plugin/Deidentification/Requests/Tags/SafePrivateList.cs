// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Tags;

/// <summary>
/// Private elements without patient data, by their creator: those of PS3.15 Table E.3.10-1, and those that a site or a
/// request adds. Immutable.
/// </summary>
public sealed class SafePrivateList
{
    private readonly Dictionary<PrivateElementName, DicomVR> _added;
    private readonly HashSet<string> _creators;
    private readonly ElementDictionary _dictionary;

    private SafePrivateList(Dictionary<PrivateElementName, DicomVR> added, ElementDictionary dictionary)
    {
        _added = added;
        _creators = [.. added.Keys.Select(name => name.Creator)];
        _dictionary = dictionary;
    }

    /// <summary>The table of the standard alone.</summary>
    public static SafePrivateList Standard { get; } = new([], ElementDictionary.Standard);

    /// <summary>Adds an array of names such as <c>0029[SIEMENS CSA HEADER]10</c>, each optionally followed by a
    /// VR.</summary>
    /// <param name="names">The array.</param>
    /// <param name="dictionary">The dictionary of private elements with their VRs, and of keywords.</param>
    /// <returns>This list with the elements. Without a VR, they get that of the dictionary, or else of the file.</returns>
    /// <exception cref="RequestException">It is not such an array.</exception>
    public SafePrivateList With(JsonElement names, ElementDictionary dictionary)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        if (names.ValueKind != JsonValueKind.Array)
        {
            throw new RequestException(RequestFault.BadFormat, "Member \"SafePrivate\" should be an array of private elements");
        }

        var added = new Dictionary<PrivateElementName, DicomVR>(_added);
        foreach (var entry in names.EnumerateArray())
        {
            var text = entry.ValueKind == JsonValueKind.String
                ? RequestJson.Text(entry, "SafePrivate").Trim()
                : throw new RequestException(RequestFault.BadFormat, "Member \"SafePrivate\" should hold private elements as strings");
            var (name, vr) = Entry(text, dictionary);
            added[name] = vr;
        }

        return new SafePrivateList(added, dictionary);
    }

    /// <summary>Adds rows like those of Table E.3.10-1: tag with xx for the block, VR, private creator.</summary>
    /// <param name="rows">Lines of CSV. A first line of titles, empty lines and lines that begin with # are skipped.</param>
    /// <exception cref="FormatException">A row is malformed. The message names the line.</exception>
    public SafePrivateList WithRows(IEnumerable<string> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var added = new Dictionary<PrivateElementName, DicomVR>(_added);
        var number = 0;
        foreach (var row in rows)
        {
            number++;
            if (row.Trim() is not { Length: > 0 } text || text[0] == '#' || (number == 1 && text.StartsWith("tag,", StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            var (name, vr) = SafePrivateRow.Parse(text)
                ?? throw new FormatException($"line {number}: tag, VR and private creator are expected, as 0019-xx0c,IS,SIEMENS MR HEADER");
            added[name] = vr;
        }

        return new SafePrivateList(added, _dictionary);
    }

    /// <summary>Whether the list has elements of a creator.</summary>
    internal bool HasCreator(string creator) => SafePrivateElements.HasCreator(creator) || _creators.Contains(creator);

    /// <summary>Whether an element is safe, and if so, its VR.</summary>
    /// <param name="creator">The creator of its block, without padding.</param>
    /// <param name="element">A private data element, in any block.</param>
    /// <param name="vr">Its VR.</param>
    internal bool TryGet(string creator, in DataElement element, out DicomVR vr)
    {
        if (SafePrivateElements.TryGet(creator, element.Tag, out vr))
        {
            return true;
        }

        if (_added.Count == 0)
        {
            return false;
        }

        var name = PrivateElementName.Of(element.Tag, creator);
        if (!_added.TryGetValue(name, out vr) && !_added.TryGetValue(name with { Element = null }, out vr))
        {
            return false;
        }

        if (vr == DicomVR.None)
        {
            vr = _dictionary.TryGet(element.Tag, creator, out var entry) ? entry.VR : element.Sequence is null ? element.VR : DicomVR.SQ;
        }

        // With an unknown VR, it is unclear whether there is text to clean or a date to shift.
        return vr.IsKnown() && vr != DicomVR.UN;
    }

    /// <summary>Reads an entry: a name, optionally followed by a VR.</summary>
    /// <exception cref="RequestException">It is not an entry.</exception>
    internal static (PrivateElementName Name, DicomVR VR) Entry(string text, ElementDictionary dictionary)
    {
        var entry = text.Trim();
        var vr = VRAtEnd(entry);
        var name = ElementName.Parse(vr == DicomVR.None ? entry : entry[..^3], dictionary);
        return (name.Private ?? throw new RequestException(
            RequestFault.OutOfRange,
            $"Member \"SafePrivate\": {entry} names no creator; write it as 0029[SIEMENS CSA HEADER]10"), vr);
    }

    private static DicomVR VRAtEnd(string text) => text.Length > 3 && text[^3] == ' ' && EnumName.TryParse<DicomVR>(text[^2..], out var vr) && vr.IsKnown()
        ? vr : DicomVR.None;
}
