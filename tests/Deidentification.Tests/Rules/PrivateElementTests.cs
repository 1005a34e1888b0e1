// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Rules;

/// <summary>Private elements and their creators, at every depth.</summary>
public class PrivateElementTests
{
    private static readonly DicomTag OtherCreator = new(0x0009, 0x0011);
    private static readonly DicomTag OtherText = new(0x0009, 0x1101);

    [TestCase("{}", Operation.Anonymize)]
    [TestCase("""{"RemovePrivateTags":true}""", Operation.Modify)]
    public void Private_elements_are_removed_at_every_depth(string json, Operation operation)
    {
        using var edited = TestHost.Apply(WithPrivate(), TestHost.Plan(json, operation));
        foreach (var dataset in edited.Dataset.SelfAndDescendants())
        {
            var left = Enumerable.Range(0, dataset.Count).Select(i => dataset[i].Tag).Where(tag => tag.IsPrivate);
            Assert.That(left, Is.Empty);
        }
    }

    [TestCase("""{"KeepPrivateTags":true}""", Operation.Anonymize)]
    [TestCase("{}", Operation.Modify)]
    public void Private_elements_are_left(string json, Operation operation)
    {
        using var edited = TestHost.Apply(WithPrivate(), TestHost.Plan(json, operation));
        foreach (var dataset in new[] { edited.Dataset, edited.Dataset.At(Tags.ReferencedImageSequence) })
        {
            Assert.That(dataset.Text(Tags.PrivateCreator), Is.EqualTo("ACME"));
            Assert.That(dataset.Text(Tags.PrivateText), Is.EqualTo("secret"));
            Assert.That(dataset.Text(OtherCreator), Is.EqualTo("OTHER"));
            Assert.That(dataset.Text(OtherText), Is.EqualTo("other"));
        }
    }

    [Test]
    public void KeepPrivateTags_applies_the_profile_inside_private_sequences()
    {
        using var edited = TestHost.Anonymize(WithPrivate(), """{"KeepPrivateTags":true}""");
        var item = edited.Dataset.At(Tags.PrivateSequence);
        Assert.That(item.Text(DicomTag.PatientName), Is.EqualTo("Anonymized1"));
        Assert.That(item.Text(Tags.PatientBirthDate), Is.Empty);
    }

    [TestCase("""{"Keep":["0009,1001"]}""", Operation.Anonymize)]
    [TestCase("""{"Keep":["0009,1001"],"RemovePrivateTags":true}""", Operation.Modify)]
    public void A_kept_private_element_keeps_its_creator(string json, Operation operation)
    {
        using var edited = TestHost.Apply(WithPrivate(), TestHost.Plan(json, operation));
        foreach (var dataset in new[] { edited.Dataset, edited.Dataset.At(Tags.ReferencedImageSequence) })
        {
            // The content of a private element in an item is unknown, so an anonymization keeps it only at the top level.
            var isKept = dataset == edited.Dataset || operation == Operation.Modify;
            Assert.That(dataset.Text(Tags.PrivateCreator), Is.EqualTo(isKept ? "ACME" : null));
            Assert.That(dataset.Text(Tags.PrivateText), Is.EqualTo(isKept ? "secret" : null));
            Assert.That(dataset.Contains(OtherCreator), Is.False);
            Assert.That(dataset.Contains(OtherText), Is.False);
            Assert.That(dataset.Contains(Tags.PrivateSequence), Is.False);
        }
    }

    [Test]
    public void A_second_creator_of_a_block_goes()
    {
        using var written = Sample.Create().Write(new Implementation("1.2.3.4", "TEST"));
        using var file = DicomFile.Parse(
        [
            .. written.AsSpan(), .. RawElements.Text(0x0029, 0x0010, "LO", "ACME"),
            .. RawElements.Text(0x0029, 0x0010, "LO", "Meier^Anna"), .. RawElements.Text(0x0029, 0x1003, "LO", "kept"),
        ]);
        using var anonymized = TestHost.Anonymize(file, """{"Keep":["0029,1003"]}""");
        using var bytes = anonymized.Write(new Implementation("1.2.3.4", "TEST"));
        Assert.That(Encoding.Latin1.GetString(bytes.AsSpan()), Does.Not.Contain("Meier").And.Contain("ACME").And.Contain("kept"));
    }

