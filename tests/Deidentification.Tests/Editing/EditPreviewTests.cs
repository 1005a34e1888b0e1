// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Editing.Preview;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Editing;

/// <summary>What a dry run reports about each element.</summary>
public class EditPreviewTests
{
    private static readonly DicomTag ReferencedImages = new(0x0008_1140);
    private static readonly DicomTag ReferencedInstance = new(0x0008_1155);
    private static readonly DicomTag RequestAttributes = new(0x0040_0275);
    private static readonly DicomTag StepDescription = new(0x0040_0007);
    private static readonly DicomTag Comments = new(0x0020_4000);

    [Test]
    public void An_anonymization_tells_of_each_element_what_becomes_of_it_and_why()
    {
        using var file = Sample.Create();
        file.Dataset.Item(ReferencedImages).With(ReferencedInstance, DicomVR.UI, "1.2.3.1.2");
        file.Dataset.Item(RequestAttributes).With(StepDescription, DicomVR.LO, "HEAD");
        file.Dataset.With(new DicomTag(0x0009_0010), DicomVR.LO, "ACME").With(new DicomTag(0x0009_1001), DicomVR.LO, "x");
        Assert.That(Told(file, "{}", Operation.Anonymize), Is.EqualTo((string[])[
            "0008,0016 Kept None",
            "0008,0018 Replaced Identity",
            "0008,0020 Emptied Profile",
            "0008,0060 Kept None",
            "0008,1030 Removed Profile",
            "0008,1140 Kept Profile",
            "0008,1140[0].0008,1155 Replaced Profile",
            "0009,0010 Removed PrivateElement",
            "0009,1001 Removed PrivateElement",
            "0010,0010 Replaced Identity",
            "0010,0020 Replaced Identity",
            "0010,0030 Emptied Profile",
            "0012,0062 Added Identity",
            "0012,0063 Added Identity",
            "0020,000d Replaced Identity",
            "0020,000e Replaced Identity",
            "0040,0275 Removed Profile",
        ]));
    }

    [Test]
    public void What_the_request_names_is_told_apart()
    {
        using var file = Sample.Create();
        file.Dataset.Item(ReferencedImages).With(ReferencedInstance, DicomVR.UI, "1.2.3.1.2").With(Comments, DicomVR.LT, "x");
        var told = Told(
            file,
            """
            {
                "Keep": ["StudyDate", "StudyDescription"], "Remove": ["Modality"],
                "Replace": {
                    "PatientName": "T", "PatientComments": "new", "ReferencedImageSequence[0].ImageComments": "y",
                    "ReferencedImageSequence[0].ReferencedSOPClassUID": "1.2"
                }
            }
            """,
            Operation.Anonymize);
        Assert.That(told, Is.SupersetOf((string[])[
            "0008,0020 Kept Request", "0008,1030 Kept Request", "0008,0060 Removed Request", "0010,0010 Replaced Request",
            "0010,4000 Added Request", "0008,1140[0].0020,4000 Replaced Request", "0008,1140[0].0008,1150 Added Request",
        ]));
    }

    [Test]
    public void A_modification_tells_of_identifiers_and_private_elements()
    {
        using var file = Sample.Create();
        file.Dataset.With(new DicomTag(0x0009_0010), DicomVR.LO, "ACME").With(new DicomTag(0x0009_1001), DicomVR.LO, "x");
        Assert.That(
            Told(file, """{"Replace": {"StudyDescription": "new"}, "RemovePrivateTags": true}""", Operation.Modify)
                .Where(line => !line.EndsWith("Kept None", StringComparison.Ordinal)),
            Is.EqualTo((string[])[
                "0008,0018 Replaced Identity", "0008,1030 Replaced Request", "0009,0010 Removed PrivateElement",
                "0009,1001 Removed PrivateElement",
            ]));
    }

    [Test]
    public void A_private_element_is_told_of_with_its_creator_even_if_that_is_gone()
    {
        using var file = Sample.Create();
        file.Dataset.With(new DicomTag(0x0009_0010), DicomVR.LO, "ACME").With(new DicomTag(0x0009_1001), DicomVR.LO, "x");
        var preview = Preview(file, "{}", Operation.Anonymize);
        Assert.That(preview.Elements.Single(one => one.Tag == new DicomTag(0x0009_1001)).Creator, Is.EqualTo("ACME"));
        Assert.That(preview.Elements.Where(one => !one.Tag.IsPrivateData), Has.All.Property("Creator").Null);
    }

    [TestCase("GEMS_ACQU_01", "{}", "GEMS_ACQU_01")]
    [TestCase("DOE^JOHN", "{}", null)]
    [TestCase("DOE^JOHN", """{"Replace": {"0009,1002": "x"}, "PrivateCreator": "DOE^JOHN"}""", "DOE^JOHN")]
    public void Only_creators_that_others_than_the_file_name_are_told(string creator, string request, string? told)
    {
        using var file = Sample.Create();
        file.Dataset.With(new DicomTag(0x0009_0010), DicomVR.LO, creator).With(new DicomTag(0x0009_1001), (DicomVR)0x444F, "x");
        var element = Preview(file, request, Operation.Modify).Elements.Single(one => one.Tag == new DicomTag(0x0009_1001));
        Assert.That(element.Creator, Is.EqualTo(told));
        Assert.That(element.VR, Is.EqualTo(DicomVR.UN), "two bytes that are no VR are a value, too");
    }

