// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Derived;

/// <summary>A private element that a request names by its creator is found in whatever block it is (PS3.5 7.8.1).</summary>
public class PrivateCreatorTests
{
    private const string Csa = "SIEMENS CSA HEADER";
    private const string Dotted = "1.2.840.113681";

    private static readonly DicomTag Creator = new(0x0029, 0x0011);
    private static readonly DicomTag Info = new(0x0029, 0x1110);
    private static readonly DicomTag Type = new(0x0029, 0x1108);
    private static readonly DicomTag OtherCreator = new(0x0029, 0x0010);
    private static readonly DicomTag OtherInfo = new(0x0029, 0x1010);

    [TestCase("""{"Keep": ["0029[SIEMENS CSA HEADER]10"]}""", Operation.Anonymize, true, false, false)]
    [TestCase("""{"Keep": ["(0029,[SIEMENS CSA HEADER]10)"]}""", Operation.Anonymize, true, false, false)]
    [TestCase("""{"Keep": [" 0029[SIEMENS CSA HEADER]xx "]}""", Operation.Anonymize, true, true, false)]
    [TestCase("""{"Keep": ["0029[1.2.840.113681]10"]}""", Operation.Anonymize, false, false, true)]
    [TestCase("""{"Keep": ["0029[SIEMENS CSA HEADER]xx"], "RemovePrivateTags": true}""", Operation.Modify, true, true, false)]
    [TestCase("""{"KeepPrivateTags": true, "Remove": ["0029[SIEMENS CSA HEADER]10"]}""", Operation.Anonymize, false, true, true)]
    [TestCase("""{"KeepPrivateTags": true, "Remove": ["0029[SIEMENS CSA HEADER]XX"]}""", Operation.Anonymize, false, false, true)]
    [TestCase("""{"KeepPrivateTags": true, "Remove": ["0029[SIEMENS CSA HEADER]xx"], "Keep": ["0029[SIEMENS CSA HEADER]08"]}""",
        Operation.Anonymize, false, true, true)]
    [TestCase("""{"Keep": ["0029[NOBODY]10"]}""", Operation.Anonymize, false, false, false)]
    public void Keep_and_Remove_by_creator(string json, Operation operation, bool info, bool type, bool other)
    {
        using var file = Sample.Create();
        With(file.Dataset);
        With(file.Dataset.Item(Tags.ReferencedImageSequence));
        using var made = TestHost.Apply(file, TestHost.Plan(json, operation));
        foreach (var dataset in new[] { made.Dataset, made.Dataset.At(Tags.ReferencedImageSequence) })
        {
            Assert.That(dataset.Contains(Info), Is.EqualTo(info));
            Assert.That(dataset.Contains(Type), Is.EqualTo(type));
            Assert.That(dataset.Contains(OtherInfo), Is.EqualTo(other));
            Assert.That(dataset.Contains(Creator), Is.EqualTo(info || type), "a creator stays with its elements");
            Assert.That(dataset.Contains(OtherCreator), Is.EqualTo(other));
        }
    }

    [Test]
    public void A_modification_removes_at_the_top_level_as_with_tags()
    {
        using var file = Sample.Create();
        With(file.Dataset);
        With(file.Dataset.Item(Tags.ReferencedImageSequence));
        using var made = TestHost.Modify(file, """{"Remove": ["0029[SIEMENS CSA HEADER]xx"]}""");
        Assert.That(made.Dataset.Contains(Info) || made.Dataset.Contains(Creator), Is.False);
        Assert.That(made.Dataset.At(Tags.ReferencedImageSequence).Contains(Info), Is.True);
    }

    [TestCase("DS", "4.5", "4.5")]
    [TestCase("US", "7", "\u0007\0")]
    [TestCase("LO", "text", "text")]
    public void The_VR_of_the_file_stays_when_an_element_is_replaced(string letters, string value, string bytes)
    {
        var vr = Enum.Parse<DicomVR>(letters);
        using var file = Sample.Create();
        With(file.Dataset);
        file.Dataset.Set(Info, vr, vr == DicomVR.US ? new byte[] { 1, 0 } : "1 "u8.ToArray());
        using var made = TestHost.Anonymize(file, $$$"""{"Replace": {"0029[SIEMENS CSA HEADER]10": "{{{value}}}"}}""");
        Assert.That(made.Dataset.TryGet(Info, out var element), Is.True);
        Assert.That(element.VR, Is.EqualTo(vr));
        Assert.That(System.Text.Encoding.Latin1.GetString(made.Dataset.Bytes(Info)).TrimEnd(' '), Is.EqualTo(bytes));
        Assert.That(made.Dataset.PrivateCreatorOf(Info), Is.EqualTo(Csa));
    }

