// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Requests;

/// <summary>Instances that a request rejects.</summary>
public class RejectionTests
{
    private static readonly DicomTag ImageType = new(0x0008_0008);
    private static readonly DicomTag BurnedInAnnotation = new(0x0028_0301);

    [TestCase("""{"Modality": ["SR", "CT"]}""", "its Modality is CT")]
    [TestCase("""{"Modality": ["ct"]}""", "its Modality is ct")]
    [TestCase("""{"Modality": ["SR"]}""", null)]
    [TestCase("""{"Modality": [""]}""", null)]
    [TestCase("""{"Modality": []}""", null)]
    [TestCase("""{"SOPClassUID": ["1.2.840.10008.5.1.4.1.1.2"]}""", "its SOPClassUID is 1.2.840.10008.5.1.4.1.1.2")]
    [TestCase("""{"SOPClassUID": ["1.2.840.10008.5.1.4.1.1"]}""", null)]
    [TestCase("""{"ImageType": ["SECONDARY"]}""", "its ImageType is SECONDARY")]
    [TestCase("""{"ImageType": ["SECOND", ""]}""", null)]
    [TestCase("""{"ImageType": ["DERIVED\\SECONDARY"]}""", null)]
    [TestCase("""{"BurnedInAnnotation": ["YES"]}""", null)]
    [TestCase("""{"BurnedInAnnotation": ["YES", ""]}""", "it has no BurnedInAnnotation")]
    [TestCase("""{"EncapsulatedDocument": true}""", null)]
    [TestCase("{}", null)]
    public void An_instance_is_rejected_by_what_it_says_it_is(string rules, string? reason)
    {
        using var file = Sample.Create();
        file.Dataset.With(ImageType, DicomVR.CS, "DERIVED\\SECONDARY\\\\AXIAL ");
        Assert.That(ReasonFor(file, rules), Is.EqualTo(reason));
    }

    [TestCase("YES", "its BurnedInAnnotation is YES")]
    [TestCase("NO", null)]
    [TestCase(" ", "its BurnedInAnnotation is empty")]
    public void Burned_in_text_is_known_by_what_the_file_says(string value, string? reason)
    {
        using var file = Sample.Create();
        file.Dataset.With(BurnedInAnnotation, DicomVR.CS, value);
        Assert.That(ReasonFor(file, """{"BurnedInAnnotation": ["YES", ""]}"""), Is.EqualTo(reason));
    }

    [Test]
    public void Documents_are_known_by_their_content_or_their_class()
    {
        const string Rules = """{"EncapsulatedDocument": true}""";
        using var document = Sample.Create();
        document.Dataset.Set(DicomTag.EncapsulatedDocument, DicomVR.OB, new byte[] { 1, 2 });
        Assert.That(ReasonFor(document, Rules), Is.EqualTo("it is an encapsulated document"));
        Assert.That(ReasonFor(document, """{"EncapsulatedDocument": false}"""), Is.Null);
        using var empty = Sample.Create();
        empty.Dataset.With(DicomTag.SOPClassUID, DicomVR.UI, "1.2.840.10008.5.1.4.1.1.104.1\0");
        Assert.That(ReasonFor(empty, Rules), Is.EqualTo("it is an encapsulated document"));
    }

