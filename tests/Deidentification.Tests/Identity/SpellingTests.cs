// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Identity;

/// <summary>Names and numbers are removed from text in the spellings of people, of programs, and of other scripts.</summary>
public class SpellingTests
{
    private const string Clean = """{"DicomVersion": "2024e", "Options": ["CleanDescriptors"]}""";

    [TestCase("Kaufmann^Eva", "wegen Kaufmanns und Kaufmannem", "wegen und")]
    [TestCase("Nowak^Eva", "u Nowaka, Nowakowi, z Nowakiem", "u , , z")]
    [TestCase("\u0418\u0432\u0430\u043d\u043e\u0432^X", "\u0423 \u0418\u0432\u0430\u043d\u043e\u0432\u044b\u043c", "\u0423")]
    [TestCase("Karl^Eva", "Karls Knie", "Knie")]
    [TestCase("M\u00fcller-Brandt^Eva", "read by emueller, MULLERE, mueller.e, e.brandt", "read by , , ,")]
    [TestCase("Wolkenstein^T", "Wolken-\nstein, Wolken-stein", ",")]
    [TestCase("Wolkenstein^T", "Wolkenst. links", ". links")]
    [TestCase("Wolkenstein^T", "Frau Wolk., links", "Frau ., links")]
    [TestCase("McDonald^R", "Mc Donald, mcdonald, McDonald", ", ,")]
    [TestCase("Mc Donald^R", "McDonald", "")]
    [TestCase("M\u00fchlh\u00f6fer^X", "Muehlhofer, Muhlhoefer, M\u00fchlhoefer", ", ,")]
    [TestCase("MUELLER^X", "Muller", "")]
    [TestCase("Grie\u00dffinger^X", "Grie\u00df\ufb01nger, Griessfinger", ",")]
    [TestCase("\u0645\u062d\u0645\u062f^X", "\u0645\u062d\u0640\u0640\u0645\u062f CT", "CT")]
    [TestCase("\u9ad8\u6a4b^X", "\u9ad9\u6a4b CT", "CT")]
    [TestCase("\u5f35\u66c9\u6771^X", "\u5f20\u6653\u4e1c CT", "CT")]
    [TestCase("\uae40\ucca0\uc218^X", "\u1100\u1175\u11b7\u110e\u1165\u11af\u1109\u116e CT", "CT")]
    [TestCase("\u1100\u1175\u11b7\u110e\u1165\u11af\u1109\u116e^X", "\uae40\ucca0\uc218 CT", "CT")]
    public void A_name_goes_as_people_write_it(string name, string text, string left) =>
        Assert.That(After(text, dataset => dataset.WithUnicode(DicomTag.PatientName, DicomVR.PN, name)), Is.EqualTo(left));

    [TestCase("D&uuml;bend&#246;rfer &amp; CT", "&amp; CT")]
    [TestCase("D&#xFC;bend&ouml;rfer CT", "CT")]
    [TestCase("name=D%C3%BCbend%C3%B6rfer&y=CT", "name= &y=CT")]
    [TestCase("D=C3=BCbend=C3=B6r=\r\nfer CT", "CT")]
    [TestCase("D\\u00fcbend\\u00f6rfer CT", "CT")]
    [TestCase("D\\'fcbend\\'f6rfer CT", "CT")]
    [TestCase("D\\u252?bend\\u246?rfer CT", "CT")]
    [TestCase("D\\XC3BC\\bend\\XC3B6\\rfer CT", "CT")]
    [TestCase("100% of TE=20 & \\ CT", "100% of TE=20 & \\ CT")]
    public void A_name_goes_as_programs_write_it(string text, string left) => Assert.That(
        After(text, dataset => dataset.WithUnicode(DicomTag.PatientName, DicomVR.PN, "D\u00fcbend\u00f6rfer^X")),
        Is.EqualTo(left));

