// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>The rows of docs/differences.md that are visible in a single file.</summary>
internal static class DeliberateDifferences
{
    /// <summary>One rule per row, which also checks that the plugin does what the row promises.</summary>
    public static IReadOnlyList<DifferenceRule> Rules { get; } =
    [
        DifferenceRule.When("PatientName inside sequences survives {}", NestedPatientName),
        DifferenceRule.When("elements stored as UN, or with a VR that is not theirs, survive", ForeignVR),
        DifferenceRule.When("a top-level Replace switches the profile off for that tag in every sequence",
            NestedOfReplaced),
        DifferenceRule.When("RemovePrivateTags of modify leaves private elements in sequences", NestedPrivate),
        DifferenceRule.When("Keep of a private tag loses its private creator; Replace of one writes no creator",
            (d, c) => LostCreator(d, c) || CreatorOfGiven(d, c) || CreatorOfFreed(d, c)),
        DifferenceRule.When("a kept Study, Series or SOP Instance UID is changed in the references to it",
            KeptReference),
        DifferenceRule.When("UIDs and dates in a sequence given by Replace are anonymized away", GivenByReplace),
        DifferenceRule.When(
            "overlay data, overlay comments and the whole 50xx group at the top level survive anonymization",
            (d, c) => c.Request.IsAnonymization && ProfileTable.IsCurveOrOverlay(d.Tag) && !IsRestOfOverlay(d.Tag)
                && (d is { BuiltInKeptIt: true, Plugin: null }
                    ? d.IsTopLevel || c.Request.Edition == "2008"
                    : d is { BuiltIn: null, PluginKeptIt: true } && c.Request.Kept.Contains(d.Tag))),
        DifferenceRule.When("what remains of an overlay whose data goes survives",
            (d, c) => c.Request.IsAnonymization && IsRestOfOverlay(d.Tag)
                && d is { BuiltInKeptIt: true, Plugin: null } && !NamesOverlay(c.Request, d)),
        DifferenceRule.When("trailing padding survives with the table of 2008",
            (d, c) => c.Request.IsAnonymization && d.Tag == DicomTag.DataSetTrailingPadding
                && d is { BuiltInKeptIt: true, Plugin: null } && !c.Request.Kept.Contains(d.Tag)),
        DifferenceRule.When("tables of offsets survive where there are none",
            (d, c) => c.Request.IsAnonymization && d.Tag.Value is >= 0x7FE0_0001 and <= 0x7FE0_0003
                && d is { BuiltInKeptIt: true, Plugin: null } && !c.Request.Kept.Contains(d.Tag)),
        DifferenceRule.When("bytes behind the last pixel survive",
            (d, c) => c.Request.IsAnonymization && d.BuiltInKeptIt && WholePixels.AreAllOf(c.Source, d.Source, d.Plugin)),
        DifferenceRule.When("elements that identify, but are in no edition of the table, survive",
            (d, c) => c.Request.IsAnonymization && (d.BuiltInKeptIt || HasLostSpace(d))
                && IdentifyingTags.Actions.ContainsKey(d.Tag) && FollowsProfile(d, c)),
        DifferenceRule.When("UIDs that the standard defines are replaced",
            (d, c) => c.Request.IsAnonymization && d is { PluginKeptIt: true, Source: { } source }
                && source.Text.StartsWith("1.2.840.10008.", StringComparison.Ordinal)),
        DifferenceRule.When("public elements that are not in PS3.6 survive", Unknown),
        DifferenceRule.When("a multi-valued UI element is mapped as one string", MultiValuedUid),
    ];

    /// <summary>
    /// Whether the built-in is known to break references to a UID: it maps the top-level Study, Series and SOP Instance UIDs
    /// separately from the references to them.
    /// </summary>
    public static bool BuiltInBreaksReference(string uid, DataSetComparison comparison) =>
        OwnIdentifiers.Any(tag => comparison.Source[tag]?.Text == uid);

