// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Identity;

/// <summary>Identifying values are removed from text in every spelling, and what only resembles them stays.</summary>
public class CleanedTextTests
{
    private const string Clean = """{"Options":["CleanDescriptors","CleanStructuredContent"]}""";

    /// <summary>A description that would be left empty becomes a dummy, so it starts with a word.</summary>
    private const string Before = "Seen:";

    private static readonly DicomTag CodingScheme = new(0x0008_0102);
    private static readonly DicomTag AccessionNumber = new(0x0008_0050);
    private static readonly DicomTag StudyID = new(0x0020_0010);
    private static readonly DicomTag PatientAddress = new(0x0010_1040);
    private static readonly DicomTag OperatorsName = new(0x0008_1070);
    private static readonly DicomTag InstitutionName = new(0x0008_0080);
    private static readonly DicomTag StationName = new(0x0008_1010);
    private static readonly DicomTag SerialNumber = new(0x0018_1000);

    [TestCase("MUELLER^GRUEN", "M\u00fcller, gr\u00fcn", "")]
    [TestCase("M\u00fcller^Gr\u00fcn", "MUELLER and GRUEN", "and")]
    [TestCase("M\u00fcller^Gr\u00fcn", "Muller and Mu\u0308ller", "and")]
    [TestCase("S\u00f8rensen^P\u00e5l", "Soerensen; Sorensen, Paal, Pal", "; ,")]
    [TestCase("SOERENSEN^X", "S\u00f8rensen", "")]
    [TestCase("\u00c5g\u00e5rd^X", "Aagaard, Agard", ",")]
    [TestCase("AAGAARD^X", "\u00c5g\u00e5rd, A\u030aga\u030ard", ",")]
    [TestCase("Nguy\u1ec5n^V\u0103n", "NGUYEN VAN seen", "seen")]
    [TestCase("NGUYEN^X", "Nguy\u1ec5n", "")]
    [TestCase("\u0218erban^X", "Serban, \u015eerban", ",")]
    [TestCase("\u03a0\u03b1\u03c0\u03b1\u03b4\u03cc\u03c0\u03bf\u03c5\u03bb\u03bf\u03c2^X", "\u03a0\u0391\u03a0\u0391\u0394\u039f\u03a0\u039f\u03a5\u039b\u039f\u03a3", "")]
    [TestCase("\u041a\u043e\u0440\u043e\u043b\u0451\u0432^X", "\u041a\u043e\u0440\u043e\u043b\u0435\u0432", "")]
    [TestCase("\u738b^\u5c0f\u4e1c", "\u738b\u5148\u751f CT", "CT")]
    [TestCase("\u738b^\u5c0f\u4e1c", "\u738b\u5c0f\u4e1c\uff0c\u5c0f\u4e1c", "\uff0c")]
    [TestCase("\u738b^\u5c0f\u4e1c", "\u738b\u56fd", "\u738b\u56fd")]
    [TestCase("\ud64d^\uae38\ub3d9", "\ud64d\uc528 CT", "CT")]
    [TestCase("\u5c71\u7530\u3000\u592a\u90ce", "\u592a\u90ce", "")]
    [TestCase("\u30e4\u30de\u30c0^\u30bf\u30ed\u30a6", "\uff94\uff8f\uff80\uff9e \u3084\u307e\u3060 CT", "CT")]
    [TestCase("\uff94\uff8f\uff80\uff9e^\uff80\uff9b\uff73", "\u30e4\u30de\u30c0", "")]
    [TestCase("Meier\u2013H\u00fcbscher^X", "H\u00fcbscher", "")]
    [TestCase("Meier/H\u00fcbscher^X", "Huebscher", "")]
    [TestCase("DOE^JOHN", "DoeHead, mrDoe", "Head, mr")]
    [TestCase("Doe^John Michael", "JMDoe DoeJM J.M. Doe", "")]
    [TestCase("Doe^John Michael", "JOHNDOE, DOEJOHN", ",")]
    [TestCase("DOE JOHN", "JOHNDOE", "")]
    [TestCase("Schuster^X", "SCHUSTERKNIE KNIESCHUSTER SCHUSTERMR", "KNIE KNIE MR")]
    [TestCase("\u0418\u0432\u0430\u043d\u043e\u0432^X", "\u0418\u0432\u0430\u043d\u043e\u0432\u0430", "")]
    [TestCase("Schr\u00f6der^K", "Schroederknie, SchroederK, K. Schroeder", "knie, ,")]
    [TestCase("Doe^John", "\u60a3\u8005Doe\u69d8", "\u60a3\u8005 \u69d8")]
    public void A_name_goes_in_every_spelling(string name, string text, string expected) =>
        Assert.That(After(text, dataset => dataset.WithUnicode(DicomTag.PatientName, DicomVR.PN, name)), Is.EqualTo(expected));

