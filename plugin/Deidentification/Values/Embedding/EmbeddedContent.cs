// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Values.Replacements;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values.Embedding;

/// <summary>
/// An image or a document that a request embeds, with the attributes that describe it. Immutable.
/// </summary>
/// <param name="Target">The element that holds it: Pixel Data, or Encapsulated Document.</param>
/// <param name="Elements">The elements that are set.</param>
internal sealed record EmbeddedContent(DicomTag Target, IReadOnlyList<Replacement> Elements) : ReplacementValue
{
    /// <summary>Elements that are set where the file has none.</summary>
    public IReadOnlyList<Replacement> IfAbsent { get; init; } = [];

    /// <summary>Elements that are set where the file has them.</summary>
    public IReadOnlyList<Replacement> IfPresent { get; init; } = [];

    /// <summary>Elements that describe the previous content and are deleted with it.</summary>
    public IReadOnlyList<DicomTag> Outdated { get; init; } = [];

    /// <summary>
    /// Whether it overrides an element of the request: pixels need their own attributes, but the request may describe a
    /// document as it likes.
    /// </summary>
    public bool Overrides(DicomTag tag) =>
        tag == Target || (Target == DicomTag.PixelData && Elements.Any(element => element.Tag == tag));
}