    [Test]
    public void A_value_that_does_not_fit_the_VR_of_the_file_fails_the_instance()
    {
        using var file = Sample.Create();
        With(file.Dataset);
        file.Dataset.Set(Info, DicomVR.US, new byte[] { 1, 0 });
        Assert.That(
            () => TestHost.Anonymize(file, """{"Replace": {"0029[SIEMENS CSA HEADER]10": "many"}}"""),
            Throws.TypeOf<RequestException>().With.Message.Contain("out-of-range"));
    }

    [TestCase(Operation.Anonymize)]
    [TestCase(Operation.Modify)]
    public void A_new_element_goes_into_the_block_of_its_creator_or_into_a_new_one(Operation operation)
    {
        using var file = Sample.Create();
        With(file.Dataset);
        file.Dataset.With(new(0x0009, 0x1001), DicomVR.LO, "of nobody");
        using var made = TestHost.Apply(file, TestHost.Plan(
            """
            {"Replace": {"0029[SIEMENS CSA HEADER]20": "a", "0029[NEW]01": "b", "0009[ACME]02": "258",
             "0029[SEQ]05": [{"Modality": "MR", "0009[ACME]01": "inside"}]},
             "Keep": ["0029[SIEMENS CSA HEADER]10", "0029[1.2.840.113681]xx", "0009,1001"]}
            """, operation));
        var dataset = made.Dataset;
        Assert.That(dataset.GetText(new(0x0029, 0x1120), DicomVR.LO), Is.EqualTo("a"));
        Assert.That(dataset.PrivateCreatorOf(new(0x0029, 0x1201)), Is.EqualTo("NEW"));
        Assert.That(dataset.PrivateCreatorOf(new(0x0009, 0x1102)), Is.EqualTo("ACME"), "the first block has an element of nobody");
        Assert.That(dataset.Bytes(new(0x0009, 0x1102)), Is.EqualTo(new byte[] { 2, 1 }), "US, by the dictionary");
        var item = dataset.At(new(0x0029, 0x1305));
        Assert.That(item.Text(new(0x0009, 0x1001)), Is.EqualTo("inside"));
        Assert.That(item.PrivateCreatorOf(new(0x0009, 0x1001)), Is.EqualTo("ACME"));
    }

    [Test]
    public void Paths_lead_through_and_to_private_elements()
    {
        DicomFile File()
        {
            var file = Sample.Create();
            With(file.Dataset);
            var item = file.Dataset.Item(new(0x0029, 0x1140)).With(Tags.Modality, DicomVR.CS, "CT");
            With(item);
            item.Set(Info, DicomVR.DS, "1 "u8.ToArray());
            return file;
        }

        using var first = File();
        using var kept = TestHost.Anonymize(first, """{"Keep": ["0029[SIEMENS CSA HEADER]40[0].0029[1.2.840.113681]10", "0029[SIEMENS CSA HEADER]40"]}""");
        Assert.That(kept.Dataset.At(new(0x0029, 0x1140)).Contains(OtherInfo), Is.True);
        using var second = File();
        using var removed = TestHost.Modify(second, """{"Remove": ["0029[SIEMENS CSA HEADER]40[*].0029[SIEMENS CSA HEADER]xx"]}""");
        var left = removed.Dataset.At(new(0x0029, 0x1140));
        Assert.That(left.Contains(Info) || left.Contains(Creator) || left.Contains(Type), Is.False);
        Assert.That(left.Contains(OtherInfo), Is.True);
        using var third = File();
        using var replaced = TestHost.Modify(third, """{"Replace": {"0029[SIEMENS CSA HEADER]40[0].0029[SIEMENS CSA HEADER]10": "2"}}""");
        Assert.That(replaced.Dataset.At(new(0x0029, 0x1140)).TryGet(Info, out var element), Is.True);
        Assert.That((element.VR, element.Value[0]), Is.EqualTo((DicomVR.DS, (byte)'2')));
    }

