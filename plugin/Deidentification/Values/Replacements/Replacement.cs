// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values.Replacements;

/// <summary>An element that a request gives: its tag, the VR it is written with, and its value. Immutable.</summary>
/// <param name="Tag">The tag as the request names it; a private one may be written into another block.</param>
/// <param name="VR">The VR.</param>
/// <param name="PrivateCreator">The creator of a private element; empty if none is named.</param>
/// <param name="Value">The value.</param>
internal sealed record Replacement(DicomTag Tag, DicomVR VR, string PrivateCreator, ReplacementValue Value)
{
    /// <summary>
    /// Whether other elements depend on this one: the character set, and the sign of numbers. Such elements are written
    /// first.
    /// </summary>
    public bool GovernsOthers => Tag == DicomTag.SpecificCharacterSet || Tag == DicomTag.PixelRepresentation;

    /// <summary>Orders by the need to be written first, then by tag.</summary>
    public static int Compare(Replacement left, Replacement right) =>
        left.GovernsOthers == right.GovernsOthers
            ? left.Tag.CompareTo(right.Tag)
            : right.GovernsOthers.CompareTo(left.GovernsOthers);
}
