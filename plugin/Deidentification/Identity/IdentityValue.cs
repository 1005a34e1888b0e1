// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>An element of a file that says who somebody is.</summary>
/// <param name="Element">The element.</param>
/// <param name="Source">What it is a source of.</param>
/// <param name="IsSpared">Whether the request keeps it as it is.</param>
internal readonly record struct IdentityValue(DataElement Element, IdentitySource Source, bool IsSpared);
