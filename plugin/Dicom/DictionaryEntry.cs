// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>A row of the dictionary.</summary>
/// <param name="Tag">
/// The tag. For a repeating element, the first tag that is not another element's (6000,3000 for 60xx,3000; 0028,0410
/// for 0028,04x0, because 0028,0400 has a row of its own).
/// </param>
/// <param name="VR">The VR; if there are several, the first one (for "US or SS", US).</param>
/// <param name="AlternativeVR">The second of several VRs, else None.</param>
/// <param name="IsRetired">Whether the standard has retired the element.</param>
public readonly record struct DictionaryEntry(DicomTag Tag, DicomVR VR, DicomVR AlternativeVR, bool IsRetired);
