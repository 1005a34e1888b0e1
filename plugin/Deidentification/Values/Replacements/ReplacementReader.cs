// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Deidentification.Values.Embedding;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values.Replacements;

/// <summary>
/// Turns JSON values of <c>Replace</c> into elements, without recursion: sequences may be nested as deep as the
/// JSON.
/// </summary>
internal sealed partial class ReplacementReader
{
    private readonly ElementDictionary _dictionary;
    private readonly string _privateCreator;
    private readonly EmbeddedContentReader _embedded;

    /// <summary>The items that are not filled yet, in the order of the JSON; the top is the current one.</summary>
    private readonly Stack<UnfilledItem> _unfilled = new();

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

    /// <summary>Reads one element of <c>Replace</c>.</summary>
    /// <param name="tag">Its tag.</param>
    /// <param name="json">Its value.</param>
    /// <param name="mayEmbed">
    /// Whether a document or an image can be embedded here, only at the top level; the value is then an
    /// <see cref="EmbeddedContent"/>.
    /// </param>
    /// <exception cref="RequestException">The value does not fit the tag.</exception>
    public Replacement Read(DicomTag tag, JsonElement json, bool mayEmbed) => Complete(ReadShallow(tag, json, mayEmbed));

    /// <summary>Reads one element whose VR does not come from the dictionary.</summary>
    /// <param name="tag">Its tag.</param>
    /// <param name="vr">Its VR.</param>
    /// <param name="json">Its value.</param>
    /// <exception cref="RequestException">The value does not fit the VR.</exception>
    public Replacement ReadAs(DicomTag tag, DicomVR vr, JsonElement json) =>
        Complete(ReadShallow(tag, json, (vr, DicomVR.None), _privateCreator, mayEmbed: false));

    private Replacement Complete(Replacement replacement)
    {
        while (_unfilled.TryPeek(out var item))
        {
            if (item.Members.TryDequeue(out var member))
            {
                ReadMember(item, member.Key, member.Value);
            }
            else
            {
                _unfilled.Pop();
                item.Elements.AddRange(item.ByTag.Values);
                item.Elements.Sort(Replacement.Compare);
            }
        }

        return replacement;
    }

    /// <summary>An item that is being read from JSON.</summary>
    /// <param name="Elements">The elements of the item, which are added at the end.</param>
    /// <param name="Members">What is still to be read.</param>
    /// <param name="ByTag">What was read.</param>
    private sealed record UnfilledItem(
        List<Replacement> Elements,
        Queue<KeyValuePair<string, JsonElement>> Members,
        Dictionary<(uint Tag, string Creator), Replacement> ByTag);

    private void ReadMember(UnfilledItem item, string name, JsonElement value)
    {
        var (tag, ofCreator) = ElementName.Parse(name, _dictionary);
        if (ofCreator is { Element: null })
        {
            throw new RequestException(
                RequestFault.OutOfRange, $"Member \"Replace\": {ofCreator} names all elements of the creator; one is expected");
        }

        var creator = ofCreator is { } element && (PrivateElementName.Begins(name) || _privateCreator.Length == 0)
            ? element.Creator : _privateCreator;

        // As in Orthanc, the first of several spellings of a tag counts here, unlike at the top level; all are checked.
        var read = ReadShallow(tag, value, RepresentationOf(tag, creator, _dictionary), creator, mayEmbed: false);
        if (!ModificationRequest.IsIgnored(tag))
        {
            item.ByTag.TryAdd((tag.Value, tag.IsPrivateData ? creator : string.Empty), read);
        }
    }

    private Replacement ReadShallow(DicomTag tag, JsonElement json, bool mayEmbed) =>
        ReadShallow(tag, json, RepresentationOf(tag, _privateCreator, _dictionary), _privateCreator, mayEmbed);

    private Replacement ReadShallow(
        DicomTag tag, JsonElement json, (DicomVR VR, DicomVR Alternative) representation, string creator, bool mayEmbed)
    {
        var (vr, alternative) = representation;
        var value = json.ValueKind switch
        {
            JsonValueKind.Null => ReplacementValue.Empty,
            JsonValueKind.String => OfString(tag, vr, alternative, RequestJson.Text(json, "Replace"), mayEmbed),
            JsonValueKind.Array when vr == DicomVR.SQ => OfArray(tag, json),
            _ => throw WrongType(tag),
        };
        return new Replacement(tag, vr, tag.IsPrivateData ? creator : string.Empty, value);
    }

    /// <summary>The VR that a value is written with, and the alternative if the standard leaves the choice.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="privateCreator">The creator of a private tag; empty for none.</param>
    /// <param name="dictionary">Gives the VRs.</param>
    public static (DicomVR VR, DicomVR Alternative) RepresentationOf(
        DicomTag tag, string privateCreator, ElementDictionary dictionary)
    {
        DictionaryEntry entry;
        if (tag.IsPrivateCreator)
        {
            return (DicomVR.LO, DicomVR.None);
        }

        var isKnown = tag.IsPrivate
            ? dictionary.TryGet(tag, tag.IsPrivateData ? privateCreator : string.Empty, out entry)
            : dictionary.TryAsk(tag, out entry);
        if (!isKnown || entry.VR == DicomVR.None)
        {
            return (DicomVR.UN, DicomVR.None);
        }

        // If the standard leaves the choice of bytes or words, clients give pixels and overlays as words, and all else,
        // such as waveforms, as bytes.
        return entry is { VR: DicomVR.OB, AlternativeVR: DicomVR.OW } or { VR: DicomVR.OW, AlternativeVR: DicomVR.OB }
            ? (tag == DicomTag.PixelData || IsOverlay(tag) ? DicomVR.OW : DicomVR.OB, DicomVR.None)
            : (entry.VR, entry.AlternativeVR);
    }

    private static bool IsOverlay(DicomTag tag) => (tag.Group & 0xFF00) == 0x6000;

    private SequenceValue OfArray(DicomTag tag, JsonElement array)
    {
        var items = new List<List<Replacement>>(array.GetArrayLength());
        var unfilled = new Stack<UnfilledItem>();
        foreach (var element in array.EnumerateArray())
        {
            var item = new List<Replacement>();
            items.Add(item);
            if (element.ValueKind == JsonValueKind.Object)
            {
                unfilled.Push(new(item, new(RequestJson.Members(element, "Replace")), []));
            }
            else if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() > 0)
            {
                // Lua cannot distinguish an empty object from an empty array.
                throw WrongType(tag);
            }
        }

        while (unfilled.TryPop(out var last))
        {
            _unfilled.Push(last);
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
