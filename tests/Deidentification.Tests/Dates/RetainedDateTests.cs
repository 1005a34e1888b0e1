// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Dates;

/// <summary>Which dates and times stay (PS3.15 E.3.6).</summary>
public class RetainedDateTests
{
    [TestCase("""{"Options":[]}""", "19000101", false)]
    [TestCase("""{"Options":[],"Conformant":false}""", "", false)]
    [TestCase("""{"DicomVersion":"2024e"}""", "19000101", false)]
    [TestCase("""{"Options":["CleanDescriptors"]}""", "19000101", false)]
    [TestCase("""{"Options":[],"Keep":["SecondaryReviewDate"]}""", "20210101", false)]
    [TestCase("""{"Options":["RetainLongitudinalFullDates"]}""", "20210101", true)]
    [TestCase("{}", "", false)]
    public void A_date_that_no_row_names_goes_with_the_others(
        string json, string date, bool isOtherLeft)
    {
        var (review, time) = (new DicomTag(0x0014, 0x0102), new DicomTag(0x0014, 0x0103));
        var dateTime = new DicomTag(0x0008, 0x041F);
        using var file = Sample.Create();
        file.Dataset.With(review, DicomVR.DA, "20210101");
        file.Dataset.Item(Tags.ReferencedImageSequence)
            .With(review, DicomVR.UN, "20210101").With(time, DicomVR.TM, "101112")
            .With(dateTime, DicomVR.DT, "20210101101112");
        using var anonymized = TestHost.Anonymize(file, json);
        var item = anonymized.Dataset.At(Tags.ReferencedImageSequence);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(anonymized.Dataset.Text(review), Is.EqualTo(date));
            Assert.That(item.Text(review) ?? "", Is.EqualTo(date));
            Assert.That(item.Text(time) == "101112", Is.EqualTo(isOtherLeft));
            Assert.That(item.Text(dateTime) == "20210101101112", Is.EqualTo(isOtherLeft));
        }
    }

    [TestCase("DA", "20200101", true)]
    [TestCase("DA", "2020.01.01", true)]
    [TestCase("DA", "20200101-20200202\\20210101", true)]
    [TestCase("DA", "-20200202", true)]
    [TestCase("DA", "DOE^JOHN", false)]
    [TestCase("DA", "20201301", false)]
    [TestCase("DA", "20200101\\DOE", false)]
    [TestCase("DT", "20200101101112.123456+0100", true)]
    [TestCase("DT", "20200101DOE", false)]
    [TestCase("TM", "10", true)]
    [TestCase("TM", "101160", true)]
    [TestCase("TM", "101112.123456", true)]
    [TestCase("TM", "10:11:12.5", true)]
    [TestCase("TM", "1011-1213", true)]
    [TestCase("TM", "1011-", true)]
    [TestCase("TM", "-", false)]
    [TestCase("TM", "2400", false)]
    [TestCase("TM", "101112.", false)]
    [TestCase("TM", "1011.5", false)]
    [TestCase("TM", "DOE", false)]
    [TestCase("TM", "10\\DOE", false)]
    public void Of_dates_and_times_that_stay_only_what_is_one(string vr, string value, bool isLeft)
    {
        value = value.Replace("\\\\", "\\", StringComparison.Ordinal);
        var (named, unnamed, kind) = vr switch
        {
            "DA" => (Tags.StudyDate, new DicomTag(0x0014, 0x0102), DicomVR.DA),
            "DT" => (new DicomTag(0x0008, 0x002A), new DicomTag(0x0008, 0x041F), DicomVR.DT),
            _ => (new DicomTag(0x0008, 0x0030), new DicomTag(0x0014, 0x0103), DicomVR.TM),
        };
        foreach (var tag in (DicomTag[])[named, unnamed])
        {
            using var file = Sample.Create();
            file.Dataset.With(tag, kind, value);
            file.Dataset.Item(Tags.ReferencedImageSequence).With(tag, DicomVR.UN, value);
            using var anonymized = TestHost.Anonymize(
                file, """{"Options":["RetainLongitudinalFullDates"],"Verify":false}""");
            var item = anonymized.Dataset.At(Tags.ReferencedImageSequence);

            // A value that is no date or time becomes what it would without the option: by its type, or a dummy if the type
            // is not known.
            foreach (var dataset in (DicomDataset[])[anonymized.Dataset, item])
            {
                Assert.That(dataset.Text(tag), isLeft ? Is.EqualTo(value)
                    : tag == named ? Is.Null.Or.Empty
                    : Is.EqualTo("19000101000000"[(kind == DicomVR.TM ? 8 : 0)..(kind == DicomVR.DA ? 8 : 14)]));
            }
        }
    }
}
