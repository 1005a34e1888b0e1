// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Editing.Preview;
using OrthancDeid.Deidentification.Inspection;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Rules;

/// <summary>What one option retains and another cleans is cleaned (PS3.15 E.3), and so is what the request keeps.</summary>
public class KeptAndCleanedTests
{
    private const string Dirty = "Abdomen Hr. DOE";
    private const string Clean = "Abdomen Hr.";

    private static readonly DicomTag Content = new(0x0040, 0xA730);
    private static readonly DicomTag TextValue = new(0x0040, 0xA160);
    private static readonly DicomTag PersonName = new(0x0040, 0xA123);
    private static readonly DicomTag ConceptName = new(0x0040, 0xA043);
    private static readonly DicomTag PatientAddress = new(0x0010, 0x1040);
    private static readonly DicomTag SafeCreator = new(0x0019, 0x0010);
    private static readonly DicomTag SafeText = new(0x0019, 0x109E);
    private static readonly DicomTag OtherPrivate = new(0x0019, 0x10AA);

    // The kinds of Keep: by tag, at every depth; by path; a sequence with all its content; private elements.
    [TestCase("CleanDescriptors", "StudyDescription", "", Clean)]
    [TestCase("CleanDescriptors", "StudyDescription", "0008,1140[0].", Clean)]
    [TestCase("CleanDescriptors", "ReferencedImageSequence[0].StudyDescription", "0008,1140[0].", Clean)]
    [TestCase("CleanDescriptors", "ReferencedImageSequence[*].ReferencedStudySequence", "0008,1140[0].0008,1110[0].", Clean)]
    [TestCase("CleanDescriptors", "ReferencedImageSequence", "0008,1140[0].", Clean)]
    [TestCase("CleanDescriptors", "ReferencedImageSequence", "0008,1140[0].0008,1110[0].", Clean)]
    [TestCase("CleanDescriptors", "0009,1005", "0009,1005[0].", Clean)]
    [TestCase("RetainUIDs", "StudyDescription", "", Dirty)]
    [TestCase("RetainUIDs", "ReferencedImageSequence[0].StudyDescription", "0008,1140[0].", Dirty)]
    [TestCase("RetainPatientCharacteristics", "StudyDescription", "0008,1140[0].", Dirty)]
    [TestCase(null, "StudyDescription", "", Dirty)]
    [TestCase(null, "StudyDescription", "0008,1140[0].", Dirty)]
    [TestCase(null, "ReferencedImageSequence", "0008,1140[0].0008,1110[0].", Dirty)]
    [TestCase(null, "0009,1005", "0009,1005[0].", Dirty)]
    public void What_an_option_cleans_is_cleaned_where_it_is_kept(string? option, string kept, string place, string expected)
    {
        using var file = Sample.Create();
        Fill(file.Dataset);
        var images = Fill(file.Dataset.Item(Tags.ReferencedImageSequence));
        Fill(images.Item(Tags.ReferencedStudySequence));
        file.Dataset.With(Tags.PrivateCreator, DicomVR.LO, "ACME");
        Fill(file.Dataset.Item(Tags.PrivateSequence));
        var options = option is null ? string.Empty : $""", "Options": ["{option}"]""";
        using var anonymized = TestHost.Anonymize(file, $"{{\"Keep\": [\"{kept}\"]{options}}}");

        Assert.That(At(anonymized.Dataset, place).Text(Tags.StudyDescription), Is.EqualTo(expected));
        Assert.That(
            At(anonymized.Dataset, place).Text(PatientAddress),
            kept.Contains("Sequence", StringComparison.Ordinal) && !kept.EndsWith("StudyDescription", StringComparison.Ordinal)
            || kept == "0009,1005"
                ? Is.EqualTo("DOE STREET") : Is.Null.Or.EqualTo("Anonymized"),
            "what no option cleans is kept below a sequence");
    }

    [TestCase("RetainDeviceIdentity", "0008,0055", "CT DOE", "CT")]
    [TestCase("RetainPatientCharacteristics", "0010,2110", "CATS OF DOE", "CATS OF")]
    [TestCase("CleanDescriptors", "0040,0310", "Dose of DOE", "Dose of")]
    public void Each_option_cleans_what_is_kept(string option, string kept, string value, string expected)
    {
        using var file = Sample.Create();
        file.Dataset.With(Of(kept), DicomVR.LO, value);
        using var anonymized = TestHost.Anonymize(file, $$"""{"Options": ["{{option}}"], "Keep": ["{{kept}}"]}""");
        Assert.That(anonymized.Dataset.Text(Of(kept)), Is.EqualTo(expected));
    }

