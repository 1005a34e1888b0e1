// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>The values of a request that the plugin deliberately writes differently.</summary>
internal static class RequestedDifferences
{
    /// <summary>One rule per difference, which also checks that the plugin does what the documentation promises.</summary>
    public static IReadOnlyList<DifferenceRule> Rules { get; } =
    [
        DifferenceRule.When("characters that the data set's character set lacks are dropped", LackingCharacters),
        DifferenceRule.When("the text keeps its bytes under another SpecificCharacterSet", Relabelled),
        DifferenceRule.When("characters are dropped from text in ISO 2022 character sets", DroppedCharacters),
        DifferenceRule.When("bytes of text are not converted to the character set", UnconvertedBytes),
        DifferenceRule.When("a keyword of PS3.6 means a private element that is called alike", PrivateKeyword),
        DifferenceRule.When("text in ISO 2022 IR 149 lacks its escape sequences", LackingEscape),
        DifferenceRule.When("a private creator given by Replace is written as UN", GivenCreator),
        DifferenceRule.When("US or SS ignores PixelRepresentation", Sign),
        DifferenceRule.When("elements that the server's dictionary lacks are written as text", LackingElement),
        DifferenceRule.When("bytes of text end at a zero or a line end", BytesOfText),
        DifferenceRule.When(
            "(0002,0002) of a file whose SOPClassUID was removed",
            (d, c) => d.Tag == DicomTag.MediaStorageSOPClassUID && c.Request.Removed.Contains(DicomTag.SOPClassUID)
                && c.Plugin[DicomTag.SOPClassUID] is null
                && d.Plugin?.Text == (c.Source[DicomTag.MediaStorageSOPClassUID]?.Text ?? "")),
        DifferenceRule.When(
            "white space in UIDs that the request does not name is deleted",
            (d, _) => d.PluginKeptIt && DeliberateDifferences.HasLostSpace(d)),
        DifferenceRule.When(
            "padding is deleted from private text that the request does not name, where no VR is written",
            (d, c) => d is { PluginKeptIt: true, BuiltIn: { Items: null } builtIn, Source: { Items: null } source }
                && d.Tag.IsPrivateData && c.Source.TransferSyntax.IsImplicitVR && builtIn.Text == source.Text),
        DifferenceRule.When("a private element of another creator is overwritten", OtherBlock),
        DifferenceRule.When("US or OW without a value is OW",
            (d, c) => d.Tag.Value is 0x0028_3006 or 0x0028_1200
                && d is { BuiltIn: { VR: DicomVR.OW, IsEmpty: true }, Plugin: { VR: DicomVR.US, IsEmpty: true } }
                && c.Request.Values().Any(value => value.Tag == d.Tag)),
        DifferenceRule.When("empty values of SpecificCharacterSet are written",
            (d, _) => d.Tag == DicomTag.SpecificCharacterSet && d is { BuiltIn: { } builtIn, Plugin.IsEmpty: true }
                && builtIn.Text.Trim('\\').Length == 0),
    ];

    /// <summary>The named block is reserved for another creator, so the plugin uses another block.</summary>
    private static bool OtherBlock(Difference d, DataSetComparison c)
    {
        var creator = c.Request.PrivateCreator.Trim(' ');
        if (creator.Length > 0 && d.PluginKeptIt && StandsInSpared(d.Path, creator, c))
        {
            return true;
        }

        var item = d.Path[..(d.Path.LastIndexOf('.') + 1)];
        var named = d.IsTopLevel
            ? c.Request.Replaced
            : c.Request.ReplacedPaths.Where(path => path.Selects(item + path.Tag)).Select(path => path.Tag);
        return creator.Length > 0 && named.Any(tag => tag.IsPrivateData && tag.Group == d.Tag.Group
            && c.Plugin[item + tag.PrivateCreator] is { Text.Length: > 0 } other && other.Text != creator
            && (d.Tag == tag
                ? d.PluginKeptIt || d.Plugin is null
                : d is { BuiltIn: null, Source: null, Plugin: { } plugin }
                    && (d.Tag.IsPrivateCreator
                        ? plugin.Text == creator
                        : (byte)d.Tag.Element == (byte)tag.Element
                            && (c.Request.Texts(tag).Any(text => plugin.Characters == text.TrimEnd(' ', '\0'))
                                || (plugin.IsEmpty && c.Request.Values().Any(value =>
                                    value.Tag == tag && value.Value.ValueKind == JsonValueKind.Null))))));
    }

