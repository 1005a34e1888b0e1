// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.Editing;

/// <summary>Edits change the elements that they name, and nothing else.</summary>
public sealed class DatasetEditingTests
{
    private static readonly DicomTag References = new(0x0008_1140);

    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    [Test]
    public void A_value_is_replaced_padded_and_its_neighbours_keep_their_bytes()
    {
        // "X" has an odd length, and the codec would not pad the neighbours like this.
        var raw = new RawDataset().Element(0x0008_0060, "CS", "CT\0\0").Element(0x0010_0010, "PN", "DOE^JOHN")
            .Element(0x0010_0020, "LO", "I");
        using var file = DicomFile.Parse(raw.File());

        file.Dataset.Set(DicomTag.PatientName, DicomVR.PN, Text("X"));

        var expected = new RawDataset().Element(0x0008_0060, "CS", "CT\0\0").Element(0x0010_0010, "PN", "X ")
            .Element(0x0010_0020, "LO", "I");
        Assert.That(Written.Dataset(file), Is.EqualTo(expected.Bytes));
    }

    [Test]
    public void UI_is_padded_with_zero()
    {
        using var file = DicomFile.Create(TransferSyntax.ExplicitLittleEndian);

        file.Dataset.Set(DicomTag.SOPInstanceUID, DicomVR.UI, Text("1.2.3"));

        Assert.That(Written.Dataset(file), Is.EqualTo(new RawDataset().Element(0x0008_0018, "UI", "1.2.3\0").Bytes));
    }