    [Test]
    public void Templates_take_and_make_private_elements()
    {
        using var file = Sample.Create();
        With(file.Dataset);
        using var made = TestHost.Modify(file, """
            {"Derive": {"StudyDescription": "{0029[SIEMENS CSA HEADER]08}", "0029[SIEMENS CSA HEADER]08": "{Modality}",
             "0009[ACME]01": "{0029[1.2.840.113681]10|upper}"}}
            """);
        Assert.That(made.Dataset.Text(Tags.StudyDescription), Is.EqualTo("IMAGE NUM 4"));
        Assert.That(made.Dataset.GetText(Type, DicomVR.CS), Is.EqualTo("CT"));
        Assert.That(made.Dataset.Text(Tags.PrivateText), Is.EqualTo("OTHER"));
    }

    /// <summary>AcmeText is (0009,xx01) of ACME in the Dictionary setting of the host.</summary>
    [TestCase("""{"Keep": ["AcmeText"]}""", Operation.Anonymize, "secret")]
    [TestCase("""{"Replace": {"AcmeText": "new"}}""", Operation.Anonymize, "new")]
    [TestCase("""{"Derive": {"AcmeText": "{AcmeText|upper}"}}""", Operation.Modify, "SECRET")]
    [TestCase("""{"Remove": ["AcmeText"]}""", Operation.Modify, null)]
    public void A_keyword_of_the_private_dictionary_means_the_element_of_its_creator(string json, Operation operation, string? expected)
    {
        using var file = Sample.Create();
        file.Dataset.With(Tags.PrivateCreator, DicomVR.LO, "OTHER").With(Tags.PrivateText, DicomVR.LO, "of another")
            .With(new(0x0009, 0x0012), DicomVR.LO, "ACME").With(new(0x0009, 0x1201), DicomVR.LO, "secret");
        using var made = TestHost.Apply(file, TestHost.Plan(json, operation));
        Assert.That(made.Dataset.Text(new(0x0009, 0x1201)), Is.EqualTo(expected));
        Assert.That(made.Dataset.Text(Tags.PrivateText), Is.EqualTo(operation == Operation.Modify ? "of another" : null));
    }

    [TestCase("0028[X]10", RequestFault.OutOfRange, "private groups")]
    [TestCase("0007[X]10", RequestFault.OutOfRange, "private groups")]
    [TestCase("0029[]10", RequestFault.UnknownTag, "0029[]10")]
    [TestCase("0029[X]1", RequestFault.UnknownTag, "0029[X]1")]
    [TestCase("0029[X]1g", RequestFault.UnknownTag, "0029[X]1g")]
    [TestCase("0029[X", RequestFault.UnknownTag, "0029[X")]
    public void A_name_that_is_none_is_refused(string name, RequestFault expected, string named)
    {
        foreach (var json in new[] { $$"""{"Keep": ["{{name}}"]}""", $$$"""{"Replace": {"{{{name}}}": "x"}}""" })
        {
            var fault = TestHost.Fault(json);
            Assert.That(fault.Fault, Is.EqualTo(expected));
            Assert.That(fault.Message, Does.Contain(named));
        }
    }

    [TestCase("""{"Replace": {"0029[X]xx": "x"}}""")]
    [TestCase("""{"Derive": {"0029[X]xx": "x"}}""")]
    [TestCase("""{"Derive": {"StudyDescription": "{0029[X]xx}"}}""")]
    [TestCase("""{"Replace": {"ReferencedImageSequence": [{"0029[X]xx": "x"}]}}""")]
    [TestCase("""{"Replace": {"ReferencedImageSequence[0].0029[X]xx": "x"}}""")]
    public void A_value_is_for_one_element(string json) =>
        Assert.That(TestHost.Fault(json).Message, Does.Contain("one is expected"));

    private static void With(DicomDataset dataset) => dataset
        .With(OtherCreator, DicomVR.LO, Dotted).With(OtherInfo, DicomVR.LO, "other")
        .With(Creator, DicomVR.LO, Csa).With(Info, DicomVR.OB, "\u0001\u0002").With(Type, DicomVR.CS, "IMAGE NUM 4");
}
