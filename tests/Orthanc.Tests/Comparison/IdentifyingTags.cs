// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>
/// Attributes that identify, but that no edition of Table E.1-1 in Orthanc names, and the action for each, which is the same
/// in every edition. Read from the table of classes, not from the plugin's code for them.
/// </summary>
internal static class IdentifyingTags
{
    private static readonly HashSet<string> Named =
        [.. PublishedTables.Profile("2023b").Where(row => row.Action.Length > 0).Select(row => row.Pattern)];

    /// <summary>Overlay Description and Overlay Label, in each group of overlays.</summary>
    private static readonly IEnumerable<DicomTag> OfOverlays = Enumerable.Range(0, 0x80).SelectMany(
        plane => new DicomTag[] { OfOverlay(plane, 0x0022), OfOverlay(plane, 0x1500) });

    /// <summary>The tags, with their action in every edition.</summary>
    public static IReadOnlyDictionary<DicomTag, ProfileAction> Actions { get; } =
        PublishedTables.Classes()
            .Where(row => row.IsExact && row.Tag.Group is > 0x0002 and not (0x7FE0 or 0xFFFC or 0xFFFE) && !Named.Contains(row.Pattern))
            .Select(row => (row.Tag, Action: ActionFor(row)))
            .Where(row => row.Action != ProfileAction.None)
            .Concat(OfOverlays.Select(tag => (Tag: tag, Action: ProfileAction.Remove)))
            .ToDictionary(row => row.Tag, row => row.Action);

    private static ProfileAction ActionFor(PublishedTables.ClassRow row) => row.Class switch
    {
        "technical" or "structure" or "code" or "standard-time" or "standard-uid" => ProfileAction.None,
        "label" => ProfileAction.Clean,
        "instance-uid" or "device-uid" => ProfileAction.MapUid,
        "care-time" => ProfileAction.Empty,
        _ => row.IsNeeded ? ProfileAction.Empty : ProfileAction.Remove,
    };

    private static DicomTag OfOverlay(int plane, ushort element) => new((ushort)(0x6000 + (2 * plane)), element);
}