    /// <summary>Whether an element is in a private sequence that the request names but that belongs to another
    /// creator.</summary>
    private static bool StandsInSpared(string path, string creator, DataSetComparison c)
    {
        for (var end = path.LastIndexOf('['); end > 0; end = path.LastIndexOf('[', end - 1))
        {
            if (c.Plugin[path[..end]] is { Tag.IsPrivateData: true } sequence
                && (sequence.IsTopLevel
                    ? c.Request.Replaced.Contains(sequence.Tag)
                    : c.Request.ReplacedPaths.Any(named => named.Selects(sequence.Path)))
                && c.Plugin[sequence.Path[..(sequence.Path.LastIndexOf('.') + 1)] + sequence.Tag.PrivateCreator]
                    is { Text.Length: > 0 } other
                && other.Text != creator)
            {
                return true;
            }
        }

        return false;
    }

    private static bool LackingCharacters(Difference d, DataSetComparison c)
    {
        if (c.Plugin[DicomTag.SpecificCharacterSet]?.Text != SpecificCharacterSet.Utf8.Terms
            || c.BuiltIn[DicomTag.SpecificCharacterSet]?.Text == SpecificCharacterSet.Utf8.Terms
            || !IsLacking(c))
        {
            return false;
        }

        if (d.Tag == DicomTag.SpecificCharacterSet)
        {
            return d.IsTopLevel ? d.BuiltIn is null || d.BuiltInKeptIt : d.Plugin is null && d.BuiltInKeptIt;
        }

        return d is { BuiltIn: { } builtIn, Plugin: { } plugin }
            && (builtIn.VR == plugin.VR || (d.Tag.IsPrivateCreator && plugin.VR == DicomVR.LO))
            && (plugin.Characters == builtIn.Characters
                || (d.BuiltInKeptIt && plugin.Characters == d.Source!.Characters)
                || c.Request.Texts(d.Tag).Any(text => plugin.Characters == text.TrimEnd(' ')));
    }

    /// <summary>Whether the request gives a text that cannot be encoded in a character set of the file.</summary>
    private static bool IsLacking(DataSetComparison c) => c.Source.Elements.Select(element => element.CharacterSet)
        .Distinct()
        .Any(set => c.Request.Values().Any(value => value.Value.ValueKind == JsonValueKind.String
            && !set.TryEncode(EncodedBytes.TextOf(value.Value.GetString()!), DicomVR.LO, out _)));

    /// <summary>The request replaces or removes (0008,0005): the plugin keeps the characters, not the bytes.</summary>
    private static bool Relabelled(Difference d, DataSetComparison c)
    {
        var isChanged = c.Request.Removed.Contains(DicomTag.SpecificCharacterSet)
            || c.Request.Values().Any(value => value.Tag == DicomTag.SpecificCharacterSet)
            || c.Request.RemovedPaths.Any(path => path.Tag == DicomTag.SpecificCharacterSet);
        return isChanged && (d.Tag == DicomTag.SpecificCharacterSet
            ? d.Plugin?.Text == SpecificCharacterSet.Utf8.Terms
            : d is { BuiltIn: { } builtIn, Plugin: { } plugin } && builtIn.VR == plugin.VR
                && ((d.BuiltInKeptIt && plugin.Characters == d.Source!.Characters)
                    || c.Request.Texts(d.Tag).Any(text => plugin.Characters == text.TrimEnd(' '))));
    }

    private static bool DroppedCharacters(Difference d, DataSetComparison c) =>
        d is { BuiltIn: { } builtIn, Plugin: { } plugin }
        && plugin.CharacterSet.Terms.Contains("2022", StringComparison.Ordinal)
        && c.Request.Texts(d.Tag).Any(text => plugin.Characters == text.TrimEnd(' ')
            && IsWithout(text, builtIn.Characters));

    /// <summary>Whether a text without some characters that are not ASCII or not graphic is the shorter one.</summary>
    private static bool IsWithout(string text, string shorter)
    {
        var at = 0;
        foreach (var character in text)
        {
            if (at < shorter.Length && shorter[at] == character)
            {
                at++;
            }
            else if (character is >= ' ' and <= '~')
            {
                return false;
            }
        }

        return at == shorter.Length;
    }

