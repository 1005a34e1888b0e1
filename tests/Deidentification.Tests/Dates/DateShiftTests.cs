// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using NUnit.Framework;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Dates;

/// <summary>Dates that are shifted by days (PS3.15 E.3.6).</summary>
public class DateShiftTests
{
    private const string Shifted = """{"Options":["RetainLongitudinalModifiedDates"]}""";

    private static readonly DicomTag SeriesDate = new(0x0008, 0x0021);
    private static readonly DicomTag StudyTime = new(0x0008, 0x0030);
    private static readonly DicomTag AcquisitionDateTime = new(0x0008, 0x002A);
    private static readonly DicomTag ReferencedSeries = new(0x0008, 0x1115);
    private static readonly DicomTag DatesModified = new(0x0028, 0x0303);
    private static readonly DicomTag PatientAge = new(0x0010, 0x1010);

    private static readonly DateShiftRange TenDays = new(10, 10);

    [TestCase("20200220", "20200301")]
    [TestCase("20190220", "20190302")]
    [TestCase("20191225", "20200104")]
    [TestCase("20200229", "20200310")]
    [TestCase("2020", "2020")]
    [TestCase("202001", "202001")]
    [TestCase("2020.02.20", "2020.03.01")]
    [TestCase("20200220\\\\20191225", "20200301\\20200104")]
    [TestCase("20200220\\\\", "20200301\\")]
    [TestCase("20200220-20200221", "20200301-20200302")]
    [TestCase("20200220-", "20200301-")]
    [TestCase("-20200220", "-20200301")]
    [TestCase("2019-2020", "2019-2020")]
    [TestCase("202002201530", "202003011530")]
    [TestCase("20200220153059.123456+0100", "20200301153059.123456+0100")]
    [TestCase("20200220-0500", "20200301-0500")]
    [TestCase("20200220120000-0500-20200221", "20200301120000-0500-20200302")]
    public void A_date_moves_and_all_else_stays(string value, string expected) =>
        Assert.That(Shift(value.Replace("\\\\", "\\", StringComparison.Ordinal)), Is.EqualTo(expected));

    [TestCase("202012", 40, "202101")]
    [TestCase("2020", 200, "2021")]
    [TestCase("2020", -200, "2019")]
    public void What_a_date_leaves_out_stays_left_out(string value, int days, string expected) =>
        Assert.That(Shift(value, days), Is.EqualTo(expected));

    [TestCase("00000000")]
    [TestCase("20201301")]
    [TestCase("20210229")]
    [TestCase("UNKNOWN")]
    [TestCase("2020-DOE")]
    [TestCase("99991231")]
    [TestCase("2020010")]
    [TestCase("20200101JOHN")]
    [TestCase("20200101.5")]
    [TestCase("20200220\\DOE")]
    public void What_is_no_date_is_not_passed_on(string value)
    {
        using var file = Sample.Create();
        file.Dataset.With(Tags.StudyDate, DicomVR.DA, value).With(SeriesDate, DicomVR.DA, "20200220");
        file.Dataset.Item(ReferencedSeries).With(SeriesDate, DicomVR.DA, value);
        using var result = PseudonymTests.Anonymize(file, Shifted, PseudonymTests.Key('a'), TenDays);
        Assert.That(result.Dataset.Text(Tags.StudyDate), Is.Null.Or.Empty);
        Assert.That(result.Dataset.Text(SeriesDate), Is.EqualTo("20200301"));
        Assert.That(result.Dataset.At(ReferencedSeries).Text(SeriesDate), Is.Null.Or.Empty);
    }

