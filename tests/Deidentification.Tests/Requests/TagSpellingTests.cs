// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Tests.Requests;

/// <summary>Spellings of tags and paths (docs/values.md).</summary>
public class TagSpellingTests
{
    [TestCase("0010,4000")]
    [TestCase("0010-4000")]
    [TestCase("00104000")]
    [TestCase("(0010,4000)")]
    [TestCase("(0010-4000)")]
    [TestCase("(00104000)")]
    [TestCase("PatientComments")]
    [TestCase(" \\t PatientComments\\n")]
    [TestCase(" (0010,4000) ")]
    public void A_tag_has_many_spellings(string spelling)
    {
        var file = Sample.Create();
        using var modified = TestHost.Modify(file, $$$"""{"Replace":{"{{{spelling}}}":"x"}}""");
        Assert.That(modified.Dataset.Text(Tags.PatientComments), Is.EqualTo("x"));
    }

    [Test]
    public void Hexadecimal_digits_may_have_any_case()
    {
        using var modified =
            TestHost.Modify(Sample.Create(), """{"Replace":{"0018,106a":"x","0018,106C":"1"}}""");
        Assert.That(modified.Dataset.Text(new(0x0018, 0x106A)), Is.EqualTo("x"));
        Assert.That(modified.Dataset.Bytes(new(0x0018, 0x106C)), Is.EqualTo(new byte[] { 1, 0 }));
    }

    [Test]
    public void The_keywords_of_the_host_are_known()
    {
        using var modified = TestHost.Modify(Sample.Create(), """{"Replace":{"HostText":"x"}}""");
        Assert.That(modified.Dataset.Text(new(0x0012, 0x9999)), Is.EqualTo("x"));
    }

    [TestCase("patientname")]
    [TestCase("")]
    [TestCase("NoSuchTag")]
    [TestCase("0010,001g")]
    [TestCase("0010,001")]
    [TestCase("(0010,0010")]
    [TestCase("( 0010,0010 )")]
    [TestCase("(PatientName)")]
    [TestCase("ReferencedStudySequence[0]")]
    [TestCase("ReferencedStudySequence[0].NoSuchTag")]
    [TestCase("NoSuchTag[0].PatientName")]
    [TestCase("ReferencedStudySequence[0].PatientName.")]
    public void An_unknown_tag_is_named(string spelling)
    {
        foreach (var body in new[] { $$"""{"Remove":["{{spelling}}"]}""", $$"""{"Keep":["{{spelling}}"]}""",
            $$$"""{"Replace":{"{{{spelling}}}":""}}""" })
        {
            var fault = TestHost.Fault(body);
            Assert.That(fault.Fault, Is.EqualTo(RequestFault.UnknownTag));
            Assert.That(fault.Message, Does.StartWith("Unknown DICOM tag: "));
        }
    }

    [TestCase("fffe,e000")]
    [TestCase("FFFEE00D")]
    [TestCase("fffe,e000[0].PatientName")]
    [TestCase("ReferencedStudySequence[0].fffe,e0dd")]
    [TestCase("ReferencedStudySequence.PatientName")]
    [TestCase("ReferencedStudySequence[].PatientName")]
    [TestCase("ReferencedStudySequence[-1].PatientName")]
    [TestCase("ReferencedStudySequence[x].PatientName")]
    [TestCase("ReferencedStudySequence[**].PatientName")]
    [TestCase("ReferencedStudySequence[4294967296].PatientName")]
    [TestCase("ReferencedStudySequence[0]..PatientName")]
    [TestCase("[0].PatientName")]
    public void Items_and_malformed_paths_are_out_of_range(string spelling)
    {
        foreach (var body in new[] { $$"""{"Remove":["{{spelling}}"]}""", $$"""{"Keep":["{{spelling}}"]}""",
            $$$"""{"Replace":{"{{{spelling}}}":""}}""" })
        {
            Assert.That(TestHost.Fault(body).Fault, Is.EqualTo(RequestFault.OutOfRange));
        }
    }

    [Test]
    public void An_item_tag_inside_a_given_sequence_is_out_of_range() =>
        Assert.That(
            TestHost.Fault("""{"Replace":{"ReferencedStudySequence":[{"fffe,e000":""}]}}""").Fault,
            Is.EqualTo(RequestFault.OutOfRange));

    [Test]
    public void Group_lengths_and_group_0002_are_ignored()
    {
        using var modified = TestHost.Modify(
            Sample.Create(),
            """{"Replace":{"0008,0000":1,"0002,0010":"1.2.840.10008.1.2","Modality":"MR"},"""
                + "\"Remove\":[\"0002,0010\",\"0010,0000\"],\"Keep\":[\"0008,0000\"]}");
        Assert.That(modified.TransferSyntax.UID, Is.EqualTo("1.2.840.10008.1.2.1"));
        Assert.That(modified.Dataset.Contains(new(0x0002, 0x0010)), Is.False);
        Assert.That(modified.Dataset.Text(Tags.Modality), Is.EqualTo("MR"));
    }

    [Test]
    public void Of_several_spellings_the_last_by_byte_order_wins()
    {
        using var modified = TestHost.Modify(
            Sample.Create(), """{"Replace":{"PatientComments":"keyword","00104000":"digits","""
                + "\"0010,4000\":\"comma\"}}");
        Assert.That(modified.Dataset.Text(Tags.PatientComments), Is.EqualTo("keyword"));
    }

    [Test]
    public void Of_repeated_members_the_last_wins()
    {
        using var modified =
            TestHost.Modify(Sample.Create(), """{"Replace":{"PatientComments":"a","PatientComments":"b"}}""");
        Assert.That(modified.Dataset.Text(Tags.PatientComments), Is.EqualTo("b"));
    }
}
