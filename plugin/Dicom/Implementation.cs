// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>The software that writes a file (PS3.7 D.3.3.2).</summary>
/// <param name="ClassUID">Implementation Class UID.</param>
/// <param name="VersionName">Implementation Version Name, at most 16 characters.</param>
public sealed record Implementation(string ClassUID, string VersionName);