    [TestCase("""{"Keep":["0009,1005"]}""", Operation.Anonymize)]
    [TestCase("""{"Keep":["0009,1005"],"RemovePrivateTags":true}""", Operation.Modify)]
    public void A_kept_private_sequence_keeps_all_below_it(string json, Operation operation)
    {
        using var file = WithPrivate();
        file.Dataset.At(Tags.PrivateSequence).With(Tags.PrivateText, DicomVR.LO, "deep");
        using var edited = TestHost.Apply(file, TestHost.Plan(json, operation));
        Assert.That(edited.Dataset.Text(Tags.PrivateCreator), Is.EqualTo("ACME"));
        Assert.That(edited.Dataset.At(Tags.PrivateSequence).Text(DicomTag.PatientName), Is.EqualTo("DOE^JOHN"));
        Assert.That(edited.Dataset.At(Tags.PrivateSequence).Text(Tags.PrivateText), Is.EqualTo("deep"));
    }

    [Test]
    public void Keep_of_a_public_sequence_does_not_spare_private_elements_from_RemovePrivateTags()
    {
        using var edited = TestHost.Modify(WithPrivate(),
            """{"RemovePrivateTags":true,"Keep":["ReferencedImageSequence"]}""");
        Assert.That(edited.Dataset.At(Tags.ReferencedImageSequence).Contains(Tags.PrivateText), Is.False);
    }

    [Test]
    public void Remove_names_one_private_element_among_those_kept()
    {
        using var edited = TestHost.Anonymize(WithPrivate(), """{"KeepPrivateTags":true,"Remove":["0009,1001"]}""");
        foreach (var dataset in new[] { edited.Dataset, edited.Dataset.At(Tags.ReferencedImageSequence) })
        {
            Assert.That(dataset.Contains(Tags.PrivateText), Is.False);
            Assert.That(dataset.Text(OtherText), Is.EqualTo("other"));
        }
    }

    [TestCase(Operation.Anonymize)]
    [TestCase(Operation.Modify)]
    public void Replace_writes_the_creator(Operation operation)
    {
        using var edited = TestHost.Apply(
            Sample.Create(),
            TestHost.Plan("""{"PrivateCreator":"ACME","Replace":{"0009,1001":"x","0009,1002":"5","""
                + "\"0009,1003\":\"u\"}}", operation));
        Assert.That(edited.Dataset.Text(Tags.PrivateCreator), Is.EqualTo("ACME"));
        AssertElement(edited.Dataset, Tags.PrivateText, DicomVR.LO, "x ");
        AssertElement(edited.Dataset, new(0x0009, 0x1002), DicomVR.US, "\u0005\0");
        AssertElement(edited.Dataset, new(0x0009, 0x1003), DicomVR.UN, "u\0");
    }

    [Test]
    public void Replace_takes_the_block_of_its_creator_and_never_that_of_another()
    {
        const string Json = """{"PrivateCreator":"ACME","Replace":{"0009,1101":"x","0009,1202":"5"}}""";
        using var modified = TestHost.Modify(WithPrivate(), Json);
        Assert.That(modified.Dataset.Text(OtherText), Is.EqualTo("other"), "OTHER's own");
        AssertElement(modified.Dataset, Tags.PrivateText, DicomVR.LO, "x ");
        AssertElement(modified.Dataset, new(0x0009, 0x1202), DicomVR.US, "\u0005\0");
        Assert.That(modified.Dataset.Text(new(0x0009, 0x0012)), Is.EqualTo("ACME"), "a free block is taken as named");

        using var other = TestHost.Modify(
            WithPrivate(), """{"PrivateCreator":"NEW","Replace":{"0009,1001":"x"}}""");
        Assert.That(other.Dataset.Text(Tags.PrivateText), Is.EqualTo("secret"));
        Assert.That(other.Dataset.Text(new(0x0009, 0x0012)), Is.EqualTo("NEW"));
        AssertElement(other.Dataset, new(0x0009, 0x1201), DicomVR.UN, "x\0");
    }

