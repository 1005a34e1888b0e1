// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>What the Basic Profile of an edition does with a tag, according to Table E.1-1 of PS3.15 as docs/anonymize.md
/// reads it.</summary>
internal enum ProfileAction
{
    /// <summary>The table does not name the tag.</summary>
    None,

    /// <summary>Deleted.</summary>
    Remove,

    /// <summary>Emptied if present.</summary>
    Empty,

    /// <summary>Each UID is replaced with a new one.</summary>
    MapUid,

    /// <summary>Kept, with its UIDs mapped.</summary>
    KeepMapped,

    /// <summary>Kept, without the names and numbers of the persons whom the file is about.</summary>
    Clean,
}

/// <summary>
/// Table E.1-1 of an edition, read from the project's table and not from the plugin's code for it, so that it is an
/// independent reading.
/// </summary>
internal sealed class ProfileTable
{
    private static readonly Dictionary<string, ProfileTable> Read = [];
    private readonly Dictionary<DicomTag, ProfileAction> _actions = [];

    private ProfileTable(string edition)
    {
        // The rows with x for a digit mean the same in every edition; ActionOf handles them.
        foreach (var row in PublishedTables.Profile(edition).Where(row => row.IsExact))
        {
            _actions[row.Tag] = row.Action switch
            {
                "U" => ProfileAction.MapUid,
                "X/Z/U*" when row.Tag.Value is 0x0008_1140 or 0x0008_2112 => ProfileAction.KeepMapped,
                "Z" or "D" or "Z/D" => ProfileAction.Empty,
                ['X', ..] => ProfileAction.Remove,
                _ => throw new InvalidDataException($"{edition}: {row.Pattern} has the action {row.Action}"),
            };
        }
    }

    /// <summary>The tags that the table names individually, in order, with their actions.</summary>
    public IEnumerable<(DicomTag Tag, ProfileAction Action)> Rows =>
        _actions.OrderBy(row => row.Key).Select(row => (row.Key, row.Value));

    /// <summary>The table of an edition.</summary>
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
    /// The action for a tag. Curves, overlays, private and unknown tags are included, for which no edition's table is asked.
    /// </summary>
    public ProfileAction ActionOf(DicomTag tag) =>
        _actions.TryGetValue(tag, out var action) ? action
        : IdentifyingTags.Actions.TryGetValue(tag, out action) ? action
        : tag.IsPrivate || IsCurveOrOverlay(tag) || IsUnknown(tag) || tag == DicomTag.DataSetTrailingPadding
            ? ProfileAction.Remove
        : ProfileAction.None;

    /// <summary>Whether a tag is in 50xx,xxxx (curves) or 60xx,xxxx (overlays, removed with their data).</summary>
    public static bool IsCurveOrOverlay(DicomTag tag) => (tag.Group & 0xFF01) is 0x5000 or 0x6000;

    /// <summary>Whether a tag is public but not in PS3.6.</summary>
    public static bool IsUnknown(DicomTag tag) => !tag.IsPrivate && !ElementDictionary.Standard.TryGet(tag, out _);
}
