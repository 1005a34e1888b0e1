// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Frozen;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Standard;

/// <summary>
/// The attributes that all instances of a study share: the Patient and General Study modules of PS3.3-2011
/// C.7.1.1 and C.7.2.1, as Orthanc knows them, without StudyInstanceUID.
/// </summary>
internal static class StudyModules
{
    private static readonly FrozenSet<DicomTag> Members = new uint[]
    {
        // General Study
        0x0008_0020, 0x0008_0030, 0x0008_0050, 0x0008_0051, 0x0008_0090, 0x0008_0096, 0x0008_1030, 0x0008_1032,
        0x0008_1048, 0x0008_1049, 0x0008_1060, 0x0008_1062, 0x0008_1110, 0x0020_0010, 0x0032_1034, 0x0040_1012,

        // Patient
        0x0008_1120, 0x0010_0010, 0x0010_0020, 0x0010_0021, 0x0010_0024, 0x0010_0030, 0x0010_0032, 0x0010_0040,
        0x0010_1000, 0x0010_1001, 0x0010_1002, 0x0010_2160, 0x0010_2201, 0x0010_2202, 0x0010_2292, 0x0010_2293,
        0x0010_2294, 0x0010_2297, 0x0010_2298, 0x0010_2299, 0x0010_4000, 0x0012_0062, 0x0012_0063, 0x0012_0064,
    }.Select(tag => new DicomTag(tag)).ToFrozenSet();

    /// <summary>The tags, in ascending order.</summary>
    public static IEnumerable<DicomTag> Tags => Members.Order();

    /// <summary>Whether a tag is one of them.</summary>
    public static bool Contain(DicomTag tag) => Members.Contains(tag);
}