    /// <summary>Whether an element has a VR, such as UN, that its tag does not allow; false for an absent element.</summary>
    public static bool HasForeignVR(ListedElement? element) =>
        element is not null && ElementDictionary.Standard.TryGet(element.Tag, out var entry)
        && element.VR != entry.VR && element.VR != entry.AlternativeVR;

    /// <summary>Whether the built-in did nothing to a UID but delete its white space, as it does everywhere.</summary>
    public static bool HasLostSpace(Difference d) => d is { Source: { VR: DicomVR.UI } source, BuiltIn: { } builtIn }
        && builtIn.Text == string.Concat(source.Text.Split(" \t\n\v\f\r".ToCharArray()));

    private static bool IsRestOfOverlay(DicomTag tag) =>
        (tag.Group & 0xFF01) == 0x6000 && tag.Element is not (0x3000 or 0x4000);

    /// <summary>Whether the request keeps or replaces an element of the same overlay.</summary>
    private static bool NamesOverlay(ComparedRequest request, Difference d) => request.Kept
        .Concat(d.IsTopLevel
            ? request.Replaced
            : request.KeptPaths.Concat(request.ReplacedPaths).Select(path => path.Tag))
        .Any(tag => tag.Group == d.Tag.Group);

    /// <summary>Whether the built-in sees no items in a sequence, because it is UN or private without a VR.</summary>
    private static bool IsHidden(ListedElement sequence, DataSetComparison c) => sequence.Items is not null
        && (sequence.VR == DicomVR.UN || (sequence.Tag.IsPrivate && c.Source.TransferSyntax.IsImplicitVR));

    private static DicomTag[] OwnIdentifiers =>
        [DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID];

    private static bool NestedPatientName(Difference d, DataSetComparison c)
    {
        if (d.Tag != DicomTag.PatientName || d.IsTopLevel || !c.Request.IsAnonymization || !d.BuiltInKeptIt
            || d.Plugin is null)
        {
            return false;
        }

        var expected = d.Source!.Text == c.Source[DicomTag.PatientName]?.Text
            ? c.Plugin[DicomTag.PatientName]?.Text : "";
        return d.Plugin.Text == expected;
    }

    private static bool ForeignVR(Difference d, DataSetComparison c)
    {
        if (d.Tag == DicomTag.MediaStorageSOPClassUID)
        {
            // The built-in does not find the SOP Class UID of the data set either, and generates one.
            return c.Source[DicomTag.SOPClassUID] is { } sopClass && HasForeignVR(sopClass)
                && d.Plugin?.Text == sopClass.Text;
        }

        if (Around(d.Path, c.Source).Any(element => element.Path != d.Path && IsHidden(element, c)))
        {
            // The built-in changes nothing inside such a sequence.
            return (d.BuiltInKeptIt || d is { BuiltIn: null, Source: null })
                && (Names(c.Request, d.Path) || (d.Plugin is null && c.Request.Removed.Contains(d.Tag))
                    || (c.Request.IsAnonymization && FollowsProfile(d, c)));
        }

        if (d is { BuiltInKeptIt: true, Plugin: null, Source: { } hidden }
            && (IsHidden(hidden, c) || HasForeignVR(hidden))
            && c.Request.IsAnonymization && c.Request.Removed.Contains(d.Tag))
        {
            return true;
        }

        // Where the built-in changes the element, it does so according to the VR in the file.
        return c.Request.IsAnonymization && (d.BuiltInKeptIt || HasForeignVR(d.Source))
            && Around(d.Path, c.Source).Any(HasForeignVR) && FollowsProfile(d, c);
    }

