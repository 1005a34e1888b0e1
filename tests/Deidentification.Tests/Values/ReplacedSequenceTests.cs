// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Values;

/// <summary>Sequences in Replace (docs/values.md).</summary>
public class ReplacedSequenceTests
{
    [Test]
    public void Sequences_are_written_item_by_item()
    {
        using var modified = TestHost.Replaced(
            "ProcedureCodeSequence",
            """[{"CodeValue":"A","0008,0000":"1","PurposeOfReferenceCodeSequence":[{"CodeMeaning":null},[]]},"""
                + "[],{}]");
        Assert.That(modified.Dataset.TryGet(Tags.ProcedureCodeSequence, out var element), Is.True);
        Assert.That(element.Sequence!.Count, Is.EqualTo(3));
        var first = element.Sequence[0];
        Assert.That(first.Count, Is.EqualTo(2));
        Assert.That(first.Text(new(0x0008, 0x0100)), Is.EqualTo("A"));
        Assert.That(first.At(new(0x0040, 0xA170)).Text(new(0x0008, 0x0104)), Is.Empty);
        Assert.That(first.At(new(0x0040, 0xA170), 1).Count, Is.Zero);
        Assert.That(element.Sequence[1].Count, Is.Zero);
        Assert.That(element.Sequence[2].Count, Is.Zero);
    }

    [TestCase("[]")]
    [TestCase("\"\"")]
    [TestCase("null")]
    public void A_sequence_can_be_given_without_items(string json)
    {
        using var file = Sample.Create();
        file.Dataset.Item(Tags.ProcedureCodeSequence).With(new(0x0008, 0x0100), DicomVR.SH, "A");
        using var modified = TestHost.Modify(file, $"{{\"Replace\":{{\"ProcedureCodeSequence\":{json}}}}}");
        Assert.That(modified.Dataset.TryGet(Tags.ProcedureCodeSequence, out var element), Is.True);
        Assert.That(element.Sequence!.Count, Is.Zero);
    }

    [Test]
    public void Sequences_may_be_nested_as_deep_as_the_JSON()
    {
        const int Depth = 499;
        var json = new StringBuilder();
        for (var i = 0; i < Depth; i++)
        {
            json.Append("""[{"ConceptNameCodeSequence":""");
        }

        json.Append("null").Insert(json.Length, "}]", Depth);
        using var modified = TestHost.Replaced("ConceptNameCodeSequence", json.ToString());
        Assert.That(modified.Dataset.SelfAndDescendants().Count(), Is.EqualTo(Depth + 1));
    }

    [Test]
    public void Of_several_spellings_in_an_item_the_first_by_byte_order_counts()
    {
        using var modified = TestHost.Replaced("ProcedureCodeSequence", """[{"CodeValue":"B","00080100":"A"}]""");
        Assert.That(modified.Dataset.At(Tags.ProcedureCodeSequence).Text(new(0x0008, 0x0100)), Is.EqualTo("A"));
    }

    [Test]
    public void Nothing_is_embedded_inside_a_sequence()
    {
        using var modified =
            TestHost.Replaced("ProcedureCodeSequence", """[{"EncapsulatedDocument":"data:text/plain;base64,AAAA"}]""");
        Assert.That(
            modified.Dataset.At(Tags.ProcedureCodeSequence).Bytes(DicomTag.EncapsulatedDocument).AsSpan()
            .TrimEnd((byte)0).ToArray(),
            Is.EqualTo("data:text/plain;base64,AAAA"u8.ToArray()));
    }
}
