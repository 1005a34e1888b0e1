// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values;

/// <summary>The blocks of private elements and who reserves them (PS3.5 7.8.1).</summary>
internal static class PrivateBlocks
{
    private const int First = 0x10;
    private const int Last = 0xFF;

    /// <summary>Finds or makes the block of a creator in the group of a tag.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="tag">A private data element; its own block is used if that is free or the creator's.</param>
    /// <param name="creator">The creator.</param>
    /// <returns>The tag of the same element in the creator's block.</returns>
    /// <exception cref="RequestException">All blocks of the group are taken.</exception>
    public static DicomTag Reserve(DicomDataset dataset, DicomTag tag, string creator)
    {
        var named = tag.PrivateCreator.Element;
        if (IsOf(dataset, tag.Group, named, creator))
        {
            return tag;
        }

        // Only a block that is not reserved may be taken; elements in it without a creator are treated as the client's
        // own.
        if (!IsReserved(dataset, tag.Group, named))
        {
            return Take(dataset, tag, named, creator);
        }

        for (var block = First; block <= Last; block++)
        {
            if (IsOf(dataset, tag.Group, block, creator))
            {
                return In(tag, block);
            }
        }

        for (var block = First; block <= Last; block++)
        {
            if (!IsReserved(dataset, tag.Group, block) && !HasElements(dataset, tag.Group, block))
            {
                return Take(dataset, tag, block, creator);
            }
        }

        throw NoneLeft(tag);
    }

    /// <summary>
    /// The tag of an element in the block of its creator; if it has none, a block that nobody uses becomes its own.
    /// </summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="name">The element.</param>
    /// <exception cref="RequestException">All blocks of the group are taken.</exception>
    public static DicomTag Place(DicomDataset dataset, PrivateElementName name)
    {
        if (name.TagsIn(dataset) is [var there, ..])
        {
            return there;
        }

        var tag = name.InFirstBlock;
        if (CreatorsOf(dataset, name) is [var creator, ..])
        {
            return In(tag, creator.Element);
        }

        for (var block = First; block <= Last; block++)
        {
            if (!IsReserved(dataset, tag.Group, block) && !HasElements(dataset, tag.Group, block))
            {
                return Take(dataset, tag, block, name.Creator);
            }
        }

        throw NoneLeft(tag);
    }

    /// <summary>The elements that reserve blocks for a creator.</summary>
    public static List<DicomTag> CreatorsOf(DicomDataset dataset, PrivateElementName name)
    {
        var creators = new List<DicomTag>();
        foreach (var element in dataset)
        {
            if ((name with { Element = null }).NamesBlock(in element))
            {
                creators.Add(element.Tag);
            }
        }

        return creators;
    }

    private static RequestException NoneLeft(DicomTag tag) => new(
        RequestFault.BadFormat, $"Member \"Replace\": no block is left in group {tag.Group:x4} for the tag ({tag})");

    private static DicomTag Take(DicomDataset dataset, DicomTag tag, int block, string creator)
    {
        dataset.Set(CreatorOf(tag.Group, block), DicomVR.LO, Encode(creator));
        return In(tag, block);
    }

    private static byte[] Encode(string creator) => SpecificCharacterSet.Default.TryEncode(creator, DicomVR.LO, out var value)
        ? value
        : throw new RequestException(
            RequestFault.BadFormat, "Member \"PrivateCreator\" has a character that is not of the default repertoire (PS3.5 7.8.1)");

    private static bool IsOf(DicomDataset dataset, ushort group, int block, string creator) =>
        ElementText.Text(dataset, CreatorOf(group, block), DicomVR.LO) == creator;

    private static bool IsReserved(DicomDataset dataset, ushort group, int block) =>
        dataset.TryGet(CreatorOf(group, block), out var element) && element.Length > 0;

    private static bool HasElements(DicomDataset dataset, ushort group, int block)
    {
        foreach (var element in dataset)
        {
            var tag = element.Tag;
            if (tag.Group == group && tag.Element >> 8 == block)
            {
                return true;
            }
        }

        return false;
    }

    private static DicomTag CreatorOf(ushort group, int block) => new(group, (ushort)block);

    private static DicomTag In(DicomTag tag, int block) => new(tag.Group, (ushort)((block << 8) | (tag.Element & 0xFF)));
}
