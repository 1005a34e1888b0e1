// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Identity;

/// <summary>Values that the request removes from the elements of a file are removed from its texts, too.</summary>
public class IdentitySourceTests
{
    private const string Clean = """{"DicomVersion": "2024e", "Options": ["CleanDescriptors"]}""";

    [TestCase(0x0010_1050u, "A123456789", "paid by A123456789", "paid by")]
    [TestCase(0x0040_0512u, "H24-98765", "slide H24-98765", "slide")]
    [TestCase(0x0018_1000u, "SN-0099812", "scanner SN-0099812", "scanner")]
    [TestCase(0x0008_1010u, "NORDCT07", "made on NORDCT07", "made on")]
    [TestCase(0x0040_1005u, "Lindenhof 7", "at Lindenhof 7", "at")]
    [TestCase(0x0040_4073u, "https://pacs.example.org/4711", "see https://pacs.example.org/4711", "see")]
    [TestCase(0x0074_100Cu, "mailto:eva.meierhans@example.org", "ask eva.meierhans@example.org", "ask")]
    [TestCase(0x0040_2010u, "mail: eva@example.org; 044 555 12 34", "ask eva@example.org", "ask")]
    public void What_goes_from_an_element_goes_from_text(uint tag, string value, string text, string left) =>
        Assert.That(After(text, dataset => dataset.With(new DicomTag(tag), DicomVR.LO, value)), Is.EqualTo(left));

    [Test]
    public void Each_attribute_of_a_class_that_identifies_is_a_source()
    {
        const string Value = "QX47110815Y";
        var silent = new List<string>();
        foreach (var tag in PublishedTables.Classes().Where(row => row.IsExact && row.Tag.Group > 0x0007).Select(row => row.Tag))
        {
            var isSource = AttributeClasses.Of(tag) is AttributeClass.PatientId or AttributeClass.StudyId
                or AttributeClass.OrderId or AttributeClass.SpecimenId or AttributeClass.DeviceId
                or AttributeClass.Institution or AttributeClass.Place or AttributeClass.Person;
            var isNone = AttributeClasses.Of(tag) is AttributeClass.Characteristic or AttributeClass.Narrative;
            if ((isSource || isNone) && IsText(tag) && IsTaken(tag) && tag != Tags.StudyDescription
                && After("of " + Value, dataset => dataset.With(tag, DicomVR.LO, Value)) == "of" != isSource)
            {
                silent.Add(tag.ToString());
            }
        }

        Assert.That(silent, Is.Empty);
    }

    [Test]
    public void What_an_option_retains_stays_in_text_too() => Assert.That(
        After(
            "at Lindenhof",
            dataset => dataset.With(new(0x0008_0080), DicomVR.LO, "Lindenhof"),
            """{"DicomVersion": "2024e", "Options": ["CleanDescriptors", "RetainInstitutionIdentity"]}"""),
        Is.EqualTo("at Lindenhof"));

    [Test]
    public void A_label_is_cleaned_of_what_stands_in_a_sequence_that_goes()
    {
        using var file = Sample.Create();
        file.Dataset.Item(new(0x0040_0560)).With(new(0x0040_0551), DicomVR.LO, "H24-98765");
        file.Dataset.With(new(0x3002_0002), DicomVR.SH, "of H24-98765");
        using var made = TestHost.Anonymize(file);
        Assert.That(made.Dataset.Text(new(0x3002_0002)), Is.EqualTo("of"));
    }

    private static bool IsTaken(DicomTag tag) => TestHost.Plan(Clean, Operation.Anonymize).RuleFor(tag, isInSequence: false)
        .Action is not (ElementAction.Leave or ElementAction.Clean);

    private static bool IsText(DicomTag tag) => ElementDictionary.Standard.TryGet(tag, out var entry)
        && entry.VR is DicomVR.LO or DicomVR.SH or DicomVR.ST or DicomVR.LT or DicomVR.UT or DicomVR.UC or DicomVR.AE or DicomVR.PN;

    private static string? After(string text, Action<DicomDataset> fill, string request = Clean)
    {
        using var file = Sample.Create();
        file.Dataset.With(Tags.StudyDescription, DicomVR.LO, text);
        fill(file.Dataset);
        using var made = TestHost.Anonymize(file, request);
        return made.Dataset.Text(Tags.StudyDescription);
    }
}
