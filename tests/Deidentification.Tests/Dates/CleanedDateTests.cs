// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Dates;

/// <summary>Dates are removed from text however they are written, and other numbers stay.</summary>
public class CleanedDateTests
{
    private const string Clean = """{"Options":["CleanDescriptors"]}""";

    /// <summary>A description that would be left empty becomes a dummy, so it starts with a word.</summary>
    private const string Before = "Seen:";

    [TestCase("born 3.02.1950", "born")]
    [TestCase("born 03.2.1950", "born")]
    [TestCase("born 3.2.50, male", "born , male")]
    [TestCase("born 2/3/50", "born")]
    [TestCase("born 50-02-03", "born")]
    [TestCase("born 500203", "born")]
    [TestCase("born 030250", "born")]
    [TestCase("born 3 . 2 . 1950", "born")]
    [TestCase("born 19500203", "born")]
    [TestCase("born 19500203143000", "born")]
    [TestCase("born 03021950", "born")]
    [TestCase("3. Februar 1950", "")]
    [TestCase("3rd Feb 1950", "")]
    [TestCase("the 3rd of February 1950", "the")]
    [TestCase("February 3rd, 1950", "")]
    [TestCase("3Feb1950", "")]
    [TestCase("03-FEB-50", "")]
    [TestCase("1950 Feb 3", "")]
    [TestCase("3 f\u00e9vrier 1950", "")]
    [TestCase("3 febbraio 1950", "")]
    [TestCase("3 de febrero de 1950", "")]
    [TestCase("1950\u5e742\u67083\u65e5\u751f", "\u751f")]
    [TestCase("1950 \u5e74 2 \u6708", "")]
    [TestCase("1950\ub144 2\uc6d4 3\uc77c", "")]
    [TestCase("\uff11\uff19\uff15\uff10\u5e74\uff12\u6708\uff13\u65e5", "")]
    [TestCase("since Feb 1950", "since")]
    [TestCase("slice 3.50 mm", "slice 3.50 mm")]
    [TestCase("TE 250 ms, TR 350", "TE 250 ms, TR 350")]
    [TestCase("3 2 50", "3 2 50")]
    [TestCase("4.2.1950 and 3.3.1950", "4.2.1950 and 3.3.1950")]
    [TestCase("13.2.1950 in 1950", "13.2.1950 in 1950")]
    [TestCase("3 marks in Feb", "3 marks in Feb")]
    public void A_date_of_birth_goes_as_people_write_it(string text, string expected) =>
        Assert.That(After(text, Clean, "19500203"), Is.EqualTo(expected));

    [TestCase("12 Sept 1961", "19610912")]
    [TestCase("12. M\u00e4rz 1961", "19610312")]
    [TestCase("12. Maerz 61", "19610312")]
    [TestCase("1er ao\u00fbt 1961", "19610801")]
    [TestCase("12 juin 1961", "19610612")]
    [TestCase("12 juil. 1961", "19610712")]
    [TestCase("12 gennaio 1961", "19610112")]
    [TestCase("12 diciembre 1961", "19611212")]
    [TestCase("12 Okt. 1961", "19611012")]
    [TestCase("12.09.1961", "1961.09.12")]
    public void A_date_of_birth_goes_with_the_name_of_its_month(string text, string date) =>
        Assert.That(After(text, Clean, date), Is.Empty);

    /// <summary>In a term only whole dates are searched for.</summary>
    [TestCase("T19500203", "")]
    [TestCase("CT 19500203", "")]
    [TestCase("X195002031", "")]
    [TestCase("HEAD\\B19500203", "HEAD\\")]
    [TestCase("T19500204", "T19500204")]
    [TestCase("CT500203", "CT500203")]
    public void A_date_of_birth_goes_from_a_term(string term, string expected)
    {
        var part = new DicomTag(0x0018, 0x0015);
        using var file = Sample.Create();
        file.Dataset.With(Tags.PatientBirthDate, DicomVR.DA, "19500203").With(part, DicomVR.CS, term);
        using var anonymized = TestHost.Anonymize(file, """{"DicomVersion":"2021b","Verify":true}""");
        Assert.That(anonymized.Dataset.Text(part), Is.EqualTo(expected));
    }

    [Test]
    public void Slices_and_times_are_no_dates_of_birth()
    {
        Assert.That(After("slice 12.50 mm, TE 1250 ms", Clean, "19501201"), Is.EqualTo("slice 12.50 mm, TE 1250 ms"));
        Assert.That(After("slice 1.50 mm, 0.195 s", Clean, "19500201"), Is.EqualTo("slice 1.50 mm, 0.195 s"));
    }

    [TestCase("\"RetainLongitudinalModifiedDates\"", "CT")]
    [TestCase("\"RetainLongitudinalFullDates\"", "CT 01.01.2020")]
    [TestCase("\"RetainUIDs\"", "CT")]
    public void Dates_of_elements_that_do_not_stay_go_from_text(string option, string expected) =>
        Assert.That(After("CT 01.01.2020", $$"""{"Options":["CleanDescriptors",{{option}}]}""", "19500203"), Is.EqualTo(expected));

    [TestCase("CT 1.1.20", "CT 1.1.20")]
    [TestCase("3 Feb 2019", "")]
    [TestCase("20190203", "")]
    public void Other_dates_are_those_of_any_item_with_whole_years(string text, string expected) =>
        Assert.That(After(text, Clean, "19500203"), Is.EqualTo(expected));

    private static string? After(string text, string request, string birthDate)
    {
        using var file = Sample.Create();
        file.Dataset
            .With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 192")
            .With(Tags.PatientBirthDate, DicomVR.DA, birthDate)
            .WithUnicode(Tags.StudyDescription, DicomVR.LO, Before + text);
        file.Dataset.Item(Tags.ReferencedStudySequence).With(new(0x0008, 0x002A), DicomVR.DT, "20190203120000.0+0100");
        using var anonymized = PseudonymTests.Anonymize(file, request, PseudonymTests.Key('a'));
        return anonymized.Dataset.Text(Tags.StudyDescription)![Before.Length..].Trim(' ');
    }
}