    [TestCase("\"Keep\": [\"0019,109e\", \"0019,10aa\"]", "seq of", "raw of DOE")]
    [TestCase("\"KeepPrivateTags\": true", "seq of", "raw of DOE")]
    [TestCase("\"Keep\": [\"0019,10aa\"]", "seq of", "raw of DOE")]
    public void Safe_private_text_is_cleaned_where_it_is_kept_and_other_private_elements_are_not(
        string kept, string safe, string other)
    {
        using var file = Sample.Create();
        file.Dataset.With(SafeCreator, DicomVR.LO, "GEMS_ACQU_01").With(SafeText, DicomVR.LO, "seq of DOE")
            .With(OtherPrivate, DicomVR.LO, "raw of DOE");
        using var anonymized = TestHost.Anonymize(file, $"{{\"Options\": [\"RetainSafePrivate\"], {kept}}}");
        Assert.That(anonymized.Dataset.Text(SafeText), Is.EqualTo(safe));
        Assert.That(anonymized.Dataset.Text(OtherPrivate), Is.EqualTo(other));
    }

    // No more of a report stays than the option leaves, unless the request names elements inside it.
    [TestCase("\"Keep\": [\"ContentSequence\"]", null)]
    [TestCase("\"Keep\": [\"ContentSequence\", \"ContentSequence[0].PersonName\"]", "DOE^JOHN")]
    public void Kept_content_of_a_report_is_cleaned(string kept, string? name)
    {
        using var file = Sample.Create();
        var item = file.Dataset.Item(Content).With(TextValue, DicomVR.UT, Dirty).With(PersonName, DicomVR.PN, "DOE^JOHN");
        item.Item(ConceptName).With(Tags.CodeMeaning, DicomVR.LO, Dirty);
        using var anonymized = TestHost.Anonymize(file, $"{{\"Options\": [\"CleanStructuredContent\"], {kept}}}");
        var content = anonymized.Dataset.At(Content);
        Assert.That(content.Text(TextValue), Is.EqualTo(Clean));
        Assert.That(content.At(ConceptName).Text(Tags.CodeMeaning), Is.EqualTo(Clean));
        Assert.That(content.Text(PersonName), name is null ? Is.Not.EqualTo("DOE^JOHN") : Is.EqualTo(name));
    }

    [Test]
    public void A_sequence_kept_within_content_that_is_cleaned_is_cleaned()
    {
        using var file = Sample.Create();
        file.Dataset.Item(Content).Item(ConceptName).With(Tags.CodeMeaning, DicomVR.LO, Dirty)
            .With(PersonName, DicomVR.PN, "DOE^JOHN");
        using var anonymized = TestHost.Anonymize(
            file,
            """{"Options": ["CleanStructuredContent"], "Keep": ["ContentSequence[0].ConceptNameCodeSequence"]}""");
        var concept = anonymized.Dataset.At(Content).At(ConceptName);
        Assert.That(concept.Text(Tags.CodeMeaning), Is.EqualTo(Clean));
        Assert.That(concept.Text(PersonName), Is.EqualTo("DOE^JOHN"), "kept, and no option cleans it");
    }

    [TestCase("\"Options\": [\"CleanGraphics\"], ", false)]
    [TestCase("", true)]
    public void Drawings_that_an_option_cleans_cannot_be_kept(string options, bool isKept)
    {
        using var file = Sample.Create();
        file.Dataset.Set(Tags.OverlayData, DicomVR.OW, new byte[] { 1, 2 });
        using var anonymized = TestHost.Anonymize(file, $"{{{options}\"Keep\": [\"6000,3000\"]}}");
        Assert.That(anonymized.Dataset.Contains(Tags.OverlayData), Is.EqualTo(isKept));
    }

    [Test]
    public void A_kept_sequence_that_cannot_be_read_cannot_be_cleaned()
    {
        foreach (var (options, isKept) in ((string, bool)[])[("", true), ("\"Options\": [\"CleanDescriptors\"], ", false)])
        {
            using var file = Sample.Create();
            file.Dataset.Set(Tags.ReferencedImageSequence, DicomVR.UN, "no items of DOE "u8.ToArray());
            using var anonymized = TestHost.Anonymize(file, $"{{{options}\"Keep\": [\"ReferencedImageSequence\"]}}");
            Assert.That(anonymized.Dataset.Contains(Tags.ReferencedImageSequence), Is.EqualTo(isKept));
        }
    }

