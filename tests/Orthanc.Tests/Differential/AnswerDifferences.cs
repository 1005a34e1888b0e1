// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;

namespace OrthancDeid.Orthanc.Tests.Differential;

/// <summary>A narrow rule that sets aside a difference between two answers: one side refuses a request that the other
/// carries out, or they refuse it differently.</summary>
/// <param name="Name">What the rule is about. For a row of docs/differences.md, the start of that row.</param>
/// <param name="Allows">Whether the rule is about these two answers.</param>
internal sealed record AnswerRule(string Name, Func<AnswerDifference, bool> Allows);

/// <summary>Two answers of which at least one is an error.</summary>
/// <param name="Request">The request.</param>
/// <param name="Source">The file that the request is about.</param>
/// <param name="BuiltIn">HttpStatus/OrthancStatus of the answer of Orthanc's own route; <c>200</c> for a file.</param>
/// <param name="Plugin">The same of the plugin's answer.</param>
/// <param name="BuiltInDetails">The built-in's description of the fault.</param>
/// <param name="Details">The plugin's description of the fault.</param>
internal sealed record AnswerDifference(
    ComparedRequest Request, ListedFile Source, string BuiltIn, string Plugin, string BuiltInDetails, string Details);

/// <summary>The permitted differences between the statuses of the answers.</summary>
internal static partial class AnswerDifferences
{
    /// <summary>The built-in does not know a tag by this name, so it is asked again with the number.</summary>
    public const string Spelling = "a spelling or a keyword that only the plugin knows";

    /// <summary>The built-in refuses null, so it is asked again with the empty value.</summary>
    public const string Null = "null for a number, AT or sequence: 400/15 or 500/27";

    private const int LongestText = 65_534;

