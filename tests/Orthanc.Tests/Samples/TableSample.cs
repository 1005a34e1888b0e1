// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;

namespace OrthancDeid.Orthanc.Tests.Samples;

/// <summary>A file with every tag that Table E.1-1 of an edition names, at the top level and in a sequence.</summary>
internal static class TableSample
{
    /// <summary>Radiopharmaceutical Information Sequence, which no edition of the table names.</summary>
    public const uint Around = 0x0054_0016;

    /// <summary>(0072,006D), to which the built-in answers an error.</summary>
    public static DicomTag BreaksBuiltIn { get; } = new(0x0072_006D);

    /// <summary>Makes the file.</summary>
    /// <param name="edition">The edition of the table.</param>
    /// <param name="withAll">Whether it also has <see cref="BreaksBuiltIn"/>.</param>
    public static byte[] Make(string edition, bool withAll) => SampleFile.Make(dataset =>
    {
        DicomTag[] tags = [.. ProfileTable.Of(edition).Rows
            .Select(row => row.Tag)
            .Where(tag => tag.Group > 0x0002 && !tag.IsGroupLength && !tag.IsPrivate
                && (withAll || tag != BreaksBuiltIn))];
        Fill(dataset, tags, "1");
        Fill(dataset.SetSequence(new DicomTag(Around)).AddItem(), tags, "2");
    });

    private static void Fill(DicomDataset dataset, DicomTag[] tags, string place)
    {
        foreach (var tag in tags.Where(tag => !dataset.Contains(tag)))
        {
            if (!ElementDictionary.Standard.TryGet(tag, out var entry))
            {
                throw new InvalidDataException($"{tag} of the table is not in the dictionary");
            }

            // Each element has a UID of its own, so that a mix-up would show.
            var uid = string.Create(CultureInfo.InvariantCulture, $"1.2.826.0.1.3680043.9.{place}.{tag.Value}");
            if (entry.VR == DicomVR.SQ)
            {
                dataset.SetSequence(tag).AddItem()
                    .With(0x0008_0104, DicomVR.LO, "a meaning")
                    .With(0x0008_1155, DicomVR.UI, uid)
                    .With(0x0010_0010, DicomVR.PN, "ROE^RICHARD");
            }
            else
            {
                dataset.Set(tag, entry.VR, Value(entry.VR, uid));
            }
        }
    }

    private static byte[] Value(DicomVR vr, string uid) => vr switch
    {
        DicomVR.UI => System.Text.Encoding.ASCII.GetBytes(uid),
        _ when vr.UnitSize() > 0 => [1, 2, 3, 4, 5, 6, 7, 8],
        _ => System.Text.Encoding.ASCII.GetBytes(vr switch
        {
            DicomVR.AS => "042Y",
            DicomVR.CS => "CODE",
            DicomVR.DA => "20200131",
            DicomVR.DS => "1.5",
            DicomVR.DT => "20200131120000",
            DicomVR.IS => "7",
            DicomVR.PN => "ROE^RICHARD",
            DicomVR.TM => "120000",
            _ => "a text",
        }),
    };
}