    [Test]
    public void Elements_are_inserted_in_the_order_of_tags()
    {
        using var file = DicomFile.Create(TransferSyntax.ExplicitLittleEndian);
        uint[] tags = [0x0010_0020, 0x0008_0060, 0x0020_0010, 0x0008_0016, 0x0010_0010, 0x7FE0_0010, 0x0009_0010];

        foreach (var tag in tags)
        {
            file.Dataset.Set(new DicomTag(tag), DicomVR.LO, Text("AB"));
        }

        var expected = new RawDataset();
        foreach (var tag in tags.Order())
        {
            expected.Element(tag, "LO", "AB");
        }

        Assert.That(Written.Dataset(file), Is.EqualTo(expected.Bytes));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void An_edit_inside_sequences_of_defined_length_corrects_all_lengths_around_it(bool isImplicit)
    {
        RawDataset New() => new(isImplicit);
        RawDataset Whole(string id) => New()
            .Sequence(
                0x0008_1140,
                "SQ",
                New().Element(0x0008_1155, "UI", "1.2."),
                New().Sequence(0x0008_1199, "SQ", New().Element(0x0010_0020, "LO", id)))
            .Element(0x0010_0040, "CS", "O ");
        using var file = DicomFile.Parse(Whole("ID").File());

        var inner = file.Dataset[0].Sequence![1][0].Sequence![0];
        inner.Set(DicomTag.PatientID, DicomVR.LO, Text("LONGER"));

        Assert.That(Written.Dataset(file), Is.EqualTo(Whole("LONGER").Bytes));
    }

    [Test]
    public void An_edit_inside_sequences_of_undefined_length_keeps_that_form()
    {
        RawDataset Whole(string id) => new RawDataset()
            .UndefinedSequence(0x0008_1140, "SQ", new RawDataset().Element(0x0010_0020, "LO", id), new RawDataset());
        using var file = DicomFile.Parse(Whole("ID").File());

        file.Dataset[0].Sequence![0].Set(DicomTag.PatientID, DicomVR.LO, Text("LONGER"));

        Assert.That(Written.Dataset(file), Is.EqualTo(Whole("LONGER").Bytes));
    }

    [Test]
    public void An_edit_inside_UN_is_written_implicit()
    {
        RawDataset Whole(string id) => new RawDataset().Element(
            0x0009_1001,
            "UN",
            RawDataset.Implicit.Sequence(0, "", RawDataset.Implicit.Element(0x0010_0020, "", id)).Bytes[8..]);
        using var file = DicomFile.Parse(Whole("ID").File());

        file.Dataset[0].Sequence![0].Set(DicomTag.PatientID, DicomVR.LO, Text("LONGER"));

        Assert.That(Written.Dataset(file), Is.EqualTo(Whole("LONGER").Bytes));
    }

    [Test]
    public void An_edit_of_a_big_endian_file_is_written_big_endian()
    {
        RawDataset Whole(string id) => RawDataset.BigEndian
            .Sequence(0x0008_1140, "SQ", RawDataset.BigEndian.Element(0x0010_0020, "LO", id))
            .Element(0x0028_0010, "US", 1, 0);
        using var file = DicomFile.Parse(Whole("ID").File());

        file.Dataset[0].Sequence![0].Set(DicomTag.PatientID, DicomVR.LO, Text("LONGER"));

        Assert.That(Written.Dataset(file), Is.EqualTo(Whole("LONGER").Bytes));
    }

    [Test]
    public void A_new_sequence_is_written_with_its_items()
    {
        using var file = DicomFile.Create(TransferSyntax.ExplicitLittleEndian);

        var sequence = file.Dataset.SetSequence(References);
        sequence.AddItem().Set(new DicomTag(0x0008_1155), DicomVR.UI, Text("1.2."));
        sequence.AddItem();
        sequence.AddItem().SetSequence(References).AddItem();

        var expected = new RawDataset().Sequence(
            0x0008_1140,
            "SQ",
            new RawDataset().Element(0x0008_1155, "UI", "1.2."),
            new RawDataset(),
            new RawDataset().Sequence(0x0008_1140, "SQ", new RawDataset()));
        Assert.That(Written.Dataset(file), Is.EqualTo(expected.Bytes));
    }

    [Test]
    public void Clearing_a_sequence_leaves_it_empty()
    {
        var raw = new RawDataset().Sequence(0x0008_1140, "SQ", new RawDataset().Element(0x0010_0020, "LO", "ID"));
        using var file = DicomFile.Parse(raw.File());

        file.Dataset[0].Sequence!.Clear();

        Assert.That(Written.Dataset(file), Is.EqualTo(new RawDataset().Sequence(0x0008_1140, "SQ").Bytes));
    }

    [Test]
    public void Elements_are_removed_in_one_pass()
    {
        var raw = new RawDataset().Element(0x0008_0060, "CS", "CT").Element(0x0009_0010, "LO", "ACME")
            .Element(0x0009_1001, "UN", 1, 2).Element(0x0010_0020, "LO", "ID").Element(0x0011_0010, "LO", "ACME");
        using var file = DicomFile.Parse(raw.File());

        var removed = file.Dataset.RemoveWhere(element => element.Tag.IsPrivate);

        var expected = new RawDataset().Element(0x0008_0060, "CS", "CT").Element(0x0010_0020, "LO", "ID");
        Assert.That(removed, Is.EqualTo(3));
        Assert.That(Written.Dataset(file), Is.EqualTo(expected.Bytes));
    }

    [Test]
    public void A_value_too_long_for_its_VR_is_refused_and_nothing_changes()
    {
        var raw = new RawDataset().Element(0x0010_0020, "LO", "ID");
        using var file = DicomFile.Parse(raw.File());

        Assert.That(
            () => file.Dataset.Set(DicomTag.PatientID, DicomVR.LO, new byte[0xFFFF]),
            Throws.ArgumentException.With.Message.Contains("0010,0020"));
        Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes));
        Assert.That(() => file.Dataset.Set(DicomTag.PatientID, DicomVR.LO, new byte[0xFFFE]), Throws.Nothing);
    }

    [Test]
    public void No_VR_can_be_given_to_an_element_that_has_one()
    {
        using var file = DicomFile.Parse(new RawDataset().Element(0x0010_0020, "LO", "ID").File());

        Assert.That(() => file.Dataset.Set(DicomTag.PatientID, DicomVR.None, Text("AB")), Throws.ArgumentException);
        Assert.That(
            () => new DatasetEdits().SetValue(file.Dataset[0], DicomVR.None, Text("AB")), Throws.ArgumentException);
    }

    [Test]
    public void An_item_is_deleted_and_the_others_keep_their_bytes()
    {
        RawDataset Item(string id) => new RawDataset().Element(0x0010_0020, "LO", id);
        var raw = new RawDataset().Sequence(0x0008_1140, "SQ", Item("AA"), Item("BB"), Item("CC"));
        using var file = DicomFile.Parse(raw.File());

        file.Dataset[0].Sequence!.RemoveItemAt(1);

        Assert.That(
            Written.Dataset(file),
            Is.EqualTo(new RawDataset().Sequence(0x0008_1140, "SQ", Item("AA"), Item("CC")).Bytes));
        Assert.That(
            () => file.Dataset[0].Sequence!.RemoveItemAt(2), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_predicate_that_throws_leaves_all()
    {
        var raw = new RawDataset().Element(0x0008_0060, "CS", "CT").Element(0x0009_1001, "LO", "AA")
            .Element(0x0010_0020, "LO", "ID").Element(0x0010_0030, "DA", "19991231");
        using var file = DicomFile.Parse(raw.File());

        Assert.That(
            () => file.Dataset.RemoveWhere(element => element.Tag == DicomTag.PatientID
                ? throw new InvalidDataException() : element.Tag.Group < 0x0010),
            Throws.TypeOf<InvalidDataException>());

        Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes));
    }

    [Test]
    public void A_file_without_elements_is_written_and_read_again(
        [Values("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.3.4")] string syntax)
    {
        using var file = DicomFile.Create(TransferSyntax.FromUID(syntax));

        using var again = DicomFile.Parse(Written.Bytes(file));

        Assert.That(again.Dataset.Count, Is.Zero);
        Assert.That(again.MetaInformation.GetText(DicomTag.TransferSyntaxUID), Is.EqualTo(syntax));
    }

    [Test]
    public void Elements_and_items_are_met_in_their_order()
    {
        var item = new RawDataset().Element(0x0010_0020, "LO", "ID");
        var raw = new RawDataset().Element(0x0008_0060, "CS", "CT").Sequence(0x0008_1140, "SQ", item, new RawDataset());
        using var file = DicomFile.Parse(raw.File());
        var met = new List<string>();

        foreach (var element in file.Dataset)
        {
            met.Add(element.Tag.ToString());
        }

        foreach (var dataset in file.Dataset[1].Sequence!)
        {
            met.Add($"{dataset.Count}");
        }

        Assert.That(met, Is.EqualTo(new[] { "0008,0060", "0008,1140", "1", "0" }));
    }

    [Test]
    public void Items_group_lengths_and_meta_information_cannot_be_set()
    {
        using var file = DicomFile.Create(TransferSyntax.ExplicitLittleEndian);

        Assert.That(() => file.Dataset.Set(new DicomTag(0x0002_0016), DicomVR.AE, Text("AB")),
            Throws.ArgumentException);
        Assert.That(() => file.Dataset.SetSequence(new DicomTag(0x0002_0102)), Throws.ArgumentException);
        Assert.That(() => file.Dataset.Set(new DicomTag(0xFFFE_E000), DicomVR.UN, Text("AB")),
            Throws.ArgumentException);
        Assert.That(() => file.Dataset.SetSequence(new DicomTag(0x0008_0000)), Throws.ArgumentException);
    }

    [Test]
    public void Descendants_are_met_in_the_order_of_the_file_and_removed_ones_are_not()
    {
        RawDataset Item(string id, params RawDataset[] below) =>
            new RawDataset().Sequence(0x0008_1140, "SQ", below).Element(0x0010_0020, "LO", id);
        var raw = Item("0 ", Item("1 ", Item("2 ")), Item("3 ", Item("4 ")));
        using var file = DicomFile.Parse(raw.File());

        var met = new List<string>();
        foreach (var dataset in file.Dataset.SelfAndDescendants())
        {
            var id = dataset.GetText(DicomTag.PatientID)!;
            met.Add(id);
            if (id == "3")
            {
                dataset.Remove(References);
            }
        }

        Assert.That(met, Is.EqualTo(new[] { "0", "1", "2", "3" }));
    }

    [Test]
    public void A_disposed_file_gives_no_values()
    {
        var file = DicomFile.Parse(new RawDataset().Element(0x0010_0020, "LO", "ID").File());
        var element = file.Dataset[0];
        file.Dispose();

        Assert.That(() => element.Value.Length, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => file.Write(Written.Implementation), Throws.TypeOf<ObjectDisposedException>());
    }
}