    [Test]
    public void A_value_that_the_request_gives_stays_as_given()
    {
        using var file = Sample.Create();
        using var anonymized = TestHost.Anonymize(
            file, $$$"""{"Options": ["CleanDescriptors"], "Replace": {"StudyDescription": "{{{Dirty}}}"}}""");
        Assert.That(anonymized.Dataset.Text(Tags.StudyDescription), Is.EqualTo(Dirty));
    }

    // Simulates an edit that forgets to clean: the text is put back before the search.
    [TestCase("CleanDescriptors", "StudyDescription", "0008,1030", "0008,1030")]
    [TestCase("CleanDescriptors", "ReferencedImageSequence", "0008,1140[0].0008,1030", "0008,1140[0].0008,1030")]
    [TestCase("CleanDescriptors", "ReferencedImageSequence[0].StudyDescription", "0008,1140[0].0008,1030", "0008,1140[0].0008,1030")]
    [TestCase("RetainSafePrivate", "0019,109e", "0019,109e", "0019,109e")]
    [TestCase("CleanDescriptors", "ReferencedImageSequence", "0008,1140[0].0010,1040", null)]
    [TestCase("CleanGraphics", "StudyDescription", "0008,1030", null)]
    [TestCase("RetainUIDs", "ReferencedImageSequence[0].StudyDescription", "0008,1140[0].0008,1030", null)]
    [TestCase("CleanDescriptors", "0019,109e", "0019,109e", null)]
    public void The_search_of_the_new_file_excuses_only_what_is_kept_uncleaned(
        string option, string kept, string place, string? leak)
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.PatientName, DicomVR.PN, "DOERING^JOHANNES")
            .With(SafeCreator, DicomVR.LO, "GEMS_ACQU_01").With(SafeText, DicomVR.LO, "x");
        file.Dataset.Item(Tags.ReferencedImageSequence).With(Tags.StudyDescription, DicomVR.LO, "x")
            .With(PatientAddress, DicomVR.LO, "x");
        var plan = TestHost.Plan($$"""{"Options": ["{{option}}"], "Keep": ["{{kept}}"]}""", Operation.Anonymize);
        var check = LeakCheck.For(plan, file)!;
        using var anonymized = TestHost.Apply(file, plan);
        var end = place.LastIndexOf('.') + 1;
        At(anonymized.Dataset, place[..end]).With(Of(place[end..]), DicomVR.LO, "Abdomen Hr. Doering");
        using var written = anonymized.Write(new Implementation("1.2.3.4", "TEST"));
        Assert.That(
            () => check.Run(written),
            leak is null ? Throws.Nothing : Throws.TypeOf<RequestException>().With.Message.Contains($"({leak})"));
    }

    [Test]
    public void The_preview_names_the_option_that_cleans_what_is_kept()
    {
        using var file = Sample.Create();
        file.Dataset.Item(Tags.ReferencedImageSequence).With(Tags.StudyDescription, DicomVR.LO, Dirty)
            .With(PatientAddress, DicomVR.LO, "DOE STREET");
        var preview = new EditPreview();
        var plan = TestHost.Plan(
            """{"Options": ["CleanDescriptors"], "Keep": ["StudyDescription", "StudyDate", "ReferencedImageSequence"]}""",
            Operation.Anonymize);
        plan.Apply(file, TestHost.Identifiers(), preview);
        var told = preview.Elements.ToDictionary(
            element => $"{element.Path.Exact}{element.Tag}", element => (element.Fate, element.Reason, element.Options));
        var cleaned = (ElementFate.Replaced, RuleReason.Option, ConfidentialityOptions.CleanDescriptors);
        var kept = (ElementFate.Kept, RuleReason.Request, ConfidentialityOptions.None);
        Assert.That(told["0008,1030"], Is.EqualTo(cleaned));
        Assert.That(told["0008,1140[0].0008,1030"], Is.EqualTo(cleaned));
        Assert.That(told["0008,1140[0].0010,1040"], Is.EqualTo(kept));
        Assert.That(told["0008,0020"], Is.EqualTo(kept));
    }

    private static DicomDataset Fill(DicomDataset dataset) => dataset
        .With(Tags.StudyDescription, DicomVR.LO, Dirty).With(PatientAddress, DicomVR.LO, "DOE STREET");

    /// <summary>The data set at a path of first items, such as <c>0008,1140[0].</c>; empty for the top level.</summary>
    private static DicomDataset At(DicomDataset dataset, string path) => path.Split('.', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(dataset, (around, step) => around.At(Of(step[..9])));

    private static DicomTag Of(string tag) =>
        new(Convert.ToUInt16(tag[..4], 16), Convert.ToUInt16(tag[5..9], 16));
}
