// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Embedding;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Replacements;

/// <summary>
/// Turns JSON values of <c>Replace</c> into the elements that they mean, without recursion: a sequence may hold others
/// as deep as the JSON goes.
/// </summary>
internal sealed partial class ReplacementReader
{
    private readonly ElementDictionary _dictionary;
    private readonly string _privateCreator;
    private readonly EmbeddedContentReader _embedded;

    /// <summary>The items that are made, but not filled yet, and the object that says with what.</summary>
    private readonly Stack<(List<Replacement> Item, JsonElement Members)> _unfilled = new();

    /// <summary>Makes a reader.</summary>
    /// <param name="dictionary">Gives the VRs.</param>
    /// <param name="privateCreator">The creator of all private tags; empty for none.</param>
    /// <param name="decode">Decodes images that are embedded.</param>
    public ReplacementReader(ElementDictionary dictionary, string privateCreator, ImageDecoder decode)
    {
        _embedded = new EmbeddedContentReader(decode);
        _dictionary = dictionary;
        _privateCreator = privateCreator;
    }

    /// <summary>Whether the request may not set a tag, and naming it is ignored: group lengths and the file's own header.</summary>
    public static bool IsIgnored(DicomTag tag) => tag.IsGroupLength || tag.Group == 0x0002;

    /// <summary>Reads one element of <c>Replace</c>.</summary>
    /// <param name="tag">Its tag.</param>
    /// <param name="json">Its value.</param>
    /// <param name="mayEmbed">
    /// Whether a document or an image can be embedded here, only at the top level; the value is then an
    /// <see cref="EmbeddedContent"/>.
    /// </param>
    /// <exception cref="RequestException">The value is none of the tag.</exception>
    public Replacement Read(DicomTag tag, JsonElement json, bool mayEmbed)
    {
        var replacement = ReadShallow(tag, json, mayEmbed);
        while (_unfilled.TryPop(out var next))
        {
            Fill(next.Item, next.Members);
        }

        return replacement;
    }

    private void Fill(List<Replacement> item, JsonElement members)
    {
        var byTag = new SortedDictionary<uint, Replacement>();
        foreach (var (name, value) in RequestJson.Members(members, "Replace"))
        {
            var tag = TagName.Parse(name, _dictionary);
            if (!IsIgnored(tag))
            {
                byTag[tag.Value] = ReadShallow(tag, value, mayEmbed: false);
            }
        }

        item.AddRange(byTag.Values);
        item.Sort(Replacement.Compare);
    }

    private Replacement ReadShallow(DicomTag tag, JsonElement json, bool mayEmbed)
    {
        var (vr, alternative) = RepresentationOf(tag);
        var value = json.ValueKind switch
        {
            JsonValueKind.Null => ReplacementValue.Empty,
            JsonValueKind.String => OfString(tag, vr, alternative, RequestJson.Text(json, "Replace"), mayEmbed),
            JsonValueKind.Array when vr == DicomVR.SQ => OfArray(tag, json),
            _ => throw WrongType(tag),
        };
        return new Replacement(tag, vr, tag.IsPrivateData ? _privateCreator : string.Empty, value);
    }

    private (DicomVR VR, DicomVR Alternative) RepresentationOf(DicomTag tag)
    {
        DictionaryEntry entry;
        if (tag.IsPrivateCreator)
        {
            return (DicomVR.LO, DicomVR.None);
        }

        var isKnown = tag.IsPrivate
            ? _dictionary.TryGet(tag, tag.IsPrivateData ? _privateCreator : string.Empty, out entry)
            : _dictionary.TryGet(tag, out entry);
        if (!isKnown || entry.VR == DicomVR.None)
        {
            return (DicomVR.UN, DicomVR.None);
        }

        // Where the standard leaves the choice of bytes or words, clients write words.
        return entry is { VR: DicomVR.OB, AlternativeVR: DicomVR.OW } or { VR: DicomVR.OW, AlternativeVR: DicomVR.OB }
            ? (DicomVR.OW, DicomVR.None)
            : (entry.VR, entry.AlternativeVR);
    }

    private SequenceValue OfArray(DicomTag tag, JsonElement array)
    {
        var items = new List<List<Replacement>>(array.GetArrayLength());
        foreach (var element in array.EnumerateArray())
        {
            var item = new List<Replacement>();
            items.Add(item);
            if (element.ValueKind == JsonValueKind.Object)
            {
                _unfilled.Push((item, element));
            }
            else if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() > 0)
            {
                // Lua cannot tell an empty object from an empty array.
                throw WrongType(tag);
            }
        }

        return new SequenceValue(items);
    }

    private static RequestException WrongType(DicomTag tag) =>
        new(RequestFault.WrongType, $"Bad type of the value for tag {tag} in member \"Replace\"");

    private static RequestException OutOfRange(DicomTag tag, string value)
    {
        const int Shown = 100;
        var excerpt = value.Length <= Shown ? value : string.Concat(value.AsSpan(0, Shown), "…");
        return new(RequestFault.BadFormat, $"Member \"Replace\": tag ({tag}) has out-of-range value: \"{excerpt}\"");
    }
}