    /// <summary>All rules; the first that is about a difference decides.</summary>
    public static IReadOnlyList<AnswerRule> Rules { get; } =
    [
        new("an unknown tag name in a request answers HTTP 500", d => d is { BuiltIn: "500/27", Plugin: "400/27" }),
        new("too few or too many digits are taken for another tag",
            d => d.Plugin == "400/27" && d.BuiltIn != "500/27" && UnequalDigits().IsMatch(d.Details)),
        new("a character set that is none of the standard is written",
            d => d.Plugin == "400/15" && TagAtFault(d) == DicomTag.SpecificCharacterSet
                && d.Request.Texts(DicomTag.SpecificCharacterSet)
                    .Any(terms => !SpecificCharacterSet.TryParse(terms, out _))),
        new("an empty text for some numeric VRs: 400/15", d => d.BuiltIn == "400/15"
            && d.BuiltInDetails.EndsWith("out-of-range value: \"\"", StringComparison.Ordinal)
            && TagAtFault(d.BuiltInDetails) is { } tag
            && (d.Request.Texts(tag).Any(text => text.Length == 0)
                || d.Request.Values().Any(value => value.Tag == tag && value.Value.ValueKind == JsonValueKind.Null))),
        new("an empty text for a tag as value: 500/27", d => d is { BuiltIn: "500/27", BuiltInDetails: "" }
            && d.Request.Values().Any(value => KnownTags.VROf(value.Tag) == DicomVR.AT
                && (value.Value.ValueKind == JsonValueKind.Null || d.Request.Texts(value.Tag).Contains(string.Empty)))),
        new("US or SS takes no negative number", d => d is { BuiltIn: "400/15", Plugin: "200" }
            && TagAtFault(d.BuiltInDetails) is { } tag && IsOfEitherSign(tag)
            && d.Request.Texts(tag).Any(text => text.Contains('-', StringComparison.Ordinal))),
        new("an odd number of bytes for the PixelData of an item", d => d is { BuiltIn: "400/3", Plugin: "200" }
            && d.BuiltInDetails.Contains("even number of bytes", StringComparison.Ordinal)
            && d.Request.Values().Any(value => value.Tag == DicomTag.PixelData
                && value.Value.ValueKind == JsonValueKind.String
                && (EncodedBytes.BytesOf(value.Value.GetString()!) is { } bytes
                    ? bytes.Length % 2 == 1
                    // The built-in first drops characters that the character set lacks, and then counts the rest.
                    : !Ascii.IsValid(value.Value.GetString()!)))),
        new("US or OW takes no value", d => d is { BuiltIn: "400/15", Plugin: "200" }
            && TagAtFault(d.BuiltInDetails) is { Value: 0x0028_3006 or 0x0028_1200 }),
        new("bytes that are no text are written as a UID or PatientID", d => d.Plugin == "400/15"
            // The host knows command elements, which are not in PS3.6.
            && TagAtFault(d) is { } tag
            && (KnownTags.VROf(tag) == DicomVR.UI || tag == DicomTag.PatientID || tag.Group == 0x0000)
            && d.Request.Values().Any(value => value.Tag == tag && value.Value.ValueKind == JsonValueKind.String
                && EncodedBytes.BytesOf(value.Value.GetString()!) is { } bytes && !EncodedBytes.IsUtf8(bytes))),
        new("a UID that starts with = is taken for a name", d => d is { BuiltIn: "400/15", Plugin: "200" }
            && TagAtFault(d.BuiltInDetails) is { } tag && KnownTags.VROf(tag) == DicomVR.UI
            && d.Request.Texts(tag).Any(text => text.TrimStart().StartsWith('='))),
        new("elements that the server's dictionary lacks are written as text",
            d => d is { BuiltIn: "200", Plugin: "400/15" } && TagAtFault(d) is { } tag && IsLackedByServer(tag)),
        new("words that are stored as UN: 400/15", d => d is { BuiltIn: "400/15", Plugin: "200", BuiltInDetails: "" }
            && d.Request.IsAnonymization && d.Source.Elements.Any(element => element.VR == DicomVR.UN
                && ElementDictionary.Standard.TryGet(element.Tag, out var entry) && entry.VR == DicomVR.OW)),
        new("a list or an object for (0012,0063): 500/-1",
            d => d.BuiltIn == "500/-1" && d.Plugin.StartsWith("400/", StringComparison.Ordinal)
                && d.Request.GivenValue(DicomTag.DeidentificationMethod.ToString()) is
                    { ValueKind: JsonValueKind.Array or JsonValueKind.Object }),
        new("text ends at a NUL character", d => d.Plugin == "400/15"
            && d.Details.Contains("NUL", StringComparison.Ordinal) && TagAtFault(d) is { } tag
            && d.Request.Texts(tag).Any(text => text.TrimEnd('\0').Contains('\0', StringComparison.Ordinal))),
        new("US -1 is stored as 65535; US-or-SS ignores PixelRepresentation",
            d => d.Plugin == "400/15" && TagAtFault(d) is { } tag && IsUnsigned(tag)
                && d.Request.Texts(tag).Any(text => text.Split('\\').Any(part => part.StartsWith('-'))
                    || d.Details.Contains("it is signed", StringComparison.Ordinal))),
        new("text too long for its VR's length field is stored as UN",
            d => d.Plugin == "400/15" && TagAtFault(d) is { } tag
                && (d.Details.Contains("can hold 65534", StringComparison.Ordinal)
                    ? d.Request.Texts(tag).Any(IsLong)

                    // An identifier may also be too long for the references to it.
                    : d.Details.EndsWith("too long for its VR", StringComparison.Ordinal)
                        && KnownTags.Identifiers.SelectMany(d.Request.Texts).Any(IsLong))),
        new("pixel data as bytes for a compressed file: 400 with an empty body",
            d => d is { BuiltIn: "400/" or "400/3", Plugin: "400/8" } && TagAtFault(d) == DicomTag.PixelData),
    ];

    /// <summary>Whether a text may be too long in bytes, in a character set with up to three bytes per character.</summary>
    private static bool IsLong(string text) => text.Length * 3 > LongestText;

    private static DicomTag? TagAtFault(AnswerDifference d) => TagAtFault(d.Details);

    private static DicomTag? TagAtFault(string details) =>
        Named().Match(details) is { Success: true } match && DicomTag.TryParse(match.Groups[1].Value, out var tag)
            ? tag : null;

    private static bool IsOfEitherSign(DicomTag tag) => ElementDictionary.Standard.TryGet(tag, out var entry)
        && entry is { VR: DicomVR.US or DicomVR.SS, AlternativeVR: DicomVR.US or DicomVR.SS };

    /// <summary>Whether a tag is a retired element that the server's dictionaries lack.</summary>
    private static bool IsLackedByServer(DicomTag tag) =>
        tag.Group is 0x1000 or 0x1010 || tag.Value is 0x0400_0315 or 0x300A_0782;

    private static bool IsUnsigned(DicomTag tag) => ElementDictionary.Standard.TryGet(tag, out var entry)
        && entry.VR is DicomVR.US or DicomVR.UL or DicomVR.UV or DicomVR.OW or DicomVR.OL or DicomVR.OV or DicomVR.SS;

    [GeneratedRegex(@"\(([0-9a-f]{4},[0-9a-f]{4})\)")]
    private static partial Regex Named();

    [GeneratedRegex("^Unknown DICOM tag: (?![0-9a-f]{4}[,-][0-9a-f]{4}$)[0-9a-f]{1,5}[,-][0-9a-f]{1,5}(\\[.*)?$")]
    private static partial Regex UnequalDigits();
}