    [TestCase("Schulte^X", "MR Schulter links")]
    [TestCase("Schulte^X", "MR Schulteraufnahme")]
    [TestCase("Schenkel^X", "Oberschenkel")]
    [TestCase("Martin^X", "smart insert, Martini")]
    [TestCase("Theman^X", "the man has")]
    [TestCase("DOE^JOHN", "does the do")]
    [TestCase("von der Berg^X", "Fraktur der Hand von links")]
    public void A_word_that_holds_a_name_by_chance_stays(string name, string text) =>
        Assert.That(After(text, dataset => dataset.WithUnicode(DicomTag.PatientName, DicomVR.PN, name)), Is.EqualTo(text));

    [Test]
    public void A_name_with_particles_goes_as_a_whole_and_in_its_parts()
    {
        static string? Of(string text) => After(text, dataset => dataset.With(DicomTag.PatientName, DicomVR.PN, "von der Berg^Hans"));
        Assert.That(Of("Frau von der Berg"), Is.EqualTo("Frau"));
        Assert.That(Of("Berg, Hand"), Is.EqualTo(", Hand"));
    }

    [Test]
    public void Terms_and_common_words_stay_although_staff_places_and_orders_are_called_so()
    {
        const string Text = "MR HEAD routine, Abdomen CT, long axis, street view, General Hospital";
        Assert.That(
            After(Text, dataset => dataset
                .With(OperatorsName, DicomVR.PN, "MR")
                .With(new(0x0040_1001), DicomVR.SH, "HEAD")
                .With(new(0x0008_1040), DicomVR.LO, "Abdomen CT")
                .With(InstitutionName, DicomVR.LO, "General Hospital")
                .With(PatientAddress, DicomVR.LO, "12 Long Street")),
            Is.EqualTo(Text));
    }

    [Test]
    public void Terms_of_the_instance_stay_although_somebody_of_the_staff_is_called_so()
    {
        static void Staff(DicomDataset dataset) =>
            dataset.With(new(0x0018_0024), DicomVR.SH, "x").With(new(0x0018_0020), DicomVR.CS, "HASTE")
                .With(OperatorsName, DicomVR.PN, "Haste^Bernhard");
        Assert.That(After("HASTE by Bernhard", Staff), Is.EqualTo("HASTE by"));
        Assert.That(After("HASTE by Bernhard Haste", Staff), Is.EqualTo("HASTE by"));
    }

    [TestCase("LONG^DAVID", "read by Long", "read by")]
    [TestCase("Herz^Anna", "Herz by Anna", "Herz by")]
    [TestCase("Herz^Anna", "by Anna Herz", "by")]
    public void Whoever_of_the_staff_is_called_as_an_organ_goes_by_the_whole_name(string name, string text, string expected) =>
        Assert.That(After(text, dataset => dataset.With(OperatorsName, DicomVR.PN, name)), Is.EqualTo(expected));

    [Test]
    public void The_patient_goes_even_if_called_as_a_part_of_the_body() =>
        Assert.That(
            After("Frau Knie, Knie", dataset => dataset.With(DicomTag.PatientName, DicomVR.PN, "KNIE^X")), Is.EqualTo("Frau , Knie"));

