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

        // What the content of a file is about, and a comment on a calculation; objects need them (types 2 and 1).
        0x0070_0081 or 0x0022_112C => ProfileAction.Clear,

        // Other comments and descriptions that somebody writes in words of their own.
        _ when IsDescriptor(tag) => ProfileAction.Remove,

        // Numbers of orders before they became (0040,2016) and (0040,2017); who prints.
        0x0040_1006 or 0x0040_1007 or 0x0040_2006 or 0x0040_2007 or 0x2100_0160 => ProfileAction.Remove,

        // Description and label of an overlay, as its comments.
        _ when (tag.Group & 0xFF01) == 0x6000 && tag.Element is 0x0022 or 0x1500 => ProfileAction.Remove,

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

    /// <summary>
    /// Whether it is a comment or a description, as those are that the table says can be cleaned (PS3.15 E.3.5).
    /// </summary>
    public static bool IsDescriptor(DicomTag tag) => tag.Value
        // On a procedure, planned or performed, its course, its end and its context.
        is 0x0018_991A or 0x0040_0255 or 0x0040_0400 or 0x0040_0556 or 0x0040_1060 or 0x0074_1006 or 0x0074_1238

        // On a visual field, a lens, a substance, a specimen, a surface, a report and its approval.
        or 0x0022_112C or 0x0024_0044 or 0x0040_0553 or 0x0040_A224 or 0x0040_A33A or 0x0040_A492 or 0x0044_0003
        or 0x0044_0011 or 0x0044_0106 or 0x0066_0004 or 0x0070_0081 or 0x0100_0424

        // On images, doses, positions and treatments of radiotherapy.
        or 0x3002_0004 or 0x3004_0006 or 0x3006_00C8 or 0x3008_0066 or 0x3008_0202 or 0x300A_0402;
}