    [TestCase("Stein^X", "MR Schulter Steine")]
    [TestCase("Schulte^X", "MR Schulter links")]
    [TestCase("Normann^X", "norm. CT")]
    [TestCase("Theman^X", "the man has")]
    public void What_only_looks_like_it_stays(string name, string text) =>
        Assert.That(After(text, dataset => dataset.With(DicomTag.PatientName, DicomVR.PN, name)), Is.EqualTo(text));

    [TestCase("PIDQZ-847362951", "CT 847362951", "CT")]
    [TestCase("PAT12", "CT 12", "CT 12")]
    public void The_number_in_an_id_goes(string id, string text, string left) =>
        Assert.That(After(text, dataset => dataset.With(DicomTag.PatientID, DicomVR.LO, id)), Is.EqualTo(left));

    [Test]
    public void The_extension_of_a_telephone_goes() => Assert.That(
        After("ext. 4711, 4711 mm", dataset => dataset.With(new(0x0010_2154), DicomVR.SH, "044 555 12 34 ext 4711")),
        Is.EqualTo("ext. , 4711 mm"));

    [Test]
    public void A_street_goes_without_its_town() => Assert.That(
        After("12 Long Street, street view", dataset => dataset.With(new(0x0010_1040), DicomVR.LO, "12 Long Street, Springfield")),
        Is.EqualTo(", street view"));

    [TestCase(true, false)]
    [TestCase(false, true)]
    [TestCase(true, true)]
    public void Text_in_UTF_8_is_read_so_whatever_the_file_declares(bool isNameUnicode, bool isTextUnicode)
    {
        const string Name = "D\u00fcbend\u00f6rfer^Grete";
        const string Text = "\u00fc CT D\u00fcbend\u00f6rfer";
        foreach (var declared in (string[])["ISO_IR 100", ""])
        {
            using var file = Sample.Create();
            file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, declared);
            Set(file.Dataset, DicomTag.PatientName, DicomVR.PN, Name, isNameUnicode);
            Set(file.Dataset, Tags.StudyDescription, DicomVR.LO, Text, isTextUnicode);
            using var made = TestHost.Anonymize(file, Clean);
            var isUnicode = isTextUnicode || declared.Length == 0;
            Assert.That(
                made.Dataset.Bytes(Tags.StudyDescription),
                Is.EqualTo((isUnicode ? Encoding.UTF8 : Encoding.Latin1).GetBytes("\u00fc CT" + (isUnicode ? " " : ""))));
        }
    }

    [Test]
    public void Text_that_nobody_can_read_goes_if_asked()
    {
        var removing = Clean[..^1] + """, "Unreadable": "Remove"}""";
        foreach (var tag in (DicomTag[])[Tags.StudyDescription, DicomTag.PatientName])
        {
            using var file = Sample.Create();
            file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 192").With(tag, DicomVR.LO, "D\u00f6ring");
            var plan = TestHost.Plan(Clean, Operation.Anonymize);
            Assert.That(() => plan.Apply(file, TestHost.Identifiers()), Throws.TypeOf<RequestException>());
            using var again = Sample.Create();
            again.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 192").With(tag, DicomVR.LO, "D\u00f6ring");
            using var made = TestHost.Anonymize(again, removing);
            Assert.That(made.Dataset.Text(Tags.StudyDescription), Is.EqualTo("Anonymized"));
        }

        Assert.That(
            TestHost.Fault("""{"Unreadable": "remove"}""", Operation.Anonymize).Message, Does.Contain("Fail, Remove"));
    }

    private static void Set(DicomDataset dataset, DicomTag tag, DicomVR vr, string text, bool isUnicode) =>
        dataset.Set(tag, vr, (isUnicode ? Encoding.UTF8 : Encoding.Latin1).GetBytes(text));

    private static string? After(string text, Action<DicomDataset> fill)
    {
        // A comment may have several lines.
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 192")
            .WithUnicode(Tags.ImageComments, DicomVR.LT, "Seen: " + text);
        fill(file.Dataset);
        using var made = TestHost.Anonymize(file, Clean);
        return made.Dataset.Text(Tags.ImageComments)!["Seen:".Length..].Trim(' ');
    }
}