    [Test]
    public void Every_date_of_a_file_moves_by_the_same_number_of_days()
    {
        using var file = Sample.Create();
        file.Dataset.With(Tags.StudyDate, DicomVR.DA, "20200101").With(StudyTime, DicomVR.TM, "101112")
            .With(AcquisitionDateTime, DicomVR.DT, "20200102101112").With(PatientAge, DicomVR.AS, "070Y");
        file.Dataset.Item(ReferencedSeries).With(SeriesDate, DicomVR.DA, "20200103")
            .With(new(0x0014, 0x0102), DicomVR.DA, "20200104");
        using var result = PseudonymTests.Anonymize(
            file,
            """{"Options":["RetainLongitudinalModifiedDates","RetainPatientCharacteristics"]}""", PseudonymTests.Key('a'));
        var dataset = result.Dataset;
        var date = DateOnly.ParseExact(dataset.Text(Tags.StudyDate)!, "yyyyMMdd", CultureInfo.InvariantCulture);
        var range = DateShiftRange.Default;
        Assert.That(date.DayNumber - new DateOnly(2020, 1, 1).DayNumber, Is.InRange(range.Minimum, range.Maximum));
        Assert.That(dataset.Text(StudyTime), Is.EqualTo("101112"));
        Assert.That(dataset.Text(AcquisitionDateTime), Is.EqualTo($"{date.AddDays(1):yyyyMMdd}101112"));
        Assert.That(dataset.At(ReferencedSeries).Text(SeriesDate), Is.EqualTo($"{date.AddDays(2):yyyyMMdd}"));
        Assert.That(
            dataset.At(ReferencedSeries).Text(new(0x0014, 0x0102)), Is.EqualTo($"{date.AddDays(3):yyyyMMdd}"),
            "a date that no table names would tell the shift");
        Assert.That(dataset.Text(Tags.PatientBirthDate), Is.Null.Or.Empty);
        Assert.That(dataset.Text(PatientAge), Is.EqualTo("070Y"), "the patient is as old as before");
        Assert.That(dataset.Text(DatesModified), Is.EqualTo("MODIFIED"));
        Assert.That(
            dataset.At(new(0x0012, 0x0064), 1).Text(new(0x0008, 0x0100)), Is.EqualTo("113107"));
    }

    [Test]
    public void Patients_and_projects_have_shifts_of_their_own_and_each_keeps_it()
    {
        string? DateOf(string patient, string project)
        {
            using var file = Sample.Create();
            file.Dataset.With(DicomTag.PatientID, DicomVR.LO, patient);
            var json = $$"""{"Pseudonyms":{{project}},"Options":["RetainLongitudinalModifiedDates"]}""";
            using var result = PseudonymTests.Anonymize(file, json, PseudonymTests.Key('a'));
            return result.Dataset.Text(Tags.StudyDate);
        }

        var dates = Enumerable.Range(0, 20).Select(i => DateOf($"P{i}", "true")).ToArray();
        Assert.That(dates.Distinct().Count(), Is.GreaterThan(15));
        Assert.That(Enumerable.Range(0, 20).Select(i => DateOf($"P{i}", "true")), Is.EqualTo(dates));
        Assert.That(Enumerable.Range(0, 20).Select(i => DateOf($"P{i}", "false")), Is.EqualTo(dates));
        Assert.That(Enumerable.Range(0, 20).Select(i => DateOf($"P{i}", "\"x\"")), Is.Not.EqualTo(dates));
    }

    [Test]
    public void A_date_that_the_request_keeps_is_shifted_as_all_others()
    {
        using var file = Sample.Create();
        file.Dataset.Item(Tags.ReferencedImageSequence).With(Tags.StudyDate, DicomVR.DA, "20200101");
        file.Dataset.With(Tags.PrivateCreator, DicomVR.LO, "ACME").With(new(0x0009, 0x1009), DicomVR.DA, "20200101");
        using var result = PseudonymTests.Anonymize(
            file,
            Shifted[..^1] + ""","Keep":["StudyDate","PatientBirthDate","ReferencedImageSequence","0009,1009"]}""",
            PseudonymTests.Key('a'), TenDays);
        var dataset = result.Dataset;
        Assert.That(dataset.Text(Tags.StudyDate), Is.EqualTo("20200111"));
        Assert.That(dataset.Text(Tags.PatientBirthDate), Is.EqualTo("19500111"));
        Assert.That(dataset.At(Tags.ReferencedImageSequence).Text(Tags.StudyDate), Is.EqualTo("20200111"));
        Assert.That(dataset.Text(new(0x0009, 0x1009)), Is.EqualTo("20200111"));
    }

