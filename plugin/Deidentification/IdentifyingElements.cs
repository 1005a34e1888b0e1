// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification;

/// <summary>
/// Elements of PS3.6 that say who somebody is, or that lead to the original, and that no edition of the profile's table
/// names. They are done with in every edition as the table does with their like.
/// </summary>
internal static class IdentifyingElements
{
    /// <summary>What an anonymization does with an element that its table does not name.</summary>
    public static ProfileAction ActionFor(DicomTag tag) => tag.Value switch
    {
        // Names of persons, as Content Creator's Name (0070,0084).
        0x0014_0104 or 0x0014_2006 or 0x0040_A067 => ProfileAction.Clear,

        // What somebody wrote about a patient: the title of a document, and the words of which the table deletes the
        // sequences in reports and presentation states, but not those in waveforms.
        0x0042_0010 or 0x0040_A160 or 0x0070_0006 => ProfileAction.Clear,

        // Dates of birth and death in another calendar; the number of an animal in a breed's register.
        0x0010_0033 or 0x0010_0034 or 0x0010_2295 => ProfileAction.Remove,

        // Who issued the identifiers of a trial, when and by whom regions of interest were drawn, the age of a device:
        // PS3.15 names them from 2024 on.
        0x0012_0022 or 0x0012_0023 or 0x0012_0032 or 0x0012_0041 or 0x0012_0043 or 0x0012_0055 or 0x0012_0073
            or 0x0018_1204 or 0x0018_1205 or 0x3006_002D or 0x3006_002E or 0x3006_004D
            or 0x3006_004E => ProfileAction.Remove,

        // Where the original, or a file of it, can be had; the names of files are often those of patients.
        0x0004_1130 or 0x0004_1141 or 0x0004_1500 or 0x0008_0407 or 0x0008_0408 or 0x0008_0409 or 0x0008_040B
            or 0x0008_1190 or 0x0028_7FE0 or 0x0040_4073 or 0x0040_E001 or 0x0040_E010 => ProfileAction.Remove,

        // Whom to ask about the patient.
        0x0074_100A or 0x0074_100C => ProfileAction.Remove,

        // The original attributes, for whoever has the key (PS3.15 E.1.1): of another de-identification than this one.
        0x0400_0500 => ProfileAction.Remove,

        // UIDs of instances, of frames of reference and of what is in them, each as the element that it refers to.
        0x0008_1167 or 0x0008_3012 or 0x0018_991E or 0x0020_0242 or 0x0020_9312 or 0x0020_9313 or 0x0040_A021
            or 0x0040_A022 or 0x0044_0102 or 0x0044_0108 or 0x0068_7004 or 0x0070_031B or 0x0070_1209
            or 0x300A_0675 => ProfileAction.MapUid,
        _ => ProfileAction.None,
    };
}