    [TestCase("000123456", "ID 123456, 000123456", "ID ,")]
    [TestCase("123456", "ID 000123456", "ID")]
    [TestCase("123456^^^KSW", "ID 123456 of KSW", "ID of KSW")]
    [TestCase("0000500", "b=500", "b=500")]
    [TestCase("500", "no 500", "no")]
    [TestCase("HEAD", "HEAD", "HEAD")]
    public void A_patient_s_number_goes_with_and_without_zeros(string number, string text, string expected) =>
        Assert.That(After(text, dataset => dataset.With(DicomTag.PatientID, DicomVR.LO, number)), Is.EqualTo(expected));

    [TestCase("500", "b=500 s/mm2", "b=500 s/mm2")]
    [TestCase("50012", "study 50012", "study")]
    [TestCase("S5", "S5", "S5")]
    [TestCase("S50", "S50", "")]
    public void A_short_number_of_a_study_is_any_number(string number, string text, string expected) =>
        Assert.That(After(text, dataset => dataset.With(StudyID, DicomVR.SH, number)), Is.EqualTo(expected));

    [TestCase(0x0010_2154u, "555-1234 x56", "call 5551234 x56", "call")]
    [TestCase(0x0010_2154u, "0445551234/0791", "call 044 555 12 34", "call")]
    [TestCase(0x0010_2154u, "0445551234/0791", "call 555 12 34", "call")]
    [TestCase(0x0010_2154u, "0521-12345", "call 12345", "call")]
    [TestCase(0x0010_2154u, "12345", "call 12345", "call")]
    [TestCase(0x0010_2154u, "TEL: 0445551234", "call 0445551234", "call")]
    [TestCase(0x0010_2155u, "mail: ann@example.org; 0445551234", "call 0445551234", "call")]
    [TestCase(0x0040_2010u, "044 555 12 34", "call 5551234", "call")]
    [TestCase(0x0040_2011u, "044 555 12 34", "call 5551234", "call")]
    [TestCase(0x0040_1104u, "044 555 12 34", "call 5551234", "call")]
    [TestCase(0x0032_1033u, "Gastro Lindenhof", "for Lindenhof", "for")]
    public void Whoever_can_be_called_is_not_left(uint tag, string value, string text, string expected) =>
        Assert.That(After(text, dataset => dataset.With(new(tag), DicomVR.LO, value)), Is.EqualTo(expected));

    [TestCase("\"CleanDescriptors\"", "of and", "of")]
    [TestCase("\"CleanDescriptors\",\"RetainInstitutionIdentity\"", "of and", "of Lindenhof KSW77")]
    public void The_codes_of_persons_and_institutions_are_read(string options, string person, string institution)
    {
        var request = $$"""{"Options":[{{options}}]}""";
        static void Codes(DicomDataset dataset)
        {
            dataset.Item(new(0x0008_0082)).With(Tags.CodeValue, DicomVR.SH, "KSW77").With(Tags.CodeMeaning, DicomVR.LO, "Klinik Lindenhof");
            dataset.Item(new(0x0008_0096)).Item(new(0x0040_1101)).With(Tags.CodeValue, DicomVR.SH, "P0815")
                .With(Tags.CodeMeaning, DicomVR.LO, "Dr. Eva Meierhans");
        }

        Assert.That(After("of Meierhans and P0815", Codes, request), Is.EqualTo(person));
        Assert.That(After("of Lindenhof KSW77", Codes, request), Is.EqualTo(institution));
    }

    [TestCase("\"CleanDescriptors\"", "on and and")]
    [TestCase("\"CleanDescriptors\",\"RetainDeviceIdentity\"", "on LINDENCT1 and SN47110 and LINDENCT1_AE")]
    public void Devices_that_are_not_retained_go(string options, string expected) =>
        Assert.That(
            After(
                "on LINDENCT1 and SN47110 and LINDENCT1_AE",
                dataset => dataset.With(StationName, DicomVR.SH, "LINDENCT1").With(SerialNumber, DicomVR.LO, "SN47110")
                    .With(new(0x0040_0241), DicomVR.AE, "LINDENCT1_AE"),
                $$"""{"Options":[{{options}}]}"""),
            Is.EqualTo(expected));

