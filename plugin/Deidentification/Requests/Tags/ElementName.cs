// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Tags;

/// <summary>An element as a request names it: by its tag, or by its creator if it is private. Immutable.</summary>
/// <param name="Tag">The tag. For a private element that is named by its creator, it is the tag in the first block.</param>
/// <param name="Private">The name by creator; null if only the tag is given.</param>
internal readonly record struct ElementName(DicomTag Tag, PrivateElementName? Private)
{
    /// <summary>Reads a name: see <see cref="TagName"/> and <see cref="PrivateElementName"/>.</summary>
    /// <param name="name">The name as the client spells it.</param>
    /// <param name="dictionary">The dictionary of keywords, and of the creators of private ones.</param>
    /// <inheritdoc cref="TagName.Parse"/>
    public static ElementName Parse(ReadOnlySpan<char> name, ElementDictionary dictionary)
    {
        if (PrivateElementName.TryParse(name, out var element))
        {
            return new(element.InFirstBlock, element);
        }

        var tag = TagName.Parse(name, dictionary);
        return tag.IsPrivateData && dictionary.CreatorOf(name.Trim()) is { } creator
            ? new(tag, PrivateElementName.Of(tag, creator))
            : new(tag, null);
    }

    /// <summary>The tags of the matching elements of a data set; a tag without a creator even if it is absent.</summary>
    public IReadOnlyList<DicomTag> TagsIn(DicomDataset dataset) => Private?.TagsIn(dataset) ?? (IReadOnlyList<DicomTag>)[Tag];

    /// <inheritdoc/>
    public override string ToString() => Private?.ToString() ?? Tag.ToString();
}
