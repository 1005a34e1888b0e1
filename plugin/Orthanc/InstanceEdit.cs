// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification;
using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc;

/// <summary>What one request makes of an instance: from the bytes of the old file to those of the new one.</summary>
/// <param name="plan">What to do.</param>
/// <param name="identifiers">What the instances of the request share.</param>
internal sealed class InstanceEdit(ModificationPlan plan, IdentifierMap identifiers)
{
    // The UID is a UUID of the project's own (PS3.5 B.2); the name has at most 16 characters (PS3.5 6.2, SH).
    private static readonly Implementation Implementation =
        new("2.25.84563726216911364974534552445167492064", $"OrthDeid_{PluginVersion.Text}");

    /// <summary>Makes the new file.</summary>
    /// <param name="source">The bytes of the old one.</param>
    /// <exception cref="RequestException">The request cannot be carried out on this file.</exception>
    /// <exception cref="DicomFormatException">The file is broken.</exception>
    public NativeBuffer Apply(NativeBuffer source)
    {
        using var file = DicomFile.Parse(source, plan.Request.Host.Dictionary);
        plan.Apply(file, identifiers);
        return file.Write(Implementation);
    }
}