    [Test]
    public void Options_are_named()
    {
        using var file = Sample.Create();
        file.Dataset.With(new DicomTag(0x0010_0040), DicomVR.CS, "F");
        var preview = Preview(
            file, """{"Options": ["CleanDescriptors", "RetainPatientCharacteristics", "RetainLongitudinalFullDates"]}""",
            Operation.Anonymize);
        Assert.That(Of(preview, Tags.StudyDescription), Is.EqualTo(
            (ElementFate.Replaced, RuleReason.Option, ConfidentialityOptions.CleanDescriptors)));
        Assert.That(Of(preview, new DicomTag(0x0010_0040)), Is.EqualTo(
            (ElementFate.Kept, RuleReason.Option, ConfidentialityOptions.RetainPatientCharacteristics)));
        Assert.That(Of(preview, Tags.StudyDate), Is.EqualTo(
            (ElementFate.Kept, RuleReason.Option, ConfidentialityOptions.RetainLongitudinalFullDates)));
        Assert.That(Of(preview, new DicomTag(0x0028_0303)), Is.EqualTo(
            (ElementFate.Added, RuleReason.Identity, ConfidentialityOptions.None)));
    }

    [Test]
    public void Text_that_only_changes_its_character_set_is_told_apart()
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 100").With(Comments, DicomVR.LT, "M\u00FCller");
        var told = Told(file, """{"Replace": {"StudyDescription": "Дюбендорф"}}""", Operation.Modify);
        Assert.That(told, Is.SupersetOf((string[])[
            "0008,0005 Replaced CharacterSet", "0008,1030 Replaced Request", "0020,4000 Converted CharacterSet",
            "0010,0010 Kept None",
        ]));
    }

    [Test]
    public void Sequences_are_told_of_as_wholes_where_their_items_are_others()
    {
        using var file = Sample.Create();
        file.Dataset.Item(RequestAttributes).With(StepDescription, DicomVR.LO, "HEAD");
        file.Dataset.Item(ReferencedImages).With(ReferencedInstance, DicomVR.UI, "1.2.3.1.2");
        var told = Told(
            file,
            """{"Replace": {"RequestAttributesSequence": [{"StudyDescription": "x"}], "ReferencedImageSequence": []}}""",
            Operation.Modify);
        Assert.That(told, Does.Contain("0040,0275 Replaced Request").And.Contain("0008,1140 Emptied Request"));
        Assert.That(told, Has.None.Contains("["));
    }

    [Test]
    public void Pixels_are_told_of()
    {
        using var file = Sample.Create();
        file.Dataset.Set(DicomTag.PixelData, DicomVR.OW, new byte[1 << 25]);
        Assert.That(Told(file, "{}", Operation.Anonymize), Does.Contain("7fe0,0010 Kept None"));
    }

    [Test]
    public void A_file_nested_too_deep_is_refused()
    {
        using var file = Sample.Create();
        var item = file.Dataset;
        for (var depth = 0; depth <= 257; depth++)
        {
            item = item.Item(ReferencedImages);
        }

        Assert.That(() => Preview(file, "{}", Operation.Modify), Throws.TypeOf<RequestException>());
    }

    /// <summary>The rules give the reason. Whether something changed is read from the data set, and is the same when the
    /// file is read again.</summary>
    [Test]
    public void The_preview_is_true_of_real_files([ValueSource(typeof(SharedData), nameof(SharedData.DicomFiles))] string path)
    {
        var bytes = File.ReadAllBytes(path);
        DicomFile file;
        try
        {
            file = DicomFile.Parse(bytes);
        }
        catch (DicomFormatException)
        {
            // These files are broken on purpose; other tests check that they are refused.
            return;
        }

        using var before = DicomFile.Parse(bytes);
        var preview = Preview(file, "{}", Operation.Anonymize);
        using var after = TestHost.Reread(file);
        file.Dispose();
        foreach (var element in preview.Elements.Where(element => element.Path.Depth == 0))
        {
            var (was, isThere) = (before.Dataset.Contains(element.Tag), after.Dataset.Contains(element.Tag));
            Assert.That((was, isThere), Is.EqualTo(
                element.Fate switch
                {
                    ElementFate.Added => (false, true),
                    ElementFate.Removed => (true, false),
                    _ => (true, true),
                }),
                element.ToString);
            if (element.Fate == ElementFate.Kept && before.Dataset.TryGet(element.Tag, out var old) && old.Sequence is null)
            {
                Assert.That(after.Dataset.Bytes(element.Tag), Is.EqualTo(before.Dataset.Bytes(element.Tag)), element.ToString);
            }
        }
    }

    private static (ElementFate Fate, RuleReason Reason, ConfidentialityOptions Options) Of(EditPreview preview, DicomTag tag)
    {
        var element = preview.Elements.Single(one => one.Tag == tag);
        return (element.Fate, element.Reason, element.Options);
    }

    private static string[] Told(DicomFile file, string request, Operation operation) =>
        [.. Preview(file, request, operation).Elements
            .Select(element => $"{element.Path.Exact}{element.Tag} {element.Fate} {element.Reason}")];

    private static EditPreview Preview(DicomFile file, string request, Operation operation)
    {
        var preview = new EditPreview();
        TestHost.Plan(request, operation).Apply(file, TestHost.Identifiers(), preview);
        return preview;
    }
}
