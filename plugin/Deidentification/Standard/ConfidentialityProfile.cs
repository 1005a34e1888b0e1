// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics.CodeAnalysis;
using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Standard;

/// <summary>The Basic Application Level Confidentiality Profile of one edition (PS3.15 E.2, Table E.1-1).</summary>
internal sealed class ConfidentialityProfile
{
    private static readonly int NewestOfOrthanc = ColumnOf("2023b");

    private readonly int _column;

    /// <summary>The column of the edition's options; negative if it has none.</summary>
    private readonly int _optionColumn;

    private ConfidentialityProfile(string edition, int column)
    {
        Edition = edition;
        _column = column;
        _optionColumn = Array.IndexOf(
            Encoding.ASCII.GetString(BasicProfileTables.EditionsWithOptions).Split(','), edition);
    }

    /// <summary>The edition of PS3.15, such as 2023b.</summary>
    public string Edition { get; }

    /// <summary>Whether the table of this edition has columns of options.</summary>
    public bool HasOptions => _optionColumn >= 0;

    /// <summary>The profile of an edition: 2008, 2017c, 2021b, 2023b or 2024e.</summary>
    /// <returns>False if there is none; <paramref name="profile"/> is then null.</returns>
    public static bool TryGet(string edition, [NotNullWhen(true)] out ConfidentialityProfile? profile)
    {
        var column = ColumnOf(edition);
        profile = column < 0 ? null : new ConfidentialityProfile(edition, column);
        return column >= 0;
    }

    /// <summary>
    /// What the profile does with a public element, at any depth; allocates nothing. It is None for private elements,
    /// which have a rule of their own.
    /// </summary>
    public ProfileAction ActionFor(DicomTag tag) => (ProfileAction)CellOf(tag, BasicProfileTables.Actions);

    /// <summary>
    /// Like <see cref="ActionFor(DicomTag)"/>, but with the choice by which no element that an object may need is missing
    /// or empty.
    /// </summary>
    public ProfileAction ConformantActionFor(DicomTag tag)
    {
        var choices = ChoicesFor(tag);
        return choices.HasFlag(ProfileChoices.MapUid)
                ? choices == ProfileChoices.MapUid ? ProfileAction.MapUid : ProfileAction.KeepSequence
            : choices.HasFlag(ProfileChoices.Dummy) ? ProfileAction.Dummy
            : choices.HasFlag(ProfileChoices.Clear) ? ProfileAction.Clear
            : choices.HasFlag(ProfileChoices.Remove) ? ProfileAction.Remove
            : ProfileAction.None;
    }

    /// <summary>
    /// The actions from which the table lets the object definition choose; a single one if there is no choice.
    /// </summary>
    internal ProfileChoices ChoicesFor(DicomTag tag) => (ProfileChoices)CellOf(tag, BasicProfileTables.Choices);

    /// <summary>
    /// What options do with a public element; if one retains it and another cleans it, it is cleaned.
    /// </summary>
    internal OptionAction OptionActionFor(DicomTag tag, ConfidentialityOptions options)
    {
        if (options == ConfidentialityOptions.None || !HasOptions)
        {
            return OptionAction.None;
        }

        if (IndexOf(tag) is >= 0 and var index)
        {
            var row = (_optionColumn * BasicProfileTables.Tags.Length) + index;
            if ((BasicProfileTables.Cleaned[row] & (ushort)options) != 0)
            {
                return OptionAction.Clean;
            }

            if ((BasicProfileTables.Retained[row] & (ushort)options) != 0)
            {
                return OptionAction.Retain;
            }
        }

        // An element without an action in this edition is retained or cleaned like others of its class that have one.
        return IsNamed(tag) ? OptionAction.None : ClassRules.OptionActionFor(tag, options);
    }

    /// <summary>
    /// Whether the table of this edition, or of the newest one that Orthanc has, names the element. A request for an older
    /// edition wants that edition. An element that neither table names follows its class (<see cref="ClassRules"/>).
    /// </summary>
    internal bool IsNamed(DicomTag tag) => IndexOf(tag) is >= 0 and var index
        && (CellAt(_column, index, BasicProfileTables.Actions) != 0
            || CellAt(NewestOfOrthanc, index, BasicProfileTables.Actions) != 0);

    /// <summary>The entry of a tag in a table with all editions; 0 if it has no row.</summary>
    private byte CellOf(DicomTag tag, ReadOnlySpan<byte> table) =>
        IndexOf(tag) is >= 0 and var index ? CellAt(_column, index, table) : (byte)0;

    private static byte CellAt(int column, int index, ReadOnlySpan<byte> table) =>
        table[(column * BasicProfileTables.Tags.Length) + index];

    private static int ColumnOf(string edition) =>
        Array.IndexOf(Encoding.ASCII.GetString(BasicProfileTables.Editions).Split(','), edition);

    /// <summary>The row of a public tag; negative if there is none.</summary>
    private static int IndexOf(DicomTag tag)
    {
        if (tag.IsPrivate)
        {
            // 50xx and 60xx are even groups (PS3.5 7.6); 5001,1010 is private, although its digits fit.
            return -1;
        }

        var index = BasicProfileTables.IndexOf(tag.Value);
        var tags = BasicProfileTables.Tags;
        var masks = BasicProfileTables.PatternMasks;
        var exact = tags.Length - masks.Length;
        for (var i = 0; index < 0 && i < masks.Length; i++)
        {
            if ((tag.Value & masks[i]) == tags[exact + i])
            {
                index = exact + i;
            }
        }

        return index;
    }
}
