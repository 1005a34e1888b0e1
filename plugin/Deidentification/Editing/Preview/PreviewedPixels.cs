// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing.Preview;

/// <summary>How the pixels of an instance were edited, before its elements were. Immutable.</summary>
/// <param name="Encoding">How the pixels were edited.</param>
/// <param name="Masks">The areas that were masked.</param>
/// <param name="Removed">The elements of the top level that were removed with the old pixels.</param>
internal sealed record PreviewedPixels(
    PixelsEncoding Encoding, IReadOnlyList<PreviewedMask> Masks, IReadOnlyList<(DicomTag Tag, DicomVR VR)> Removed);