    [Test]
    public void A_station_that_is_called_as_its_modality_takes_nothing_from_text() =>
        Assert.That(After("CT head", dataset => dataset.With(StationName, DicomVR.SH, "CT")), Is.EqualTo("CT head"));

    [TestCase(0x0010_0010u, "D\u00f6ring^Hans")]
    [TestCase(0x0008_1070u, "D\u00f6ring")]
    [TestCase(0x0010_0020u, "4711\u00f6")]
    public void Text_is_not_cleaned_of_a_name_that_cannot_be_read(uint tag, string value)
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 192").With(new(tag), DicomVR.PN, value);
        var plan = TestHost.Plan(Clean, Operation.Anonymize);
        var fault = Assert.Throws<RequestException>(() => plan.Apply(file, TestHost.Identifiers()));
        Assert.That(fault!.Message, Does.Contain(new DicomTag(tag).ToString()).And.Not.Contain("ring"));
    }

    [Test]
    public void A_name_that_cannot_be_read_does_no_harm_where_no_text_is_cleaned()
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 192")
            .With(DicomTag.PatientName, DicomVR.PN, "D\u00f6ring^Hans");
        using var anonymized = TestHost.Anonymize(file, """{"Options":["RetainUIDs"]}""");
        Assert.That(anonymized.Dataset.Text(DicomTag.PatientName), Is.EqualTo("Anonymized1"));
    }

    [TestCase("18748-4", "LN", "18748-4", "LN")]
    [TestCase("18748", "LN", "18748", "LN")]
    [TestCase("18748-4", "99ACME", "18748-4", "99ACME")]
    [TestCase("18748", "99ACME", "", "99ACME")]
    [TestCase("18748", "L", "", "L")]
    [TestCase("121071", "DCM", "121071", "DCM")]
    public void Codes_stay_but_a_number_that_a_site_gave_somebody(string code, string scheme, string left, string leftScheme)
    {
        using var file = Sample.Create();
        file.Dataset.With(AccessionNumber, DicomVR.SH, "18748").With(DicomTag.PatientName, DicomVR.PN, "DCM^X");
        file.Dataset.Item(new(0x0040_A730)).Item(new(0x0040_A043)).With(Tags.CodeValue, DicomVR.SH, code)
            .With(CodingScheme, DicomVR.SH, scheme).With(Tags.CodeMeaning, DicomVR.LO, "of 18748");
        using var anonymized = TestHost.Anonymize(file, Clean);
        var item = anonymized.Dataset.At(new(0x0040_A730)).At(new(0x0040_A043));
        Assert.That(item.Text(Tags.CodeValue), left.Length > 0 ? Is.EqualTo(left) : Is.Not.EqualTo(code));
        Assert.That(item.Text(CodingScheme), Is.EqualTo(leftScheme));
        Assert.That(item.Text(Tags.CodeMeaning), Is.EqualTo(scheme is "LN" or "DCM" ? "of 18748" : "of"));
    }

    [Test]
    public void Text_that_is_made_to_be_cleaned_for_ever_is_not_passed_on()
    {
        var text = string.Concat(Enumerable.Repeat("x 12 ", 500)) + string.Concat(Enumerable.Repeat("345 ", 500));
        Assert.That(
            After(text.Replace("x ", string.Empty, StringComparison.Ordinal), dataset => dataset
                .With(DicomTag.PatientID, DicomVR.LO, "12345")),
            Is.Empty);
    }

    private static string? After(string text, Action<DicomDataset> fill, string request = Clean)
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 192")
            .WithUnicode(Tags.ImageComments, DicomVR.LT, Before + text);
        fill(file.Dataset);
        using var anonymized = TestHost.Anonymize(file, request);
        var cleaned = anonymized.Dataset.Text(Tags.ImageComments)!;
        return cleaned.StartsWith(Before, StringComparison.Ordinal) ? cleaned[Before.Length..].Trim(' ') : string.Empty;
    }
}