    [Test]
    public void Private_elements_in_which_dates_cannot_be_found_exclude_shifted_dates()
    {
        using var file = Sample.Create();
        var fault = Assert.Throws<RequestException>(() => PseudonymTests.Anonymize(
            file, Shifted[..^1] + ""","KeepPrivateTags":true}""", PseudonymTests.Key('a'), TenDays))!;
        Assert.That(fault.Fault, Is.EqualTo(RequestFault.Refused));
        Assert.That(fault.Message, Does.Contain("KeepPrivateTags").And.Contain("RetainSafePrivate"));
    }

    [TestCase("101112", "101112")]
    [TestCase("DOE^JOHN", "")]
    public void A_time_stays_if_it_is_one(string value, string expected)
    {
        using var file = Sample.Create();
        file.Dataset.With(StudyTime, DicomVR.TM, value);
        using var result = PseudonymTests.Anonymize(file, Shifted, PseudonymTests.Key('a'), TenDays);
        Assert.That(result.Dataset.Text(StudyTime), Is.EqualTo(expected));
    }

    [TestCase("StudyDate", "MODIFIED")]
    [TestCase("SecondaryReviewDate", "MODIFIED")]
    [TestCase("ReferencedImageSequence", "MODIFIED")]
    [TestCase("PatientSex", "MODIFIED")]
    [TestCase("0009,1001", null)]
    public void Only_what_nobody_can_look_into_takes_the_code_of_modified_dates_away(string kept, string? modified)
    {
        using var file = Sample.Create();
        using var result = PseudonymTests.Anonymize(
            file, $$"""{{Shifted[..^1]}},"Keep":["{{kept}}"]}""", PseudonymTests.Key('a'));
        Assert.That(result.Dataset.Text(DatesModified), Is.EqualTo(modified));
        Assert.That(result.Dataset.Contains(new(0x0012, 0x0064)), Is.EqualTo(modified is not null));
    }

    [Test]
    public void Full_and_modified_dates_exclude_each_other() => Assert.That(
        TestHost.Fault(
            """{"Options":["RetainLongitudinalModifiedDates","RetainLongitudinalFullDates"]}""",
            Operation.Anonymize).Fault,
        Is.EqualTo(RequestFault.Refused));

    [TestCase(0, 0)]
    [TestCase(2, 1)]
    [TestCase(-36526, 0)]
    [TestCase(0, 36526)]
    public void A_range_without_shifts_is_none(int minimum, int maximum) =>
        Assert.That(() => new DateShiftRange(minimum, maximum), Throws.ArgumentException);

    [TestCase(-1, 1)]
    [TestCase(0, 2)]
    [TestCase(-2, 0)]
    [TestCase(-3, 4)]
    [TestCase(5, 6)]
    public void Every_shift_of_a_range_is_chosen_but_none(int minimum, int maximum)
    {
        var key = PseudonymTests.Key('a').OfProject("x");
        var range = new DateShiftRange(minimum, maximum);
        var chosen = Enumerable.Range(0, 500).Select(i => range.DaysOf(key, $"{i}")).Distinct().Order();
        Assert.That(chosen, Is.EqualTo(Enumerable.Range(minimum, maximum - minimum + 1).Where(days => days != 0)));
    }

    [Test]
    public void Intervals_between_days_of_any_calendar_year_stay()
    {
        var random = new Random(20261123);
        var (first, last) = (new DateOnly(1850, 1, 1).DayNumber, new DateOnly(2100, 1, 1).DayNumber);
        for (var i = 0; i < 10_000; i++)
        {
            var (day, days) = (random.Next(first, last), random.Next(-DateShiftRange.Largest, DateShiftRange.Largest));
            var shifted = Shift(DateOnly.FromDayNumber(day).ToString("yyyyMMdd", CultureInfo.InvariantCulture), days);
            var moved = DateOnly.ParseExact(shifted!, "yyyyMMdd", CultureInfo.InvariantCulture);
            Assert.That(moved.DayNumber - day, Is.EqualTo(days), shifted);
        }
    }

    private static string? Shift(string value, int days = 10) => new DateShift(days).Apply(value);
}
