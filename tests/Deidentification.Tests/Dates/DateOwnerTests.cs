// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Inspection;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Dates;

/// <summary>The owner of a date decides what becomes of it: the patient's dates are shifted, and no date of birth stays
/// (PS3.15 E.3.6).</summary>
public sealed class DateOwnerTests
{
    private const string Modified = "RetainLongitudinalModifiedDates";
    private const string Full = "RetainLongitudinalFullDates";
    private const string Device = "RetainDeviceIdentity";
    private const string Report = "CleanStructuredContent";
    private const string Characteristics = "RetainPatientCharacteristics";

    /// <summary>Ten days later, so that the shifted dates are known.</summary>
    private static readonly DateShiftRange Shift = new(10, 10);

    private static readonly DicomTag AdmittingDate = new(0x0038, 0x0020);
    private static readonly DicomTag ViewCode = new(0x0054, 0x0220);
    private static readonly DicomTag ContextGroupVersion = new(0x0008, 0x0106);
    private static readonly DicomTag Manufacture = new(0x0018, 0x1204);
    private static readonly DicomTag DetectorCalibration = new(0x0018, 0x700C);
    private static readonly DicomTag DetectorCalibrationTime = new(0x0018, 0x700E);
    private static readonly DicomTag GainCalibration = new(0x0014, 0x3076);

    private static readonly DicomTag Content = new(0x0040, 0xA730);
    private static readonly DicomTag ConceptName = new(0x0040, 0xA043);
    private static readonly DicomTag ConceptCode = new(0x0040, 0xA168);
    private static readonly DicomTag Measured = new(0x0040, 0xA300);
    private static readonly DicomTag NumericValue = new(0x0040, 0xA30A);
    private static readonly DicomTag TextValue = new(0x0040, 0xA160);
    private static readonly DicomTag Date = new(0x0040, 0xA121);