    [Test]
    public void In_an_anonymized_data_set_the_blocks_of_others_are_free()
    {
        using var edited = TestHost.Anonymize(WithPrivate(),
            """{"PrivateCreator":"NEW","Replace":{"0009,1001":"x"}}""");
        Assert.That(edited.Dataset.Text(Tags.PrivateCreator), Is.EqualTo("NEW"));
        AssertElement(edited.Dataset, Tags.PrivateText, DicomVR.UN, "x\0");
        Assert.That(edited.Dataset.Contains(OtherCreator), Is.False);
    }

    [Test]
    public void Replace_without_a_creator_leaves_the_one_that_is_there()
    {
        using var edited = TestHost.Anonymize(WithPrivate(), """{"Replace":{"0009,1001":"x"}}""");
        Assert.That(edited.Dataset.Text(Tags.PrivateCreator), Is.EqualTo("ACME"));
        AssertElement(edited.Dataset, Tags.PrivateText, DicomVR.UN, "x\0");
        Assert.That(edited.Dataset.Contains(OtherCreator), Is.False);
        using var inserted = TestHost.Anonymize(WithPrivate(), """{"Replace":{"0009,1099":"x"}}""");
        Assert.That(inserted.Dataset.Text(Tags.PrivateCreator), Is.EqualTo("ACME"), "of an element that was not there");
    }

    [Test]
    public void The_creator_of_the_configuration_is_the_default_and_an_empty_one_overrides_it()
    {
        var settings = TestHost.Settings with { DefaultPrivateCreator = "ACME" };
        var byDefault = ModificationPlan.For(TestHost.Request("""{"Replace":{"0009,1001":"x"}}""", Operation.Modify,
            settings));
        using var acme = TestHost.Apply(Sample.Create(), byDefault);
        AssertElement(acme.Dataset, Tags.PrivateText, DicomVR.LO, "x ");

        var overridden = ModificationPlan.For(
            TestHost.Request("""{"PrivateCreator":"","Replace":{"0009,1001":"x"}}""", Operation.Modify,
                settings));
        using var none = TestHost.Apply(Sample.Create(), overridden);
        AssertElement(none.Dataset, Tags.PrivateText, DicomVR.UN, "x\0");
        Assert.That(none.Dataset.Contains(Tags.PrivateCreator), Is.False);
    }

    [Test]
    public void A_creator_that_is_replaced_itself_is_text()
    {
        using var edited = TestHost.Anonymize(Sample.Create(),
            """{"Replace":{"0009,0010":"MINE","0009,1001":"x"}}""");
        AssertElement(edited.Dataset, Tags.PrivateCreator, DicomVR.LO, "MINE");
    }

    [Test]
    public void Private_elements_inside_a_given_sequence_get_their_creator()
    {
        using var edited = TestHost.Modify(
            Sample.Create(), """{"PrivateCreator":"ACME","""
                + "\"Replace\":{\"ProcedureCodeSequence\":[{\"0009,1001\":\"x\"}]}}");
        var item = edited.Dataset.At(Tags.ProcedureCodeSequence);
        Assert.That(item.Text(Tags.PrivateCreator), Is.EqualTo("ACME"));
        AssertElement(item, Tags.PrivateText, DicomVR.LO, "x ");
    }

    [Test]
    public void A_creator_stays_only_where_its_elements_do()
    {
        using var edited = TestHost.Anonymize(WithPrivate(), """{"Keep":["ReferencedImageSequence[0].0009,1001"]}""");
        Assert.That(edited.Dataset.Contains(Tags.PrivateCreator), Is.False);
        Assert.That(edited.Dataset.At(Tags.ReferencedImageSequence).Text(Tags.PrivateCreator), Is.EqualTo("ACME"));
        using var other = TestHost.Anonymize(WithPrivate(),
            """{"Keep":["0009,1001"],"Remove":["ReferencedImageSequence[0].0009,1001"]}""");
        Assert.That(other.Dataset.Text(Tags.PrivateCreator), Is.EqualTo("ACME"));

        using var topLevel = Sample.Create();
        topLevel.Dataset.With(Tags.PrivateCreator, DicomVR.LO, "ACME").With(Tags.PrivateText, DicomVR.LO, "secret");
        topLevel.Dataset.Item(Tags.ReferencedImageSequence).With(Tags.PrivateCreator, DicomVR.LO, "ACME");
        using var kept = TestHost.Anonymize(topLevel, """{"Keep":["0009,1001"]}""");
        Assert.That(kept.Dataset.Text(Tags.PrivateCreator), Is.EqualTo("ACME"));
        Assert.That(kept.Dataset.At(Tags.ReferencedImageSequence).Contains(Tags.PrivateCreator), Is.False);
    }

