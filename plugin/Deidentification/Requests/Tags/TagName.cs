// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Tags;

/// <summary>The spellings of a tag in a request: numbers, with or without parentheses, or a keyword.</summary>
internal static class TagName
{
    /// <summary>Reads a tag.</summary>
    /// <param name="name">The tag as the client spells it; white space around it is ignored.</param>
    /// <param name="dictionary">The dictionary of keywords.</param>
    /// <exception cref="RequestException">
    /// <see cref="RequestFault.UnknownTag"/>, or <see cref="RequestFault.OutOfRange"/> for an item or a delimiter.
    /// </exception>
    public static DicomTag Parse(ReadOnlySpan<char> name, ElementDictionary dictionary)
    {
        var spelling = name.Trim();
        var number = spelling is ['(', .. var inner, ')'] ? inner : spelling;
        if (DicomTag.TryParse(number, out var tag))
        {
            return tag.IsItemOrDelimiter
                ? throw new RequestException(RequestFault.OutOfRange, $"Items and delimiters cannot be edited: {tag}")
                : tag;
        }

        return !spelling.IsEmpty && dictionary.TryFind(spelling, out var entry)
            ? entry.Tag
            : throw new RequestException(RequestFault.UnknownTag, $"Unknown DICOM tag: {spelling}");
    }
}
