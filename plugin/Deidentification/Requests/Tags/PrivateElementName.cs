// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Tags;

/// <summary>
/// A private element named by its creator, in whatever block a data set has it (PS3.5 7.8.1), such as <c>0029[SIEMENS CSA
/// HEADER]10</c>. With <c>xx</c>, all elements of the creator in that group. Immutable.
/// </summary>
/// <param name="Group">The group, an odd number.</param>
/// <param name="Creator">The creator, without padding.</param>
/// <param name="Element">The number of the element within its block; null for all elements.</param>
internal readonly record struct PrivateElementName(ushort Group, string Creator, byte? Element)
{
    private const int DigitsOfGroup = 4;
    private const int DigitsOfElement = 2;
    private const int FirstBlock = 0x10;
    private const string All = "xx";

    /// <summary>The tag of the element in the first block, which represents all blocks.</summary>
    public DicomTag InFirstBlock => In(FirstBlock);

    /// <summary>The name of a tag whose creator is known.</summary>
    public static PrivateElementName Of(DicomTag tag, string creator) => new(tag.Group, creator, (byte)tag.Element);

    /// <summary>Whether a text begins like a name by creator: with four digits and a bracket.</summary>
    public static bool Begins(ReadOnlySpan<char> text)
    {
        text = text.TrimStart().TrimStart('(');
        return text.Length > DigitsOfGroup
            && ushort.TryParse(text[..DigitsOfGroup], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            && (text[DigitsOfGroup] == '[' || (text[DigitsOfGroup] is ',' or '-' && text.Length > DigitsOfGroup + 1 && text[DigitsOfGroup + 1] == '['));
    }

    /// <summary>
    /// The length of the name at the beginning of a text; 0 if the name has no end. A creator may contain any character,
    /// including brackets and dots, as in 1.2.840.113681.
    /// </summary>
    public static int LengthIn(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOf('['); at >= 0 && at < text.Length; at++)
        {
            if (text[at] != ']' || !IsElement(text[(at + 1)..]))
            {
                continue;
            }

            var end = at + 1 + DigitsOfElement;
            var rest = text[end..].TrimStart(' ');
            if (rest.IsEmpty || rest[0] is '.' or '[' or ')' or '|')
            {
                return end + (text[end..].IndexOf(')') is >= 0 and var closing && text[end..(end + closing)].IsWhiteSpace() ? closing + 1 : 0);
            }
        }

        return 0;
    }

    /// <summary>Reads a name.</summary>
    /// <param name="text">The name as the client spells it; white space around it is ignored.</param>
    /// <param name="name">The name.</param>
    /// <returns>False if it is not a name by creator.</returns>
    /// <exception cref="RequestException">The group is not private, or is reserved (PS3.5 7.8).</exception>
    public static bool TryParse(ReadOnlySpan<char> text, out PrivateElementName name)
    {
        name = default;
        var spelling = text.Trim();
        spelling = spelling is ['(', .. var inner, ')'] ? inner.Trim() : spelling;
        if (!Begins(spelling) || LengthIn(spelling) != spelling.Length)
        {
            return false;
        }

        var group = ushort.Parse(spelling[..DigitsOfGroup], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var creator = spelling[(spelling.IndexOf('[') + 1)..^(DigitsOfElement + 1)].Trim(' ').ToString();
        var element = spelling[^DigitsOfElement..];
        if (creator.Length == 0)
        {
            return false;
        }

        name = new(group, creator, element.Equals(All, StringComparison.OrdinalIgnoreCase)
            ? null : byte.Parse(element, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return !name.InFirstBlock.IsPrivateData || ModificationRequest.IsIgnored(name.InFirstBlock)
            ? throw new RequestException(
                RequestFault.OutOfRange, $"Only elements of private groups, odd and from 0009 on, have a creator: {spelling}")
            : true;
    }

    /// <summary>Whether this names an element.</summary>
    public bool Names(in DataElement element) =>
        element.Tag.IsPrivateData && element.Tag.Group == Group && (Element is null || (byte)element.Tag.Element == Element)
        && element.Dataset.PrivateCreatorOf(element.Tag) == Creator;

    /// <summary>Whether an element reserves a block of the creator, and this names all elements of it.</summary>
    public bool NamesBlock(in DataElement creator) =>
        Element is null && creator.Tag.IsPrivateCreator && creator.Tag.Group == Group
        && ElementText.Text(in creator, DicomVR.LO) == Creator;

    /// <summary>The tags of the matching elements of a data set.</summary>
    public List<DicomTag> TagsIn(DicomDataset dataset)
    {
        var tags = new List<DicomTag>();
        foreach (var element in dataset)
        {
            if (Names(in element) && (tags.Count == 0 || tags[^1] != element.Tag))
            {
                tags.Add(element.Tag);
            }
        }

        return tags;
    }

    /// <summary>The tag of the element in a block.</summary>
    public DicomTag In(int block) => new(Group, (ushort)((block << 8) | (Element ?? 0)));

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Group:x4}[{Creator}]{(Element is { } element ? element.ToString("x2", CultureInfo.InvariantCulture) : All)}");

    private static bool IsElement(ReadOnlySpan<char> text) => text.Length >= DigitsOfElement
        && (text[..DigitsOfElement].Equals(All, StringComparison.OrdinalIgnoreCase)
            || (char.IsAsciiHexDigit(text[0]) && char.IsAsciiHexDigit(text[1])));
}
