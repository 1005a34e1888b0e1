// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Replacements;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Embedding;

/// <summary>
/// An image or a document that a request puts into the data set, with the attributes that tell what it is. Immutable.
/// </summary>
/// <param name="Target">Where it goes: Pixel Data, or Encapsulated Document.</param>
/// <param name="Elements">The elements that are set.</param>
internal sealed record EmbeddedContent(DicomTag Target, IReadOnlyList<Replacement> Elements) : ReplacementValue
{
    /// <summary>Elements that are set where the file has none.</summary>
    public IReadOnlyList<Replacement> IfAbsent { get; init; } = [];

    /// <summary>Elements that are set where the file has them.</summary>
    public IReadOnlyList<Replacement> IfPresent { get; init; } = [];

    /// <summary>Elements that tell of what stood there before, and go with it.</summary>
    public IReadOnlyList<DicomTag> Outdated { get; init; } = [];

    /// <summary>
    /// Whether it wins over what else the request sets: pixels cannot be read by other attributes than their own; a
    /// document may be called what the client likes.
    /// </summary>
    public bool Overrides(DicomTag tag) =>
        tag == Target || (Target == DicomTag.PixelData && Elements.Any(element => element.Tag == tag));
}
