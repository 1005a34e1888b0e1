// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>What the Basic Profile of an edition does with a tag, as contract section 5 reads Table E.1-1 of
/// PS3.15.</summary>
internal enum ProfileAction
{
    /// <summary>The table does not name the tag.</summary>
    None,

    /// <summary>Deleted.</summary>
    Remove,

    /// <summary>Emptied if present.</summary>
    Empty,

    /// <summary>Each UID gets a new one.</summary>
    MapUid,

    /// <summary>Kept, with its UIDs mapped.</summary>
    KeepMapped,
}

/// <summary>
/// Table E.1-1 of an edition, read from the files beside the checkout and not from those of the plugin, so that it is
/// a second reading of the standard.
/// </summary>
internal sealed class ProfileTable
{
    private static readonly Dictionary<string, ProfileTable> Read = [];
    private readonly Dictionary<DicomTag, ProfileAction> _actions = [];

    private ProfileTable(string edition)
    {
        foreach (var row in SharedData.ReadTable($"ps3.15-table-e.1-1-{edition}.csv"))
        {
            // The rows with x for a digit say what is done in every edition, see ActionOf.
            if (DicomTag.TryParse(row[0], out var tag))
            {
                _actions[tag] = row[2] switch
                {
                    "U" => ProfileAction.MapUid,
                    "X/Z/U*" when tag.Value is 0x0008_1140 or 0x0008_2112 => ProfileAction.KeepMapped,
                    "Z" or "D" or "Z/D" => ProfileAction.Empty,
                    ['X', ..] => ProfileAction.Remove,
                    _ => throw new InvalidDataException($"{edition}: {row[0]} has the action {row[2]}"),
                };
            }
        }
    }

    /// <summary>The tags that the table names one by one, in order, with their actions.</summary>
    public IEnumerable<(DicomTag Tag, ProfileAction Action)> Rows =>
        _actions.OrderBy(row => row.Key).Select(row => (row.Key, row.Value));

    /// <summary>The table of an edition; skips the test if the files are not there.</summary>
    public static ProfileTable Of(string edition)
    {
        if (!Read.TryGetValue(edition, out var table))
        {
            table = new ProfileTable(edition);
            Read.Add(edition, table);
        }

        return table;
    }

    /// <summary>
    /// The action for a tag; curves, overlays, private and unknown tags included, with which no edition's table is asked.
    /// </summary>
    public ProfileAction ActionOf(DicomTag tag) =>
        _actions.TryGetValue(tag, out var action) ? action
        : IdentifyingTags.Actions.TryGetValue(tag, out action) ? action
        : tag.IsPrivate || IsCurveOrOverlay(tag) || IsUnknown(tag) ? ProfileAction.Remove
        : ProfileAction.None;

    /// <summary>Whether a tag is of 50xx,xxxx, or 60xx,3000 or 60xx,4000: curves, overlay data and overlay
    /// comments.</summary>
    public static bool IsCurveOrOverlay(DicomTag tag) =>
        (tag.Group & 0xFF01) == 0x5000 || ((tag.Group & 0xFF01) == 0x6000 && tag.Element is 0x3000 or 0x4000);

    /// <summary>Whether a tag is public, and PS3.6 does not have it.</summary>
    public static bool IsUnknown(DicomTag tag) => !tag.IsPrivate && !ElementDictionary.Standard.TryGet(tag, out _);
}
