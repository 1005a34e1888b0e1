// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using NUnit.Framework;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Dates;

/// <summary>
/// Where dates are shifted, no date of the file stays in text in any writing, since it would reveal the shift (PS3.15
/// E.3.6). Other dates and numbers stay.
/// </summary>
public sealed partial class WrittenDateTests
{
    private const string Shifted =
        """{"Pseudonyms":true,"Options":["CleanDescriptors","RetainLongitudinalModifiedDates"],"Verify":false}""";

    private const string Removed = """{"Options":["CleanDescriptors"]}""";

    /// <summary>No day of a year has been seen with fewer.</summary>
    private const int Samples = 30;

    private static readonly DicomTag Content = new(0x0040, 0xA730);
    private static readonly DicomTag TextValue = new(0x0040, 0xA160);

    private static readonly Gen<DateTime> Moments =
        Gen.DateTime[new DateTime(1990, 1, 1), new DateTime(2035, 12, 31)];

    private static readonly Gen<DateTime> Births =
        Gen.DateTime[new DateTime(1990, 1, 1), new DateTime(2019, 12, 31)];

    private static readonly string[] Numbers =
    [
        "{0} x {1}", "{0}x{1}x{2}", "{2} kV", "T2 {0}.{1}/{2}", "{0}.{1} mm", "L{0}-{1}", "{0}-{1} levels", "Th {0}/{1}",
        "v{0}.{1}.{2}", "TR {2}{3} TE {1}", "{0}:{1}:{2}", "Tel. 0{2}/{3}{0}", "1.2.{0}.{3}.{1}", "{0}%", "b={3}", "{1}/{0}",
        "FOV {3} {1}", "{0} {1} {2}", "grade {0}", "{0} of {1}", "seq_{0}_{1}", "#{2}{3}{0}", "{0},{1} ml", "I{0}", "{0} IV {1}",
    ];

    [Test]
    public void Every_writing_of_a_date_of_the_file_goes([ValueSource(typeof(Writing), nameof(Writing.All))] Writing writing) =>
        Moments.Sample(
            date => Check(After($"CT of {writing.Write(date)}, axial", date, Shifted), writing.Write(date)), iter: Samples);

    [Test]
    public void Every_whole_writing_of_a_date_goes_that_is_not_shifted_and_every_one_of_birth(
        [ValueSource(typeof(Writing), nameof(Writing.All))] Writing writing)
    {
        // A writing without the day stays: many texts contain the month of a date of birth.
        var isPart = writing.IsShort && !writing.Write(new(2001, 5, 17)).Contains("17", StringComparison.Ordinal);
        if (!writing.IsShort)
        {
            Moments.Sample(
                date => Check(After($"CT of {writing.Write(date)}, axial", date, Removed), writing.Write(date)), iter: Samples);
        }

        if (!isPart)
        {
            Births.Sample(
                date => Check(
                    After($"CT of {writing.Write(date)}, axial", new(1980, 7, 1), Removed, date), writing.Write(date)),
                iter: Samples);
        }
    }

    [Test]
    public void No_other_date_goes([ValueSource(typeof(Writing), nameof(Writing.All))] Writing writing)
    {
        // The samples are fixed: one of some thousand numbers matches a date of the file by chance, as 2016081010 is a Unix
        // time, too.
        var moments = Gen.Select(Moments, Moments).Where(dates => AreApart(dates.Item1, dates.Item2));
        for (var number = 0UL; number < Samples; number++)
        {
            var (own, other) = moments.Generate(new PCG(1, number), null, out _);
            var text = $"CT of {writing.Write(other)}, axial";
            Assert.That(After(text, own, Shifted), Is.EqualTo(text), $"{own:d} is one of the file");
        }
    }

    [TestCaseSource(nameof(Numbers))]
    public void No_number_goes_that_is_no_date(string format)
    {
        // Fixed samples here, too: 220875 is also 22 August 2032 in the Buddhist era.
        var values = Gen.Select(Moments, Gen.Int[1, 99], Gen.Int[1, 99], Gen.Int[10, 512], Gen.Int[100, 2999]);
        for (var number = 0UL; number < 4 * Samples; number++)
        {
            var (own, first, second, third, fourth) = values.Generate(new PCG(2, number), null, out _);
            if (!Parts(own).Intersect([first, second, third, fourth]).Any())
            {
                var text = "CT " + string.Format(CultureInfo.InvariantCulture, format, first, second, third, fourth);
                Assert.That(After(text, own, Shifted), Is.EqualTo(text), $"{own:d} is one of the file");
            }
        }
    }