    [Test]
    public void A_creator_that_the_request_removes_goes_whatever_it_reserves()
    {
        using var edited = TestHost.Anonymize(WithPrivate(), """{"Keep":["0009,1001"],"Remove":["0009,0010"]}""");
        Assert.That(edited.Dataset.Contains(Tags.PrivateCreator), Is.False);
        Assert.That(edited.Dataset.Text(Tags.PrivateText), Is.EqualTo("secret"));
    }

    [Test]
    public void RemovePrivateTags_leaves_nothing_of_a_block_that_Replace_gives_to_another()
    {
        using var edited = TestHost.Modify(
            WithPrivate(), """{"RemovePrivateTags":true,"PrivateCreator":"NEW","Replace":{"0009,1001":"x"}}""");
        var left = Enumerable.Range(0, edited.Dataset.Count).Select(i => edited.Dataset[i].Tag)
            .Where(tag => tag.IsPrivate);
        Assert.That(left, Is.EqualTo(new[] { Tags.PrivateCreator, Tags.PrivateText }));
        Assert.That(edited.Dataset.Text(Tags.PrivateCreator), Is.EqualTo("NEW"));
        AssertElement(edited.Dataset, Tags.PrivateText, DicomVR.UN, "x\0");
    }

    [Test]
    public void A_block_with_elements_but_without_a_creator_is_not_taken_for_another_block()
    {
        using var file = Sample.Create();
        file.Dataset.With(Tags.PrivateCreator, DicomVR.LO, "OTHER").With(OtherText, DicomVR.LO, "orphan");
        using var edited = TestHost.Modify(file, """{"PrivateCreator":"NEW","Replace":{"0009,1001":"x"}}""");
        Assert.That(edited.Dataset.Contains(OtherCreator), Is.False);
        Assert.That(edited.Dataset.Text(new(0x0009, 0x0012)), Is.EqualTo("NEW"));
    }

    [Test]
    public void A_group_without_a_free_block_is_named()
    {
        using var file = Sample.Create();
        for (ushort block = 0x10; block <= 0xFF; block++)
        {
            file.Dataset.With(new(0x0009, block), DicomVR.LO, "OTHER");
        }

        var plan = TestHost.Plan("""{"PrivateCreator":"ACME","Replace":{"0009,1001":"x"}}""", Operation.Modify);
        var fault = Assert.Throws<RequestException>(() => plan.Apply(file, TestHost.Identifiers()))!;
        Assert.That(fault.Fault, Is.EqualTo(RequestFault.BadFormat));
        Assert.That(fault.Message, Does.Contain("0009"));
    }

    private static void AssertElement(DicomDataset dataset, DicomTag tag, DicomVR vr, string bytes)
    {
        Assert.That(dataset.TryGet(tag, out var element), Is.True);
        Assert.That(element.VR, Is.EqualTo(vr));
        Assert.That(Encoding.Latin1.GetString(element.Value), Is.EqualTo(bytes));
    }

    /// <summary>A file with two creators, and a private sequence, at the top level and in an item.</summary>
    private static DicomFile WithPrivate()
    {
        var file = Sample.Create();
        foreach (var dataset in new[] { file.Dataset, file.Dataset.Item(Tags.ReferencedImageSequence) })
        {
            dataset.With(Tags.PrivateCreator, DicomVR.LO, "ACME").With(Tags.PrivateText, DicomVR.LO, "secret")
                .With(OtherCreator, DicomVR.LO, "OTHER").With(OtherText, DicomVR.LO, "other")
                .Item(Tags.PrivateSequence).With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN")
                .With(Tags.PatientBirthDate, DicomVR.DA, "19500101");
        }

        return file;
    }
}
