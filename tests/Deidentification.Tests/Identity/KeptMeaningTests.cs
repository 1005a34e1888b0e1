// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Identity;

/// <summary>A name that is also a common word or a word of imaging is removed where it means a person, and nowhere
/// else.</summary>
public class KeptMeaningTests
{
    private const string Clean = """{"DicomVersion": "2024e", "Options": ["CleanDescriptors"]}""";

    private static readonly DicomTag AnatomicRegion = new(0x0008_2218);
    private static readonly DicomTag ImageType = new(0x0008_0008);

    [TestCase("No^Minsu", "No fracture. No bleeding.")]
    [TestCase("No^Minsu", "There is NO fracture")]
    [TestCase("No^M", "No M1 metastases")]
    [TestCase("Short^Long", "short axis 5 mm, long axis 9 mm")]
    [TestCase("Do^Anh", "Do not move")]
    [TestCase("Foot^Anna", "Foot left, CT Foot, foot")]
    [TestCase("KNIE^X", "Knie links")]
    [TestCase("Axial^Max", "T1 Axial post")]
    [TestCase("Not^Will", "Will not lie down")]
    [TestCase("Short^Ann", "PATIENT SHORT OF BREATH")]
    [TestCase("Long^Ann", "in Long axis")]
    [TestCase("Kein^Ann", "Kein Nachweis einer Fraktur")]
    [TestCase("Young^Ann", "young woman")]
    [TestCase("Stein^Links", "Stein links")]
    public void A_word_that_is_no_name_stays(string name, string text) => Assert.That(After(text, name), Is.EqualTo(text));

    [TestCase("No^Minsu", "Mr. No, fracture", "Mr. , fracture")]
    [TestCase("No^Minsu", "No Minsu: fracture", ": fracture")]
    [TestCase("No^Minsu", "NO, MINSU fracture", "fracture")]
    [TestCase("No^Minsu", "seen by Minsu. No fracture", "seen by . No fracture")]
    [TestCase("Short^Long", "read by Short", "read by")]
    [TestCase("Short^Long", "of SHORT, LONG", "of")]
    [TestCase("Foot^Anna", "Foot of Mrs Foot", "Foot of Mrs")]
    [TestCase("Foot^Anna", "left foot of anna foot", "left foot of")]
    [TestCase("Foot^Anna", "the FOOT of FOOT", "the of")]
    [TestCase("Young^Ann", "CT Young", "CT")]
    [TestCase("Long^Ann", "by A. Long", "by A.")]
    [TestCase("Berg^Herz", "Frau Herz", "Frau")]
    public void A_word_that_is_a_name_goes(string name, string text, string left) =>
        Assert.That(After(text, name), Is.EqualTo(left));

    [TestCase("512", "Matrix 512 x 512", "Matrix 512 x 512")]
    [TestCase("120", "120 kV", "120 kV")]
    [TestCase("120", "ID 120, 120 kV", "ID , 120 kV")]
    [TestCase("120", "patient #120", "patient #")]
    [TestCase("2024", "in 2024", "in 2024")]
    public void A_short_number_is_any_number(string id, string text, string left) =>
        Assert.That(After(text, "X^Y", id), Is.EqualTo(left));

