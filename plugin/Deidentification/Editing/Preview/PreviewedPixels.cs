// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing.Preview;

/// <summary>What became of the pixels of an instance, before its elements were edited. Immutable.</summary>
/// <param name="Encoding">How the pixels were edited.</param>
/// <param name="Masks">The areas that were masked.</param>
/// <param name="Removed">The elements of the top level that went with the old pixels.</param>
internal sealed record PreviewedPixels(
    PixelsEncoding Encoding, IReadOnlyList<PreviewedMask> Masks, IReadOnlyList<(DicomTag Tag, DicomVR VR)> Removed);