    // The study date is 12 March 2024.
    [TestCase("CT 12.03.24, axial", "CT , axial")]
    [TestCase("12.-13. März 2024", "")]
    [TestCase("March 12-13, 2024", "")]
    [TestCase("vom 12.03. bis 14.03.", "vom . bis 14.03.")]
    [TestCase("on 3/12 and 3/14", "on and 3/14")]
    [TestCase("since 03/24", "since")]
    [TestCase("12 Mar", "")]
    [TestCase("x 12 March.", "x .")]
    [TestCase("March 12th", "")]
    [TestCase("seen 12MAR", "seen")]
    [TestCase("12 mm XII", "12 mm XII")]
    [TestCase("12 marzo", "")]
    [TestCase("3月12日", "")]
    [TestCase("令和6年3月", "")]
    [TestCase("KW 11/2024", "KW")]
    [TestCase("IM_20240312_7", "IM_ _7")]
    [TestCase("A20240312001", "A")]
    [TestCase("3&#47;12&#47;2024", "")]
    [TestCase("T5 年 2024", "T5 年 2024")]
    [TestCase("slice 12.03 of 24", "slice 12.03 of 24")]
    [TestCase("12/03", "12/03")]
    [TestCase("03/24", "03/24")]
    [TestCase("12:03:24", "12:03:24")]
    [TestCase("T12:03:24", "T12:03:24")]
    [TestCase("2023-11-28T12:03:24Z", "2023-11-28T12:03:24Z")]
    [TestCase("12 x 3 x 24", "12 x 3 x 24")]
    [TestCase("12 3 24", "12 3 24")]
    [TestCase("L3-12", "L3-12")]
    [TestCase("0.202403 mm", "0.202403 mm")]
    [TestCase("15.03.2024", "15.03.2024")]
    [TestCase("15 March 2024", "15 March 2024")]
    [TestCase("12.03.2023", "12.03.2023")]
    [TestCase("12 March 2023", "12 March 2023")]
    [TestCase("2024", "2024")]
    [TestCase("3 12", "3 12")]
    [TestCase("Phase III 2024", "Phase III 2024")]
    [TestCase("matrix 512 x 512, 120 kV, T2 2.5/4", "matrix 512 x 512, 120 kV, T2 2.5/4")]
    public void Short_writings_go_where_nobody_takes_them_for_anything_else(string text, string expected) =>
        Assert.That(After("Seen: " + text, new(2024, 3, 12), Shifted)!["Seen:".Length..].Trim(), Is.EqualTo(expected));

    [Test]
    public void A_long_text_takes_no_longer_for_more_dates()
    {
        // A search that compares each position with each date would not end within the test's time.
        using var file = Sample.Create();
        for (var day = 0; day < 20_000; day++)
        {
            file.Dataset.Item(Tags.ReferencedImageSequence).With(
                new(0x0008, 0x002A), DicomVR.DT, new DateTime(1950, 1, 1).AddDays(day).ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        }

        var text = string.Join(", ", Enumerable.Range(0, 100_000).Select(number => $"{number % 40}-{number % 90}-{number}"));
        file.Dataset.Item(Content).With(TextValue, DicomVR.UT, text);
        using var result = PseudonymTests.Anonymize(
            file, Shifted.Replace("CleanDescriptors", "CleanStructuredContent", StringComparison.Ordinal), PseudonymTests.Key('a'));
        Assert.That(result.Dataset.At(Content).Text(TextValue), Does.EndWith("39-9-99999"));
    }

    private const string Numerals = "〇○零一二三四五六七八九十廿百";

    /// <summary>Nothing of the date may be left; a time of day after it may.</summary>
    private static bool Check(string? text, string written) =>
        text is not null && text.StartsWith("CT", StringComparison.Ordinal) && text.EndsWith(", axial", StringComparison.Ordinal)
        && !TimeOfDay().Replace(text, string.Empty).Any(left => char.IsDigit(left) || Numerals.Contains(left, StringComparison.Ordinal))
            ? true
            : throw new InvalidOperationException($"{written} -> {text}");

    [GeneratedRegex(@"T\d\d:?\d\d:?\d\d|\.\d{6}")]
    private static partial Regex TimeOfDay();

    private static bool AreApart(DateTime own, DateTime other) => !Parts(own).Intersect(Parts(other)).Any()
        && Math.Abs((own - other).TotalDays) > 40;

    /// <summary>The numbers that stand for a date in one calendar or another.</summary>
    private static IEnumerable<int> Parts(DateTime date)
    {
        yield return date.Day;
        yield return date.Month;
        yield return date.DayOfYear;
        yield return date.Year;
        yield return date.Year % 100;
        yield return (date.Year + 43) % 100;
        yield return date.Year - 1911;
        yield return (date.Year - 1911) % 100;
        yield return date.Year - 1988;
        yield return date.Year - 2018;
    }

    private static string? After(string text, DateTime study, string request, DateTime? birth = null)
    {
        using var file = Sample.Create();
        file.Dataset
            .With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 192")
            .With(Tags.StudyDate, DicomVR.DA, study.ToString("yyyyMMdd", CultureInfo.InvariantCulture))
            .With(Tags.PatientBirthDate, DicomVR.DA, birth?.ToString("yyyyMMdd", CultureInfo.InvariantCulture) ?? string.Empty)
            .WithUnicode(Tags.StudyDescription, DicomVR.LO, text);
        using var result = PseudonymTests.Anonymize(file, request, PseudonymTests.Key('a'), DateShiftRange.Default);
        return result.Dataset.Text(Tags.StudyDescription);
    }
}
