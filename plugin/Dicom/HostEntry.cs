// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>An entry that a host adds to the dictionary.</summary>
/// <param name="Tag">The tag. In a private one, the block (bits 8 to 15) is ignored.</param>
/// <param name="PrivateCreator">The creator; null for a public tag.</param>
/// <param name="Keyword">The keyword.</param>
/// <param name="VR">The VR.</param>
public sealed record HostEntry(DicomTag Tag, string? PrivateCreator, string Keyword, DicomVR VR);
