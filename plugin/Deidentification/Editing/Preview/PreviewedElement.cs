// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing.Preview;

/// <summary>What became of one element, and why; without its value.</summary>
/// <param name="Path">Its place.</param>
/// <param name="Tag">Its tag.</param>
/// <param name="VR">Its VR in the old file, or that of an added element in the new one; UN if it is invalid.</param>
/// <param name="Creator">
/// The creator of a private element, if it is known from another source than the file; else null.
/// </param>
/// <param name="Fate">What became of it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Options">The options that apply.</param>
public sealed record PreviewedElement(
    ElementPath Path, DicomTag Tag, DicomVR VR, string? Creator, ElementFate Fate, RuleReason Reason,
    ConfidentialityOptions Options);
