// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Values;

/// <summary>Text of a request is written in the character set of the data set, and no character is lost.</summary>
public class CharacterSetTests
{
    [TestCase("ISO_IR 100", "é", "E9")]
    [TestCase("ISO_IR 144", "Ж", "B6")]
    [TestCase("ISO_IR 192", "é", "C3A9")]
    [TestCase(null, "é", "E9")]
    public void Text_is_written_in_the_character_set_of_the_data_set(string? terms, string text, string expected)
    {
        using var file = Sample.Create();
        if (terms is not null)
        {
            file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, terms);
        }

        using var modified = TestHost.Modify(file, $$$"""{"Replace":{"PatientComments":"{{{text}}}"}}""");
        Assert.That(Convert.ToHexString(modified.Dataset.Bytes(Tags.PatientComments).AsSpan().TrimEnd((byte)' ')),
            Is.EqualTo(expected));
        Assert.That(modified.Dataset.Text(DicomTag.SpecificCharacterSet), Is.EqualTo(terms));
    }

    [TestCase("ISO_IR 100", "éé", "E9E9")]
    [TestCase("ISO_IR 192", "é", "C3A9")]
    public void Text_for_PixelData_is_of_the_character_set_of_the_data_set(string terms, string text, string expected)
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, terms);
        using var modified = TestHost.Modify(file, $$$"""{"Replace":{"PixelData":"{{{text}}}"}}""");
        Assert.That(Convert.ToHexString(modified.Dataset.Bytes(DicomTag.PixelData)), Is.EqualTo(expected));
    }

    [Test]
    public void Text_for_PixelData_that_is_odd_in_its_character_set_is_out_of_range()
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 100");
        Assert.That(
            () => TestHost.Modify(file, """{"Replace":{"PixelData":"é"}}"""),
            Throws.TypeOf<RequestException>().With.Property("Fault").EqualTo(RequestFault.OutOfRange));
    }

    [Test]
    public void Without_a_character_set_that_of_the_host_holds()
    {
        var settings = TestHost.Settings with { DefaultEncoding = SpecificCharacterSet.Utf8 };
        var plan = ModificationPlan.For(TestHost.Request("""{"Replace":{"PatientComments":"é"}}""", Operation.Modify,
            settings));
        using var modified = TestHost.Apply(Sample.Create(settings: settings), plan);
        Assert.That(modified.Dataset.Bytes(Tags.PatientComments), Is.EqualTo("é"u8.ToArray()));
    }

    [TestCase("ISO_IR 100")]
    [TestCase("")]
    [TestCase(null)]
    public void What_the_character_set_lacks_makes_the_file_UTF_8(string? terms)
    {
        using var file = Latin1(terms);
        using var modified = TestHost.Modify(file, """{"Replace":{"PatientComments":"日本"}}""");
        Assert.That(modified.Dataset.Text(DicomTag.SpecificCharacterSet), Is.EqualTo("ISO_IR 192"));
        Assert.That(modified.Dataset.Bytes(Tags.PatientComments), Is.EqualTo("日本"u8.ToArray()));
        Assert.That(modified.Dataset.Text(DicomTag.PatientName), Is.EqualTo("Müller"));
        Assert.That(modified.Dataset.At(Tags.ReferencedImageSequence).Text(DicomTag.PatientName), Is.EqualTo("Müller"));
    }

    [Test]
    public void What_an_item_lacks_makes_the_file_UTF_8()
    {
        using var modified = TestHost.Modify(
            Latin1("ISO_IR 100"),
            """{"Replace":{"ReferencedImageSequence[0].PatientComments":"日本","StudyDescription":"é"}}""");
        Assert.That(modified.Dataset.Text(DicomTag.SpecificCharacterSet), Is.EqualTo("ISO_IR 192"));
        Assert.That(modified.Dataset.Text(Tags.StudyDescription), Is.EqualTo("é"));
        Assert.That(modified.Dataset.At(Tags.ReferencedImageSequence).Text(Tags.PatientComments), Is.EqualTo("日本"));
        Assert.That(modified.Dataset.At(Tags.ReferencedImageSequence).Text(DicomTag.PatientName), Is.EqualTo("Müller"));
    }

    [Test]
    public void Replacing_the_character_set_converts_the_text()
    {
        using var modified = TestHost.Modify(
            Latin1("ISO_IR 100"),
            """{"Replace":{"SpecificCharacterSet":"ISO_IR 192","0008,0001":"","PatientComments":"日本"}}""");
        Assert.That(modified.Dataset.Text(DicomTag.SpecificCharacterSet), Is.EqualTo("ISO_IR 192"));
        Assert.That(modified.Dataset.Text(DicomTag.PatientName), Is.EqualTo("Müller"));
        Assert.That(modified.Dataset.Bytes(DicomTag.PatientName), Is.EqualTo("Müller "u8.ToArray()));
        Assert.That(modified.Dataset.Text(Tags.PatientComments), Is.EqualTo("日本"));
        Assert.That(modified.Dataset.At(Tags.ReferencedImageSequence).Text(DicomTag.PatientName), Is.EqualTo("Müller"));
    }

    [TestCase("\"\"")]
    [TestCase("null")]
    [TestCase("\"ISO_IR 144\"")]
    public void A_new_character_set_that_lacks_characters_of_the_text_becomes_UTF_8(string json)
    {
        using var modified =
            TestHost.Modify(Latin1("ISO_IR 100"), $"{{\"Replace\":{{\"SpecificCharacterSet\":{json}}}}}");
        Assert.That(modified.Dataset.Text(DicomTag.SpecificCharacterSet), Is.EqualTo("ISO_IR 192"));
        Assert.That(modified.Dataset.Text(DicomTag.PatientName), Is.EqualTo("Müller"));
    }

    [Test]
    public void Removing_the_character_set_converts_the_text_to_that_of_the_host()
    {
        using var file = Latin1("ISO_IR 100");
        file.Dataset.ConvertText(SpecificCharacterSet.Utf8);
        using var modified = TestHost.Modify(file, """{"Remove":["SpecificCharacterSet"]}""");
        Assert.That(modified.Dataset.Contains(DicomTag.SpecificCharacterSet), Is.False);
        Assert.That(modified.Dataset.Bytes(DicomTag.PatientName), Is.EqualTo(Encoding.Latin1.GetBytes("Müller")));
    }

    [Test]
    public void A_character_set_that_the_text_needs_is_not_removed()
    {
        using var file = Sample.Create();
        file.Dataset.ConvertText(SpecificCharacterSet.Utf8);
        file.Dataset.Set(DicomTag.PatientName, DicomVR.PN, "日本"u8.ToArray());
        using var modified = TestHost.Modify(file, """{"Remove":["SpecificCharacterSet"]}""");
        Assert.That(modified.Dataset.Text(DicomTag.PatientName), Is.EqualTo("日本"));
        Assert.That(modified.Dataset.Text(DicomTag.SpecificCharacterSet), Is.EqualTo("ISO_IR 192"));
    }

    [Test]
    public void Anonymization_removes_the_character_set_at_every_depth()
    {
        using var file = Latin1("ISO_IR 100");
        file.Dataset.At(Tags.ReferencedImageSequence).With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 144")
            .With(new(0x0008, 0x0104), DicomVR.LO, "\u00B6");
        using var anonymized =
            TestHost.Anonymize(file, """{"Remove":["SpecificCharacterSet"],"Keep":["CodeMeaning"]}""");
        Assert.That(
            anonymized.Dataset.At(Tags.ReferencedImageSequence).Text(new(0x0008, 0x0104)), Is.EqualTo("Ж"),
            "which Latin 1 lacks");
        using var latin = Latin1("ISO_IR 100");
        latin.Dataset.At(Tags.ReferencedImageSequence).With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 144");
        using var plain = TestHost.Anonymize(latin, """{"Remove":["SpecificCharacterSet"]}""");
        Assert.That(plain.Dataset.SelfAndDescendants().Any(dataset => dataset.Contains(DicomTag.SpecificCharacterSet)),
            Is.False);
    }

    [Test]
    public void An_item_of_Replace_may_have_its_own_character_set()
    {
        using var modified = TestHost.Modify(
            Latin1("ISO_IR 100"),
            """{"Replace":{"ProcedureCodeSequence":[{"CodeMeaning":"Ж","SpecificCharacterSet":"ISO_IR 144"},"""
                + """{"CodeMeaning":"é"}]}}""");
        Assert.That(modified.Dataset.At(Tags.ProcedureCodeSequence).Bytes(new(0x0008, 0x0104)),
            Is.EqualTo(new byte[] { 0xB6, 0x20 }));
        Assert.That(modified.Dataset.At(Tags.ProcedureCodeSequence, 1).Bytes(new(0x0008, 0x0104)),
            Is.EqualTo(new byte[] { 0xE9, 0x20 }));
        Assert.That(modified.Dataset.Text(DicomTag.SpecificCharacterSet), Is.EqualTo("ISO_IR 100"));
    }

    [Test]
    public void An_escape_character_of_the_request_is_never_taken_for_a_change_of_the_character_set()
    {
        var plan = TestHost.Plan("""{"Replace":{"PatientComments":"a\u001b$Bb"}}""", Operation.Modify);
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "\\ISO 2022 IR 87");
        using var modified = TestHost.Apply(file, plan);
        Assert.That(modified.Dataset.Text(Tags.PatientComments), Is.EqualTo("a\u001b$Bb"));
    }

    [Test]
    public void Names_are_compared_as_text_not_as_bytes()
    {
        using var file = Latin1("ISO_IR 100");
        var item = file.Dataset.At(Tags.ReferencedImageSequence);
        item.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 192")
            .Set(DicomTag.PatientName, DicomVR.PN, "Müller"u8.ToArray());
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.At(Tags.ReferencedImageSequence).Text(DicomTag.PatientName),
            Is.EqualTo("Anonymized1"));
    }

    private static DicomFile Latin1(string? terms)
    {
        var file = Sample.Create();
        if (terms is not null)
        {
            file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, terms);
        }

        file.Dataset.With(DicomTag.PatientName, DicomVR.PN, "Müller");
        file.Dataset.Item(Tags.ReferencedImageSequence).With(DicomTag.PatientName, DicomVR.PN, "Müller");
        return file;
    }

    [Test]
    public void Another_character_set_for_an_identifier_in_an_item_changes_no_other_element()
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 100");
        for (var i = 0; i < 2; i++)
        {
            file.Dataset.Item(new(0x0008, 0x1115)).With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 100")
                .With(new(0x0008, 0x0060), DicomVR.CS, "CT").With(DicomTag.PatientID, DicomVR.LO, "PID1")
                .With(new(0x0018, 0x1030), DicomVR.LO, "S\u00fcd").With(new(0x0020, 0x0011), DicomVR.IS, "7");
        }

        using var result = TestHost.Anonymize(
            file, "{\"Replace\":{\"PatientID\":\"\u0414\"},\"Keep\":[\"ProtocolName\"],\"Force\":true}");
        for (var i = 0; i < 2; i++)
        {
            var item = result.Dataset.At(new(0x0008, 0x1115), i);
            Assert.That(item.Text(DicomTag.PatientID), Is.EqualTo("\u0414"));
            Assert.That(item.Text(new(0x0008, 0x0060)), Is.EqualTo("CT"));
            Assert.That(item.Text(new(0x0018, 0x1030)), Is.EqualTo("S\u00fcd"));
            Assert.That(item.Text(new(0x0020, 0x0011)), Is.EqualTo("7"));
        }
    }

    [TestCase("a\u0080b")]
    [TestCase("a\u009fb")]
    [TestCase("a\u001b$B;3ED\u001b(Bb")]
    [TestCase("a\u001b-F\u00c4\u001b-Ab")]
    public void Another_character_set_for_text_that_was_cleaned_changes_no_other_element(string text)
    {
        using var file = Sample.Create();
        file.Dataset.With(Tags.StudyDescription, DicomVR.LO, $"{text} for DOE")
            .With(new(0x0008, 0x1090), DicomVR.LO, "Scanner").With(new(0x0018, 0x1030), DicomVR.LO, "DOE axial")
            .With(new(0x0020, 0x0011), DicomVR.IS, "7");
        using var result = TestHost.Anonymize(file, """{"Options":["CleanDescriptors"]}""");
        Assert.That(result.Dataset.Text(Tags.Modality), Is.EqualTo("CT"));
        Assert.That(result.Dataset.Text(Tags.StudyDescription), Does.EndWith("b for"));
        Assert.That(result.Dataset.Text(new(0x0008, 0x1090)), Is.EqualTo("Scanner"));
        Assert.That(result.Dataset.Text(new(0x0018, 0x1030)), Is.EqualTo("axial"));
        Assert.That(result.Dataset.Text(new(0x0020, 0x0011)), Is.EqualTo("7"));
        Assert.That(result.Dataset.Text(DicomTag.SpecificCharacterSet), Is.EqualTo("ISO_IR 192"));
    }
}
