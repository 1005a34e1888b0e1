// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Options;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Preview;

/// <summary>What became of one element, and why; without its value.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Tag">Its tag.</param>
/// <param name="VR">Its VR, as the old file claims it; of an added element, as the new one does; UN for one that is none.</param>
/// <param name="Creator">
/// Of a private element, who reserved its block, if it is not the file alone that says so; else null.
/// </param>
/// <param name="Fate">What became of it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Options">The options of the profile that say so.</param>
public sealed record PreviewedElement(
    ElementPath Path, DicomTag Tag, DicomVR VR, string? Creator, ElementFate Fate, RuleReason Reason,
    ConfidentialityOptions Options);