    /// <summary>The element at a path and the sequences that contain it.</summary>
    private static IEnumerable<ListedElement> Around(string path, ListedFile file)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('[', end - 1))
        {
            if (file[path[..end]] is { } element)
            {
                yield return element;
            }
        }
    }

    private static bool NestedOfReplaced(Difference d, DataSetComparison c) =>
        c.Request.IsAnonymization && !d.IsTopLevel && (d.BuiltInKeptIt || HasLostSpace(d))
        && c.Request.Replaced.Contains(d.Tag)
        && !c.Request.Replaced.Contains(d.Any.Root) && FollowsProfile(d, c);

    private static bool NestedPrivate(Difference d, DataSetComparison c) =>
        c.Request is { IsAnonymization: false, RemovesPrivate: true } && !d.IsTopLevel && d.Tag.IsPrivate
        && d.BuiltIn is not null && d.Plugin is null;

    private static bool LostCreator(Difference d, DataSetComparison c) =>
        d.Tag.IsPrivateCreator && d is { BuiltIn: null, Plugin: { } plugin }
        && (d.Source is null || d.PluginKeptIt || plugin.Text == c.Request.PrivateCreator.Trim(' '))
        && (d.IsTopLevel
            ? c.Request.Kept.Concat(c.Request.Replaced).Any(tag => tag.IsPrivateData && tag.PrivateCreator == d.Tag)
            : c.Plugin.Elements.Any(element => element.Tag.IsPrivateData && element.Tag.PrivateCreator == d.Tag
                && element.Path.StartsWith(d.Path[..^d.Tag.ToString().Length], StringComparison.Ordinal)
                && c.Request.KeptPaths.Concat(c.Request.ReplacedPaths).Any(path => path.Selects(element.Path))));

    /// <summary>The creator of private elements in a sequence that the request provides.</summary>
    private static bool CreatorOfGiven(Difference d, DataSetComparison c) =>
        d is { IsTopLevel: false, BuiltIn: null, Source: null, Plugin: { } plugin } && d.Tag.IsPrivateCreator
        && plugin.Text == c.Request.PrivateCreator.Trim(' ') && plugin.Text.Length > 0
        && c.Request.Values().Any(value => value.Tag.IsPrivateData && value.Tag.Group == d.Tag.Group);

    /// <summary>The plugin removed the block's elements from the sequence, unlike the built-in: the block is free.</summary>
    private static bool CreatorOfFreed(Difference d, DataSetComparison c) =>
        d is { IsTopLevel: false, BuiltInKeptIt: true, Plugin: { } plugin } && d.Tag.IsPrivateCreator
        && c.Request is { IsAnonymization: false, RemovesPrivate: true }
        && plugin.Text == c.Request.PrivateCreator.Trim(' ') && plugin.Text.Length > 0
        && c.Request.ReplacedPaths.Any(path => path.Tag.PrivateCreator == d.Tag);

    private static bool KeptReference(Difference d, DataSetComparison c) =>
        !(d.IsTopLevel && OwnIdentifiers.Contains(d.Tag)) && d is { Source: { } source, Plugin: { } plugin }
        && ((d.PluginKeptIt && IsKept(source.Text, c)) || IsReplacedBy(source.Text, plugin.Text, c));

    private static bool GivenByReplace(Difference d, DataSetComparison c) =>
        c.Request.IsAnonymization && !d.IsTopLevel && c.Request.Replaced.Contains(d.Any.Root)
        && d.Plugin is { } plugin && (IsGivenSequence(plugin, c.Request) || IsGivenValue(plugin, c.Request));

    private static bool IsGivenSequence(ListedElement plugin, ComparedRequest request) =>
        request.GivenValue(plugin.Path) is { ValueKind: JsonValueKind.Array } array
        && plugin.Items == array.GetArrayLength();

    private static bool IsGivenValue(ListedElement plugin, ComparedRequest request) =>
        request.Given(plugin.Path) is { } given
        && (plugin.Text == given.TrimEnd(' ', '\0') || IsGivenBytes(plugin, request)
            || plugin.Characters == given.TrimEnd(' ')
            || (!plugin.VR.IsText() && plugin.Value.Length == given.Split('\\').Length * plugin.VR.UnitSize()));

    private static bool IsGivenBytes(ListedElement plugin, ComparedRequest request) =>
        EncodedBytes.BytesOf(request.GivenValue(plugin.Path)!.Value.ToString()) is { } bytes
        && plugin.Value.Length <= bytes.Length + 1 && plugin.Value.AsSpan().StartsWith(bytes);

    /// <summary>Whether the request removes or replaces an element, or a sequence that contains it, by a path.</summary>
    private static bool Names(ComparedRequest request, string path) =>
        request.RemovedPaths.Concat(request.ReplacedPaths).Any(named => named.Covers(path));

    /// <summary>An unknown element, or an element inside one.</summary>
    private static bool Unknown(Difference d, DataSetComparison c) =>
        c.Request.IsAnonymization && d.Plugin is null
        && Around(d.Path, c.Source).Any(element => ProfileTable.IsUnknown(element.Tag));

    private static bool MultiValuedUid(Difference d, DataSetComparison c)
    {
        string[] originals = d.Source?.Text.Split('\\') ?? [];
        string[] plugin = d.Plugin?.Text.Split('\\') ?? [];
        return c.Request.IsAnonymization && originals.Length > 1 && plugin.Length == originals.Length
            && d.BuiltIn is not null && !d.BuiltIn.Text.Contains('\\', StringComparison.Ordinal)
            && originals.Zip(plugin).All(pair => IsKept(pair.First, c)
                ? pair.Second == pair.First
                : pair.First.Length == 0 ? pair.Second.Length == 0
                : c.Identifiers.PluginMaps(pair.First, pair.Second));
    }

    /// <summary>Whether a UID is the file's own Study, Series or SOP Instance UID, and the request keeps it.</summary>
    private static bool IsKept(string uid, DataSetComparison c) =>
        Array.Exists(OwnIdentifiers, tag => c.Request.Kept.Contains(tag) && c.Source[tag]?.Text == uid);

    /// <summary>Whether a UID is the file's own Study, Series or SOP Instance UID, and the request replaces it with the
    /// other one.</summary>
    private static bool IsReplacedBy(string uid, string other, DataSetComparison c) => c.Request.IsAnonymization
        && Array.Exists(OwnIdentifiers, tag => c.Request.Replaced.Contains(tag) && !c.Request.Kept.Contains(tag)
            && c.Source[tag]?.Text == uid && c.Plugin[tag]?.Text == other);

    /// <summary>Whether the plugin treated an element as the table says for its tag (docs/anonymize.md).</summary>
    private static bool FollowsProfile(Difference d, DataSetComparison c) => d.Tag == DicomTag.PatientID
        ? d.Source!.Text == c.Source[DicomTag.PatientID]?.Text
            ? d.Plugin?.Text == c.Plugin[DicomTag.PatientID]?.Text
            : FreshIdentifiers.IsUuid(d.Plugin?.Text)
        : d.Tag == DicomTag.PatientName && !d.IsTopLevel
        ? d.Plugin?.Text == (d.Source!.Text == c.Source[DicomTag.PatientName]?.Text && d.Source.Text.Length > 0
            ? c.Plugin[DicomTag.PatientName]?.Text : "")
        : (OwnIdentifiers.Contains(d.Tag)
            ? ProfileAction.MapUid : ProfileTable.Of(c.Request.Edition).ActionOf(d.Tag)) switch
        {
            ProfileAction.Remove => d.Plugin is null,
            ProfileAction.Empty => d.Plugin is null ? !d.IsTopLevel : d.Plugin.IsEmpty,
            ProfileAction.MapUid => d.Plugin is not null && d.Source is not null
                && d.Plugin.Text.Split('\\') is var values && d.Source.Text.Split('\\') is var originals
                && values.Length == originals.Length
                && originals.Zip(values).All(pair => pair.First.Length == 0 && values.Length > 1
                    ? pair.Second.Length == 0
                    : c.Identifiers.PluginMaps(pair.First, pair.Second)),
            ProfileAction.Clean => d.Plugin is not null && d.Source is not null
                && d.Plugin.Text.Length < d.Source.Text.Length,
            _ => false,
        };
}
