// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.Editing;

/// <summary>Edits that are collected and applied together.</summary>
public sealed class DatasetEditsTests
{
    private static readonly DicomTag Comment = new(0x0010_4000);

    [Test]
    public void Each_of_several_elements_with_one_tag_is_edited_where_it_stands()
    {
        var raw = new RawDataset().Element(0x0020_0010, "SH", "A ").Element(0x0010_4000, "LT", "one ")
            .Element(0x0008_0050, "SH", "B ").Element(0x0010_4000, "LT", "two ").Element(0x0010_4000, "LT", "more");
        using var file = DicomFile.Parse(raw.File());
        var edits = new DatasetEdits();

        foreach (var element in file.Dataset)
        {
            if (Encoding.ASCII.GetString(element.Value) == "two ")
            {
                edits.Remove(in element);
            }
            else if (element.Tag == Comment)
            {
                edits.SetValue(in element, DicomVR.LT, element.Value[..2].ToArray());
            }
        }

        Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes), "nothing was edited yet");
        edits.Commit();
        var expected = new RawDataset().Element(0x0020_0010, "SH", "A ").Element(0x0010_4000, "LT", "on")
            .Element(0x0008_0050, "SH", "B ").Element(0x0010_4000, "LT", "mo");
        Assert.That(Written.Dataset(file), Is.EqualTo(expected.Bytes));
        Assert.That(file.Dataset.IndexOf(new DicomTag(0x0008_0050)), Is.EqualTo(2));
    }

    [Test]
    public void The_last_edit_of_an_element_counts()
    {
        using var file = DicomFile.Parse(new RawDataset().Element(0x0010_0020, "LO", "ID").File());
        var edits = new DatasetEdits();
        edits.SetSequence(file.Dataset[0]).AddItem();
        edits.Remove(file.Dataset[0]);
        Assert.That(edits.Removes(file.Dataset[0]), Is.True);
        edits.SetValue(file.Dataset[0], DicomVR.LO, "NEW "u8.ToArray());
        Assert.That(edits.Removes(file.Dataset[0]), Is.False);

        edits.Commit();

        Assert.That(Written.Dataset(file), Is.EqualTo(new RawDataset().Element(0x0010_0020, "LO", "NEW ").Bytes));
    }

    [Test]
    public void What_is_set_by_tag_takes_the_place_of_all_or_is_inserted()
    {
        var raw = new RawDataset().Element(0x0010_0020, "LO", "ID").Element(0x0008_0050, "SH", "B ")
            .Element(0x0010_0020, "LO", "XX").Sequence(0x0008_1140, "SQ", new RawDataset());
        using var file = DicomFile.Parse(raw.File());
        var edits = new DatasetEdits();

        edits.Set(file.Dataset, DicomTag.PatientID, DicomVR.LO, "NEW "u8.ToArray());
        edits.SetSequence(file.Dataset[3].Sequence![0], new DicomTag(0x0040_A168)).AddItem()
            .Set(DicomTag.StudyID, DicomVR.SH, "5 "u8.ToArray());
        edits.Remove(file.Dataset[1]);
        edits.Commit();

        var item = new RawDataset().Sequence(0x0040_A168, "SQ", new RawDataset().Element(0x0020_0010, "SH", "5 "));
        var expected = new RawDataset().Element(0x0010_0020, "LO", "NEW ").Sequence(0x0008_1140, "SQ", item);
        Assert.That(Written.Dataset(file), Is.EqualTo(expected.Bytes));
    }

    [Test]
    public void A_value_is_shortened_where_it_stands([Values] bool isEdited)
    {
        using var file = DicomFile.Parse(
            new RawDataset().Element(0x0010_0020, "LO", "ID").Element(0x7FE0_0010, "OB", 1, 2, 3, 4, 5, 6).File());
        if (isEdited)
        {
            file.Dataset.Set(DicomTag.PixelData, DicomVR.OB, new byte[] { 1, 2, 3, 4, 5, 6 });
        }

        var edits = new DatasetEdits();
        edits.Shorten(file.Dataset[1], 3);
        edits.Commit();

        var expected = new RawDataset().Element(0x0010_0020, "LO", "ID").Element(0x7FE0_0010, "OB", 1, 2, 3, 0);
        Assert.That(Written.Dataset(file), Is.EqualTo(expected.Bytes), "with the byte that pads it");
        Assert.That(file.Dataset[1].Value.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(() => edits.Shorten(file.Dataset[1], 4), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_data_set_that_was_changed_meanwhile_is_not_edited_by_places()
    {
        using var file = DicomFile.Parse(
            new RawDataset().Element(0x0010_0020, "LO", "ID").Element(0x0010_4000, "LT", "one ").File());
        var edits = new DatasetEdits();
        edits.Remove(file.Dataset[1]);
        file.Dataset.Remove(DicomTag.PatientID);

        Assert.That(() => edits.Remove(file.Dataset[0]), Throws.InvalidOperationException);
        Assert.That(edits.Commit, Throws.InvalidOperationException);
        Assert.That(file.Dataset.Contains(Comment), Is.True);
    }

    [Test]
    public void Whoever_goes_through_elements_or_items_cannot_change_them()
    {
        var item = new RawDataset().Element(0x0010_0020, "LO", "ID").Element(0x0010_4000, "LT", "one ");
        using var file = DicomFile.Parse(new RawDataset().Sequence(0x0008_1140, "SQ", item, item).File());
        var sequence = file.Dataset[0].Sequence!;

        Assert.That(
            () =>
            {
                foreach (var element in sequence[0])
                {
                    element.Dataset.Remove(element.Tag);
                }
            },
            Throws.InvalidOperationException);
        Assert.That(
            () =>
            {
                foreach (var _ in sequence)
                {
                    sequence.RemoveItemAt(0);
                }
            },
            Throws.InvalidOperationException);
    }

    [Test]
    public void Text_that_is_edited_is_not_converted()
    {
        var raw = new RawDataset().Element(0x0008_0005, "CS", "ISO_IR 100").Element(0x0010_0010, "PN", 0xE4, 0xF6)
            .Element(0x0010_0020, "LO", 0xE4, 0xF6).Element(0x0010_4000, "LT", 0xE4, 0xF6)
            .Sequence(0x0040_A730, "SQ", new RawDataset().Element(0x0040_A160, "UT", 0xE4, 0xF6));
        using var file = DicomFile.Parse(raw.File());
        var edits = new DatasetEdits();
        edits.Remove(file.Dataset[1]);
        edits.SetValue(file.Dataset[2], DicomVR.LO, "AB"u8.ToArray());
        _ = edits.SetSequence(file.Dataset[4]);

        edits.ConvertText(file.Dataset, SpecificCharacterSet.Utf8);
        edits.Commit();

        var expected = new RawDataset().Element(0x0008_0005, "CS", "ISO_IR 192").Element(0x0010_0020, "LO", "AB")
            .Element(0x0010_4000, "LT", 0xC3, 0xA4, 0xC3, 0xB6).Sequence(0x0040_A730, "SQ");
        Assert.That(Written.Dataset(file), Is.EqualTo(expected.Bytes));
    }
}