    /// <summary>A value that might be one the rules name is rejected, whatever is wrong with it.</summary>
    [TestCase("YES\r\n", "its BurnedInAnnotation is YES")]
    [TestCase("\tYES\0\0", "its BurnedInAnnotation is YES")]
    [TestCase("NO\r\n", null)]
    [TestCase("NO\\YES", "its BurnedInAnnotation is YES")]
    [TestCase("NO\\", null)]
    [TestCase("\0\0", "its BurnedInAnnotation is empty")]
    [TestCase("\r\n", "its BurnedInAnnotation is empty")]
    [TestCase("\\\\", "its BurnedInAnnotation is empty")]
    [TestCase("Y\0E\0S\0", "its BurnedInAnnotation cannot be read")]
    [TestCase("Y\bES", "its BurnedInAnnotation cannot be read")]
    [TestCase("NO\u0003", "its BurnedInAnnotation cannot be read")]
    [TestCase("NO\x1b(B", "its BurnedInAnnotation cannot be read")]
    [TestCase("Y\u00c9S", "its BurnedInAnnotation cannot be read")]
    [TestCase("YES\u00a0", "its BurnedInAnnotation cannot be read")]
    [TestCase("NO-TEXT", null)]
    public void What_is_not_plainly_something_else_is_rejected(string value, string? reason)
    {
        foreach (var vr in (DicomVR[])[DicomVR.CS, DicomVR.UN, DicomVR.LO, DicomVR.OB])
        {
            foreach (var characterSet in (string[])["ISO_IR 100", "ISO_IR 192", "GB18030", "nonsense"])
            {
                using var file = Sample.Create();
                file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, characterSet);
                file.Dataset.Set(BurnedInAnnotation, vr, Encoding.Latin1.GetBytes(value));
                Assert.That(ReasonFor(file, """{"BurnedInAnnotation": ["YES", ""]}"""), Is.EqualTo(reason), $"{vr} {characterSet}");
            }
        }
    }

    [Test]
    public void Every_rule_looks_at_what_it_cannot_read()
    {
        foreach (var (keyword, tag) in (KeyValuePair<string, DicomTag>[])[
            new("SOPClassUID", DicomTag.SOPClassUID), new("ImageType", ImageType), new("Modality", Tags.Modality),
            new("BurnedInAnnotation", BurnedInAnnotation)])
        {
            using var file = Sample.Create();
            file.Dataset.Set(tag, DicomVR.UN, new byte[] { 0x31, 0x07, 0x32, 0x20 });
            Assert.That(ReasonFor(file, $$"""{"{{keyword}}": ["9"]}"""), Is.EqualTo($"its {keyword} cannot be read"));
        }

        using var document = Sample.Create();
        document.Dataset.With(DicomTag.SOPClassUID, DicomVR.UI, "1.2.840.10008.5.1.4.1.1.\u0001104.1");
        Assert.That(ReasonFor(document, """{"EncapsulatedDocument": true}"""), Is.EqualTo("its SOPClassUID cannot be read"));
        document.Dataset.With(DicomTag.SOPClassUID, DicomVR.UI, "1.2.840.10008.5.1.4.1.1.104.1\r\n");
        Assert.That(ReasonFor(document, """{"EncapsulatedDocument": true}"""), Is.EqualTo("it is an encapsulated document"));
    }

    [Test]
    public void What_cannot_be_read_is_rejected()
    {
        using var file = Sample.Create();
        file.Dataset.SetSequence(Tags.Modality);
        Assert.That(ReasonFor(file, """{"Modality": ["SR"]}"""), Is.EqualTo("its Modality cannot be read"));
        Assert.That(ReasonFor(file, """{"ImageType": ["SR"]}"""), Is.Null);
    }

    [TestCase("7", RequestFault.BadFormat, "Reject")]
    [TestCase("null", RequestFault.BadFormat, "Reject")]
    [TestCase("""{"Modality": "SR"}""", RequestFault.BadFormat, "Modality")]
    [TestCase("""{"Modality": [7]}""", RequestFault.BadFormat, "Modality")]
    [TestCase("""{"EncapsulatedDocument": 1}""", RequestFault.BadFormat, "EncapsulatedDocument")]
    [TestCase("""{"Modalty": ["SR"]}""", RequestFault.BadFormat, "Modalty")]
    [TestCase("""{"StationName": ["SR"]}""", RequestFault.BadFormat, "StationName")]
    public void What_is_no_rule_is_refused(string rules, RequestFault fault, string said)
    {
        var exception = TestHost.Fault($$"""{"Reject": {{rules}}}""", Operation.Anonymize);
        Assert.That(exception.Fault, Is.EqualTo(fault));
        Assert.That(exception.Message, Does.Contain(said));
    }

    [Test]
    public void Modify_rejects_nothing() =>
        Assert.That(
            TestHost.Request("""{"Reject": {"Modality": ["CT"]}}""", Operation.Modify).Rejection,
            Is.SameAs(RejectionRules.None));

    private static string? ReasonFor(DicomFile file, string rules)
    {
        try
        {
            TestHost.Request($$"""{"Reject": {{rules}}}""", Operation.Anonymize).Rejection.Check(file.Dataset);
            return null;
        }
        catch (InstanceRejectedException rejection)
        {
            return rejection.Reason;
        }
    }
}
