// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Differential;

/// <summary>The tags used in requests and files.</summary>
internal static class KnownTags
{
    /// <summary>The built-in answers an error to this tag, which would hide everything else.</summary>
    private const uint BreaksBuiltIn = 0x0072_006D;

    /// <summary>Its value would be embedded, which no case covers so far.</summary>
    private const uint EncapsulatedDocument = 0x0042_0011;

    /// <summary>Tags that clients' requests name most often.</summary>
    private static readonly uint[] UsualValues =
    [
        0x0008_0020, 0x0008_0050, 0x0008_0080, 0x0008_0090, 0x0008_1030, 0x0008_103E, 0x0008_1140, 0x0008_1110,
        0x0008_2112, 0x0010_0010, 0x0010_0030, 0x0010_0040, 0x0010_1010, 0x0010_1040, 0x0010_4000, 0x0012_0062,
        0x0012_0063, 0x0018_1030, 0x0020_0010, 0x0020_0011, 0x0020_0013, 0x0020_0032, 0x0020_0052, 0x0028_0010,
        0x0028_0106, 0x0028_1050, 0x0040_0275, 0x0040_A730, 0x0054_0016, 0x0088_0140, 0x3006_0024,
    ];

    private static readonly Lazy<IReadOnlyList<DictionaryEntry>> Every = new(() => [.. Find()]);

    private static readonly Lazy<IReadOnlyDictionary<DicomVR, DictionaryEntry[]>> ByVR = new(() => Every.Value
        .GroupBy(entry => entry.VR)
        .OrderBy(group => group.Key)
        .ToDictionary(group => group.Key, group => group.ToArray()));

    private static readonly Lazy<IReadOnlyList<DicomVR>> VRs = new(() => [.. ByVR.Value.Keys.Order()]);

    /// <summary>The four identifiers that need <c>Force</c>.</summary>
    public static IReadOnlyList<DicomTag> Identifiers { get; } =
        [DicomTag.PatientID, DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID];

    /// <summary>Tags that clients' requests name most often.</summary>
    public static IReadOnlyList<DicomTag> Usual { get; } = [.. UsualValues.Select(value => new DicomTag(value))];

    /// <summary>A public tag. Every VR is equally likely, however few tags have it.</summary>
    public static DictionaryEntry Any(SeededChoice choice) => Of(choice.Of(VRs.Value), choice);

    /// <summary>A tag of a VR.</summary>
    public static DictionaryEntry Of(DicomVR vr, SeededChoice choice) => choice.Of(ByVR.Value[vr]);

    /// <summary>The VR of a tag in PS3.6, or UN if it has none there; LO for a private creator.</summary>
    public static DicomVR VROf(DicomTag tag) =>
        tag.IsPrivateCreator ? DicomVR.LO
        : ElementDictionary.Standard.TryGet(tag, out var entry) && entry.VR != DicomVR.None ? entry.VR
        : DicomVR.UN;

    /// <summary>All public tags except group lengths, groups that no file stored in Orthanc has, and the two tags
    /// above.</summary>
    private static IEnumerable<DictionaryEntry> Find() => ElementDictionary.OfStandard().Where(entry =>
        entry.Tag.Group is > 0x0006 and < 0xFFFA && !entry.Tag.IsGroupLength && entry.VR != DicomVR.None
        && entry.Tag.Value is not (BreaksBuiltIn or EncapsulatedDocument));
}