    private static bool UnconvertedBytes(Difference d, DataSetComparison c) =>
        d is { BuiltIn: { } builtIn, Plugin: { } plugin } && builtIn.VR == plugin.VR
        && c.Request.Values().Any(value => value.Tag == d.Tag && value.Value.ValueKind == JsonValueKind.String
            && EncodedBytes.BytesOf(value.Value.GetString()!) is { } bytes
            && builtIn.Value.AsSpan().StartsWith(bytes) && EncodedBytes.IsUtf8(bytes)
            && plugin.Characters == EncodedBytes.TextOf(value.Value.GetString()!).TrimEnd(' '));

    /// <summary>The built-in mistakes the keyword of a retired element for that of a private one.</summary>
    private static bool PrivateKeyword(Difference d, DataSetComparison c) => c.Request.Keywords.Any(tag =>
        ElementDictionary.Standard.TryGet(tag, out var entry) && entry.IsRetired
        && (d.Tag == tag
            ? d.BuiltInKeptIt || d.BuiltIn is null
            : d is { Plugin: null, Source: null } && d.Tag.IsPrivate));

    private static bool LackingEscape(Difference d, DataSetComparison c) =>
        d is { BuiltIn: { } builtIn, Plugin: { } plugin }
        && plugin.CharacterSet.Terms.Contains("ISO 2022 IR 149", StringComparison.Ordinal)
        && builtIn.Text == plugin.Text.Replace("\e$)C", "", StringComparison.Ordinal)
        && c.Request.Texts(d.Tag).Any(text => plugin.Characters == text.TrimEnd(' '));

    private static bool GivenCreator(Difference d, DataSetComparison c) => d.Tag.IsPrivateCreator
        && d is { BuiltIn: { VR: DicomVR.UN } builtIn, Plugin: { VR: DicomVR.LO } plugin } && plugin.HasValueOf(builtIn)
        && c.Request.Values().Any(value => value.Tag == d.Tag);

    private static bool Sign(Difference d, DataSetComparison c) =>
        ElementDictionary.Standard.TryGet(d.Tag, out var entry)
        && entry is { VR: DicomVR.US or DicomVR.SS, AlternativeVR: DicomVR.US or DicomVR.SS }
        && d is { BuiltIn: { VR: DicomVR.US } builtIn, Plugin: { VR: DicomVR.SS } plugin } && plugin.HasValueOf(builtIn)
        && IsSigned(d.Path, c.Plugin) && c.Request.Values().Any(value => value.Tag == d.Tag);

    /// <summary>Whether Pixel Representation, in the element's own item or the nearest around it, says signed.</summary>
    private static bool IsSigned(string path, ListedFile file)
    {
        for (var end = path.LastIndexOf('.'); ; end = end < 0 ? end : path.LastIndexOf('.', end - 1))
        {
            var element = file[path[..(end + 1)] + DicomTag.PixelRepresentation];
            if (element is not null || end < 0)
            {
                return element?.Value.Contains((byte)1) ?? false;
            }
        }
    }

    private static bool LackingElement(Difference d, DataSetComparison c) =>
        !d.Tag.IsPrivate && d is { BuiltIn: { } builtIn, Plugin: { } plugin }
        && (builtIn.VR == DicomVR.UN || c.BuiltIn.TransferSyntax.IsImplicitVR)
        && ElementDictionary.Standard.TryGet(d.Tag, out var entry)
        && (plugin.VR == entry.VR || plugin.VR == entry.AlternativeVR)
        && c.Request.Texts(d.Tag).Any(text => builtIn.Characters == text.TrimEnd(' ', '\0')
            && (plugin.VR.IsText()
                ? plugin.Characters == builtIn.Characters
                : plugin.Value.Length == text.Split('\\').Length * Math.Max(1, plugin.VR.UnitSize())));

    private static bool BytesOfText(Difference d, DataSetComparison c) =>
        d is { BuiltIn: { } builtIn, Plugin: { } plugin } && builtIn.VR == plugin.VR && plugin.VR.IsText()
        && c.Request.Values().Any(value => value.Tag == d.Tag && value.Value.ValueKind == JsonValueKind.String
            && EncodedBytes.BytesOf(value.Value.GetString()!) is { } bytes
            && !EncodedBytes.IsUtf8(bytes)
            && ((plugin.Value.AsSpan().StartsWith(bytes) && plugin.Value.Length <= bytes.Length + 1)
                || plugin.Characters == CharacterSetOf(c.Source).Decode(bytes, DicomVR.LO)));

    /// <summary>The character set of a file's data set. After a conversion, that of the result may be another.</summary>
    private static SpecificCharacterSet CharacterSetOf(ListedFile file) =>
        file.Elements.Last(element => element.IsTopLevel).CharacterSet;
}
