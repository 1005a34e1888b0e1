// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Identity;

/// <summary>
/// A placeholder for an unknown value identifies nobody: the same word is not removed from texts, and no file is refused for
/// it.
/// </summary>
public class PlaceholderTests
{
    private const string Text = "N/A none null undefined 0 1 00000000 99999999 19000101 1.1.1900 01/01/1900 xxx unknown empty";

    private static readonly string[] Requests =
    [
        """{"DicomVersion": "2024e", "Options": ["CleanDescriptors"], "Force": true}""",
        """{"Options": ["CleanDescriptors", "CleanStructuredContent", "RetainLongitudinalFullDates"], "Force": true}""",
        """{"Pseudonyms": true, "Options": ["CleanDescriptors", "RetainLongitudinalModifiedDates"], "Force": true}""",
        """{"Conformant": true, "DicomVersion": "2024e", "Options": ["CleanDescriptors"], "Force": true}""",
    ];

    private static readonly string[] Ids =
        ["0", "1", "00000000", "99999999", "000", "N/A", "n.a.", "None", "NULL", "UNKNOWN", "Unbekannt", "ANONYMOUS", "Undefined", "XXX", "Empty", ""];

    [Test]
    public void It_stays_in_text_and_refuses_no_file(
        [ValueSource(nameof(Requests))] string request, [ValueSource(nameof(Ids))] string id)
    {
        using var file = Filled(id, "19000101");
        using var made = Verified(file, request);
        Assert.That(made.Dataset.Text(Tags.ImageComments), Is.EqualTo(Text));
    }

    [TestCase("19000101", true)]
    [TestCase("00010101", true)]
    [TestCase("99991231", true)]
    [TestCase("18000101", true)]
    [TestCase("19000102", false)]
    [TestCase("19010101", false)]
    [TestCase("18991231", false)]
    public void A_date_of_birth_that_is_nobodys_stays_in_text(string birth, bool stays)
    {
        using var file = Filled("0", birth);
        var text = $"born {birth}, CT";
        file.Dataset.With(Tags.ImageComments, DicomVR.LT, text);
        using var made = Verified(file, Requests[0]);
        Assert.That(made.Dataset.Text(Tags.ImageComments), Is.EqualTo(stays ? text : "born , CT"));
    }

    [TestCase("19000101")]
    [TestCase("Na")]
    public void Other_numbers_of_somebody_go(string id)
    {
        using var file = Filled(id, "19500101");
        file.Dataset.With(Tags.ImageComments, DicomVR.LT, $"CT of PID {id}.");
        using var made = Verified(file, Requests[0]);
        Assert.That(made.Dataset.Text(Tags.ImageComments), Is.EqualTo("CT of PID ."));
    }

    [TestCase("REMOVED")]
    [TestCase("99Deid")]
    [TestCase("Confidentiality")]
    [TestCase("MODIFIED")]
    [TestCase("Catalog")]
    [TestCase("MediaBox")]
    [TestCase("ABCDEF")]
    [TestCase("12345678")]
    public void Somebody_may_be_called_as_what_the_new_file_says_of_itself(string called)
    {
        foreach (var request in Requests)
        {
            using var file = Filled(called, "19500101");
            file.Dataset.With(DicomTag.PatientName, DicomVR.PN, called).With(new(0x0042_0012), DicomVR.LO, "application/pdf")
                .With(DicomTag.EncapsulatedDocument, DicomVR.OB, "%PDF").With(DicomTag.SOPClassUID, DicomVR.UI, "1.2.840.10008.5.1.4.1.1.104.1")
                .Set(new(0x0028_1201), DicomVR.OW, Enumerable.Range(0, 256).Select(entry => (byte)entry).ToArray());
            file.Dataset.Item(new(0x0008_1072)).With(new(0x0008_0080), DicomVR.LO, called);
            using var made = Verified(file, request);
            Assert.That(made.Dataset.Bytes(new(0x0028_1201)), Has.Length.EqualTo(256));
        }
    }

    private static DicomFile Filled(string id, string birth)
    {
        var file = Sample.Create();
        file.Dataset.With(DicomTag.PatientID, DicomVR.LO, id).With(new(0x0008_0050), DicomVR.SH, id)
            .With(new(0x0008_0080), DicomVR.LO, id).With(new(0x0008_0090), DicomVR.PN, id).With(new(0x0018_1000), DicomVR.LO, id)
            .With(DicomTag.PatientName, DicomVR.PN, "Wolkenstein^X").With(Tags.PatientBirthDate, DicomVR.DA, birth)
            .With(Tags.ImageComments, DicomVR.LT, Text);
        return file;
    }

    private static DicomFile Verified(DicomFile file, string request)
    {
        var plan = ModificationPlan.For(
            TestHost.Request(request, Operation.Anonymize, PseudonymTests.Settings(PseudonymTests.Key('a'))));
        return DicomFile.Parse(TestHost.Make(file, plan));
    }
}