    /// <summary>Who knows what a date was before the shift knows the shift of all others.</summary>
    [TestCase("19000101", "")]
    [TestCase("1900.01.01", "")]
    [TestCase("19700101", "")]
    [TestCase("19800101", "")]
    [TestCase("11111111", "")]
    [TestCase("20991231", "")]
    [TestCase("99991231", "")]
    [TestCase("20240312-99991231", "")]
    [TestCase("20240312\\99991231", "")]
    [TestCase("19700102", "19700112")]
    [TestCase("20240312", "20240322")]
    public void A_placeholder_for_a_date_does_not_reveal_the_shift(string date, string expected)
    {
        using var file = Sample.Create();
        file.Dataset.With(AdmittingDate, DicomVR.DA, date).With(Tags.StudyDate, DicomVR.DA, date);
        file.Dataset.Item(Tags.ReferencedImageSequence).With(AdmittingDate, DicomVR.DA, date);
        using var result = Anonymize(file, Modified, "\"Keep\":[\"StudyDate\"]");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Dataset.Text(AdmittingDate) ?? "", Is.EqualTo(expected));
            Assert.That(result.Dataset.Text(Tags.StudyDate) ?? "", Is.EqualTo(expected), "kept");
            Assert.That(result.Dataset.At(Tags.ReferencedImageSequence).Text(AdmittingDate) ?? "", Is.EqualTo(expected));
        }
    }

    [TestCase("", "")]
    [TestCase(Full, "20170517")]
    [TestCase($"{Full} {Device}", "20170517")]
    [TestCase(Device, "20170517")]
    [TestCase(Modified, "")]
    [TestCase($"{Modified} {Device}", "")]
    public void A_date_of_a_device_is_not_shifted_with_those_of_the_patient(string options, string expected)
    {
        using var file = Sample.Create();
        file.Dataset.With(Manufacture, DicomVR.DA, "20170517").With(DetectorCalibration, DicomVR.DA, "20170517")
            .With(DetectorCalibrationTime, DicomVR.TM, "101112");
        file.Dataset.Item(Tags.ReferencedImageSequence).With(Manufacture, DicomVR.DA, "20170517");
        using var result = Anonymize(file, options);
        Assert.That(result.Dataset.Text(Manufacture) ?? "", Is.EqualTo(expected));
        Assert.That(result.Dataset.At(Tags.ReferencedImageSequence).Text(Manufacture) ?? "", Is.EqualTo(expected));
        foreach (var (tag, value) in ((DicomTag, string)[])[(DetectorCalibration, "20170517"), (DetectorCalibrationTime, "101112")])
        {
            // Whether a dummy takes its place depends on the object.
            Assert.That(result.Dataset.Text(tag), expected.Length > 0 ? Is.EqualTo(value) : Is.Not.EqualTo(value));
        }
    }

    [Test]
    public void Nor_is_one_that_no_table_names()
    {
        using var file = Sample.Create();
        file.Dataset.With(GainCalibration, DicomVR.DA, "20170517");
        using var result = Anonymize(file, Modified);
        Assert.That(result.Dataset.Contains(GainCalibration), Is.False);
    }

    [Test]
    public void Nor_is_one_that_the_request_keeps()
    {
        using var file = Sample.Create();
        file.Dataset.With(Manufacture, DicomVR.DA, "20170517");
        file.Dataset.Item(ViewCode).With(ContextGroupVersion, DicomVR.DT, "20020904");
        using var result = Anonymize(file, Modified, "\"Keep\":[\"DateOfManufacture\",\"0054,0220\"]");
        Assert.That(result.Dataset.Contains(Manufacture), Is.False);
        Assert.That(result.Dataset.At(ViewCode).Text(ContextGroupVersion), Is.EqualTo("20020904"));
    }

    [TestCase("20020904", "20020904")]
    [TestCase("20020904120000", "20020904120000")]
    [TestCase("DOE^JOHN", "19000101000000")]
    public void A_version_of_the_standard_stays_where_dates_are_shifted(string version, string expected)
    {
        using var file = Sample.Create();
        file.Dataset.Item(ViewCode).With(ContextGroupVersion, DicomVR.DT, version);
        file.Dataset.With(Tags.StudyDescription, DicomVR.LO, "CID 4014 of 2002-09-04, CT of 2020-01-01");
        using var result = Anonymize(file, $"{Modified} CleanDescriptors");
        Assert.That(result.Dataset.At(ViewCode).Text(ContextGroupVersion) ?? "", Is.EqualTo(expected));
        Assert.That(result.Dataset.Text(Tags.StudyDescription), Is.EqualTo("CID 4014 of 2002-09-04, CT of"));
    }

    [TestCase(Full, "121031", "19441130", "19000101")]
    [TestCase(Full, "21112-8", "19441130", "19000101")]
    [TestCase(Full, "111060", "19500101", "19000101")]
    [TestCase(Full, "111060", "20200101", "20200101")]
    [TestCase(Modified, "121031", "19441130", "19000101")]
    [TestCase(Modified, "111060", "19500101", "19000101")]
    [TestCase(Modified, "111060", "20200101", "20200111")]
    public void No_date_of_birth_stays_in_a_report(string option, string concept, string date, string expected)
    {
        using var file = Sample.Create();
        Item(file, concept, "DATE").With(Date, DicomVR.DA, date);
        using var result = Anonymize(file, $"{option} {Report}");
        Assert.That(result.Dataset.At(Content).Text(Date), Is.EqualTo(expected));
    }

    [Test]
    public void A_child_that_is_examined_on_its_first_day_keeps_the_date_of_the_study()
    {
        using var file = Sample.Create();
        file.Dataset.With(Tags.PatientBirthDate, DicomVR.DA, "20200101");
        using var result = Anonymize(file, Full);
        Assert.That(result.Dataset.Text(Tags.StudyDate), Is.EqualTo("20200101"));
        Assert.That(result.Dataset.Text(Tags.PatientBirthDate), Is.Empty);
    }

    [TestCase(Report, false)]
    [TestCase($"{Report} {Characteristics}", true)]
    public void What_a_report_says_of_the_patient_follows_the_option_for_it(string options, bool isLeft)
    {
        using var file = Sample.Create();
        Item(file, "121033", "NUM").Item(Measured).With(NumericValue, DicomVR.DS, "70");
        Item(file, "29463-7", "NUM").Item(Measured).With(NumericValue, DicomVR.DS, "81.5");
        Item(file, "121032", "CODE").Item(ConceptCode).With(Tags.CodeValue, DicomVR.SH, "M");
        Item(file, "8302-2", "TEXT").With(TextValue, DicomVR.UT, "1.83 m");
        Item(file, "121030", "TEXT").With(TextValue, DicomVR.UT, "Q-0815");
        Item(file, "113012", "NUM").Item(Measured).With(NumericValue, DicomVR.DS, "42");
        using var result = Anonymize(file, options);
        DicomDataset At(int item) => result.Dataset.At(Content, item);
        string? Number(int item) =>
            At(item).TryGet(Measured, out var values) && values.Sequence is { Count: > 0 } items ? items[0].Text(NumericValue) : null;
        Assert.That(Number(0), Is.EqualTo(isLeft ? "70" : null));
        Assert.That(Number(1), Is.EqualTo(isLeft ? "81.5" : null));
        Assert.That(At(0).Contains(Measured), Is.True, "type 2");
        Assert.That(At(2).At(ConceptCode).Text(Tags.CodeValue), Is.EqualTo(isLeft ? "M" : "ANONYMIZED"));
        Assert.That(At(3).Text(TextValue), Is.EqualTo(isLeft ? "1.83 m" : "Anonymized"));
        Assert.That(At(4).Text(TextValue), Is.EqualTo("Anonymized"));
        Assert.That(Number(5), Is.EqualTo("42"));
    }

    [TestCase("IS", "20200101", true)]
    [TestCase("IS", "1577880000", true)]
    [TestCase("IS", "20200102", false)]
    [TestCase("IS", "2020", false)]
    [TestCase("DS", "1\\20200101101112", true)]
    [TestCase("DS", "20200101.5", true)]
    [TestCase("DS", "2020.01", false)]
    [TestCase("LO", "rev. 2020-01-01", true)]
    [TestCase("LO", "rev. 1.1.20", true)]
    [TestCase("CS", "V20200101", true)]
    [TestCase("UL", "20200101", true)]
    [TestCase("UL", "1577880000", true)]
    [TestCase("UL", "20200201", false)]
    [TestCase("US", "2020\\1\\1", true)]
    [TestCase("US", "2020\\1\\2", false)]
    [TestCase("US", "512\\2020\\1", false)]
    [TestCase("FD", "20200101101112", true)]
    [TestCase("FD", "1577880000.25", true)]
    [TestCase("FD", "0.20200101", false)]
    [TestCase("OB", "\u0001\u0002at 1 Jan 2020\u0000", true)]
    [TestCase("OB", "\u0001\u000220200101\u0000", true)]
    [TestCase("OB", "\u0001\u000220200102\u0000", false)]
    [TestCase("UN", "20200101101112.5", true)]
    [TestCase("OW", "a 2020-01-01", true)]
    public void A_date_in_a_value_that_stays_as_it_is_tells_the_shift(string vr, string value, bool goes)
    {
        // Elements of the VR that no table names.
        var tag = vr switch
        {
            "IS" => new DicomTag(0x0020, 0x0013),
            "DS" => new DicomTag(0x0018, 0x0050),
            "LO" => new DicomTag(0x0018, 0x1020),
            "CS" => new DicomTag(0x0018, 0x5100),
            "UL" => new DicomTag(0x0018, 0x6016),
            "US" => new DicomTag(0x0018, 0x1310),
            "FD" => new DicomTag(0x0008, 0x2134),
            "OB" => new DicomTag(0x0028, 0x2000),
            "OW" => new DicomTag(0x0028, 0x1201),
            _ => new DicomTag(0x0018, 0x1020),
        };
        using var file = Sample.Create();
        var before = BytesOf(vr, value);
        file.Dataset.Set(tag, Enum.Parse<DicomVR>(vr), before);
        using var result = Anonymize(file, Modified, "\"Verify\":false");
        Assert.That(
            result.Dataset.TryGet(tag, out var element) && element.Value.SequenceEqual(before), Is.EqualTo(!goes));
    }

    // Simulates an edit that forgets the date: it is put back before the search.
    [TestCase("0020,0013", "IS", "20200101", true)]
    [TestCase("0020,0013", "IS", "20200102", false)]
    [TestCase("0018,1310", "US", "2020\\1\\1\\7", true)]
    [TestCase("0008,1030", "LO", "CT 20-01-01", true)]
    [TestCase("0008,1030", "LO", "CT 20-01-02", false)]
    [TestCase("0018,1020", "LO", "rev. 2020-01-01", true)]
    [TestCase("0018,1020", "LO", "rev. 1.1.20", false)]
    public void The_search_of_the_new_file_finds_the_dates_that_the_cleaner_takes(string tag, string vr, string value, bool isFound)
    {
        var plan = ModificationPlan.For(TestHost.Request(
            $$"""{"Options":["{{Modified}}","CleanDescriptors"]}""", Operation.Anonymize,
            PseudonymTests.Settings(PseudonymTests.Key('a'), Shift)));
        using var file = Sample.Create();
        var check = LeakCheck.For(plan, file)!;
        plan.Apply(file, new IdentifierMap(plan.Request.PseudonymKey ?? IdentifierKey.Create(), () => "Anonymized1"));
        file.Dataset.Set(
            new(Convert.ToUInt16(tag[..4], 16), Convert.ToUInt16(tag[5..], 16)), Enum.Parse<DicomVR>(vr), BytesOf(vr, value));
        using var written = file.Write(new Implementation("1.2.3.4", "TEST"));
        Assert.That(
            () => check.Run(written),
            isFound ? Throws.TypeOf<RequestException>().With.Message.Contains($"({tag})") : Throws.Nothing);
    }

    private static byte[] BytesOf(string vr, string value)
    {
        var numbers = vr is "UL" or "US" or "FD"
            ? value.Split('\\').Select(number => double.Parse(number, CultureInfo.InvariantCulture))
            : [];
        return vr switch
        {
            "UL" => [.. numbers.SelectMany(number => BitConverter.GetBytes((uint)number))],
            "US" => [.. numbers.SelectMany(number => BitConverter.GetBytes((ushort)number))],
            "FD" => [.. numbers.SelectMany(BitConverter.GetBytes)],
            _ => Encoding.Latin1.GetBytes(value.Length % 2 == 0 ? value : value + (vr == "OB" ? '\0' : ' ')),
        };
    }

    private static DicomDataset Item(DicomFile file, string concept, string type)
    {
        var item = file.Dataset.Item(Content).With(new(0x0040, 0xA040), DicomVR.CS, type);
        item.Item(ConceptName).With(Tags.CodeValue, DicomVR.SH, concept)
            .With(new(0x0008, 0x0102), DicomVR.SH, "DCM").With(Tags.CodeMeaning, DicomVR.LO, "Concept");
        return item;
    }

    private static DicomFile Anonymize(DicomFile file, string options, string? more = null)
    {
        var names = string.Join(',', options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => $"\"{name}\""));
        return PseudonymTests.Anonymize(
            file,
            $"{{\"DicomVersion\":\"2024e\",\"Options\":[{names}]{(more is null ? "" : $",{more}")}}}",
            PseudonymTests.Key('a'), Shift);
    }
}