    [Test]
    public void A_code_of_a_public_scheme_and_its_meaning_stay()
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.PatientName, DicomVR.PN, "Foot^Anna").With(new(0x0032_1033), DicomVR.LO, "IRMCEREB");
        Code(file.Dataset, "56459004", "SCT", "Foot of Anna Foot");
        Code(file.Dataset, "1", "99ACME", "Foot of Anna Foot");
        Code(file.Dataset, "2", "ACME", "Foot of Anna Foot");
        Code(file.Dataset, "3", "LN", "IRM cerebrale");
        using var made = TestHost.Anonymize(file, Clean);
        Assert.That(
            Enumerable.Range(0, 4).Select(i => made.Dataset.At(AnatomicRegion, i).Text(Tags.CodeMeaning)),
            Is.EqualTo(["Foot of Anna Foot", "Foot of", "Foot of", "IRM cerebrale"]));
    }

    [TestCase("SCT", true)]
    [TestCase("SRT", true)]
    [TestCase("99SDM", true)]
    [TestCase("NCIt", true)]
    [TestCase("ActCode", true)]
    [TestCase("JJ1017", true)]
    [TestCase("99ACME", false)]
    [TestCase("L", false)]
    [TestCase("TRANS", false)]
    [TestCase("NPI", false)]
    [TestCase("ISO_OID", false)]
    public void A_scheme_is_public_that_is_registered_and_of_no_persons(string scheme, bool stays)
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.PatientName, DicomVR.PN, "Foot^Anna");
        Code(file.Dataset, "1", scheme, "Foot of Anna Foot");
        using var made = TestHost.Anonymize(file, Clean);
        Assert.That(
            made.Dataset.At(AnatomicRegion, 0).Text(Tags.CodeMeaning), Is.EqualTo(stays ? "Foot of Anna Foot" : "Foot of"));
    }

    [TestCase("ORIGINAL\\PRIMARY\\WOLKENSTEIN", "ORIGINAL\\PRIMARY\\")]
    [TestCase("ORIGINAL\\PRIMARY\\AXIAL\\W_BIRNBAUM", "ORIGINAL\\PRIMARY\\AXIAL\\")]
    [TestCase("ORIGINAL\\PRIMARY\\AXIAL", "ORIGINAL\\PRIMARY\\AXIAL")]
    [TestCase("ORIGINAL\\PRIMARY\\M_SE", "ORIGINAL\\PRIMARY\\M_SE")]
    public void A_term_is_no_name(string terms, string left)
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.PatientName, DicomVR.PN, "Wolkenstein^Axial").With(ImageType, DicomVR.CS, terms)
            .With(new(0x0008_0090), DicomVR.PN, "Birnbaum^Primary");
        using var made = TestHost.Anonymize(file, Clean);
        Assert.That(made.Dataset.Text(ImageType), Is.EqualTo(left));
    }

    [TestCase(0x0010_0020u, DicomVR.CS, "QZ4711X", "CT of QZ4711X", "CT of")]
    [TestCase(0x0010_0020u, DicomVR.IS, "QZ4711X", "CT of QZ4711X", "CT of")]
    [TestCase(0x0008_0090u, DicomVR.CS, "BIRNBAUM", "CT by Birnbaum", "CT by")]
    [TestCase(0x0008_0080u, DicomVR.CS, "LINDENHOF", "CT at Lindenhof", "CT at")]
    [TestCase(0x0018_1000u, DicomVR.CS, "SN-0099812", "CT on SN-0099812", "CT on")]
    [TestCase(0x0009_1001u, DicomVR.CS, "PID-4711", "CT of PID-4711", "CT of")]
    public void What_a_file_stores_as_a_term_identifies_all_the_same(uint tag, DicomVR vr, string value, string text, string left)
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.PatientID, DicomVR.LO, "PID-4711").With(new(0x0009_0010), DicomVR.LO, "ACME 1")
            .With(new DicomTag(tag), vr, value).With(Tags.StudyDescription, DicomVR.LO, text);
        using var made = TestHost.Anonymize(file, Clean);
        Assert.That(made.Dataset.Text(Tags.StudyDescription), Is.EqualTo(left));
    }

    private static void Code(DicomDataset dataset, string value, string scheme, string meaning) =>
        dataset.Item(AnatomicRegion).With(Tags.CodeValue, DicomVR.SH, value).With(new(0x0008_0102), DicomVR.SH, scheme)
            .With(Tags.CodeMeaning, DicomVR.LO, meaning);

    private static string? After(string text, string name, string id = "ZX-88123")
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.PatientName, DicomVR.PN, name).With(DicomTag.PatientID, DicomVR.LO, id)
            .With(Tags.StudyDescription, DicomVR.LO, text);
        using var made = TestHost.Anonymize(file, Clean);
        return made.Dataset.Text(Tags.StudyDescription);
    }
}
