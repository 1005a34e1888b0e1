// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>The comparison finds every difference and sets aside only what is allowed. No host is needed.</summary>
internal sealed class ComparisonTests
{
    private const uint Sequence = TableSample.Around;
    private const string NewUid = "2.25.329800735698586629295641978511506172918";
    private const string OtherNewUid = "2.25.329800735698586629295641978511506172919";
    private const string UidOfBuiltIn = "1.2.276.0.7230010.3.1.4.1";
    private const string Uid = "1.2.826.0.1.3680043.9.77";

    [Test]
    public void The_same_file_has_no_difference() =>
        Assert.That(Faults("modify", null, null, null), Is.Empty);

    [Test]
    public void Another_value_is_a_difference() => Assert.That(
        Faults("modify", null, null, dataset => dataset.With(0x0010_0010, DicomVR.PN, "ROE^RICHARD")),
        Has.Exactly(1).Contains("0010,0010").And.Exactly(1).Contains("ROE^RICHARD"));

    [Test]
    public void Another_VR_is_a_difference() => Assert.That(
        Faults("modify", null, null, dataset => dataset.With(0x0010_0010, DicomVR.LO, SampleFile.PatientName)),
        Has.Count.EqualTo(1));

    [Test]
    public void Padding_of_text_is_no_difference_and_of_numbers_it_is()
    {
        Assert.That(Faults("modify", null, null, dataset => dataset.With(0x0010_0010, DicomVR.PN, "DOE^JANE  ")),
            Is.Empty);
        Assert.That(Faults("modify", null, null, dataset => dataset.With(0x0028_0010, DicomVR.US, [2, 0, 0, 0])),
            Has.Count.EqualTo(1));
    }

    [Test]
    public void A_lost_and_a_made_up_element_are_differences()
    {
        Assert.That(Faults("modify", null, null, dataset => dataset.Remove(DicomTag.PatientName)),
            Has.Count.EqualTo(1));
        Assert.That(Faults("modify", null, null, dataset => dataset.With(0x0010_4000, DicomVR.LT, "x")),
            Has.Count.EqualTo(1));
    }

    [Test]
    public void A_sequence_that_one_side_lacks_is_one_difference_and_an_item_too()
    {
        Assert.That(
            Faults("modify", Nested, Nested, dataset => dataset.Remove(new DicomTag(Sequence))), Has.Count.EqualTo(1));
        Assert.That(
            Faults("modify", Nested, Nested, dataset => Items(dataset).AddItem()),
            Has.Exactly(1).Contains("0054,0016: source SQ 1 items, built-in SQ 1 items, plugin SQ 2 items"));
        Assert.That(
            Faults("modify", Nested, Nested, dataset => Items(dataset)[0].With(0x0008_0104, DicomVR.LO, "other")),
            Has.Exactly(1).Contains("0054,0016[0].0008,0104"));
    }

    [Test]
    public void A_new_UID_on_each_side_is_no_difference() =>
        Assert.That(Faults("anonymize", WithUid(Uid), WithUid(UidOfBuiltIn), WithUid(NewUid)), Is.Empty);

    [Test]
    public void An_old_UID_or_one_of_another_form_is_a_difference()
    {
        Assert.That(Faults("anonymize", WithUid(Uid), WithUid(UidOfBuiltIn), WithUid(Uid)), Has.Count.EqualTo(1));
        Assert.That(Faults("anonymize", WithUid(Uid), WithUid(UidOfBuiltIn), WithUid("1.2.3")), Has.Count.EqualTo(1));
        Assert.That(Faults("anonymize", WithUid(Uid), WithUid(UidOfBuiltIn), WithUid("")), Has.Count.EqualTo(1));
    }

    [Test]
    public void Two_new_UIDs_for_one_old_one_are_a_difference() => Assert.That(
        Faults("anonymize", WithUids(Uid, Uid), WithUids(UidOfBuiltIn, UidOfBuiltIn), WithUids(NewUid, OtherNewUid)),
        Has.Exactly(1).Contains("the plugin gave the same original two new identifiers"));

    [Test]
    public void One_new_UID_for_two_old_ones_is_a_difference() => Assert.That(
        Faults("anonymize", WithUids(Uid, "1.2.3"), WithUids(UidOfBuiltIn, "1.2.276.5"), WithUids(NewUid, NewUid)),
        Has.Exactly(1).Contains("the plugin gave two originals the same new identifier"));

    [Test]
    public void A_name_in_a_sequence_has_to_be_as_documented()
    {
        Assert.That(Names("Anonymized7", "DOE^JANE", "Anonymized7"), Is.Empty);
        Assert.That(Names("Anonymized7", "ROE^RICHARD", ""), Is.Empty);
        Assert.That(Names("Anonymized7", "DOE^JANE", "Anonymized8"), Has.Count.EqualTo(1));
        Assert.That(Names("Anonymized7", "ROE^RICHARD", "Anonymized7"), Has.Count.EqualTo(1));
        Assert.That(Names("DOE^JANE", "ROE^RICHARD", ""), Has.Count.EqualTo(1), "the name of the patient is not new");
    }

    [Test]
    public void A_missing_profile_is_seen_without_another_implementation()
    {
        var file = TableSample.Make("2023b", withAll: true);
        var source = ListedFile.Read(file);
        var rows = ProfileTable.Of("2023b").Rows.Count(row => row.Tag.Group > 2 && !row.Tag.IsGroupLength);
        // Two sequences are kept with their UIDs mapped, so their faults are reported for their items.
        Assert.That(ProfileReading.Faults(source, source, "2023b", keepsPrivate: false),
            Has.Count.GreaterThanOrEqualTo(2 * rows));
    }

    private static List<string> Names(string top, string nestedBefore, string nested) => [.. Faults(
        "anonymize",
        dataset => dataset.WithItem(Sequence, item => item.With(0x0010_0010, DicomVR.PN, nestedBefore)),
        dataset => dataset
            .With(0x0010_0010, DicomVR.PN, "Anonymized1")
            .WithItem(Sequence, item => item.With(0x0010_0010, DicomVR.PN, nestedBefore)),
        dataset => dataset
            .With(0x0010_0010, DicomVR.PN, top)
            .WithItem(Sequence, item => item.With(0x0010_0010, DicomVR.PN, nested)))];

    private static DicomSequence Items(DicomDataset dataset) =>
        dataset.TryGet(new DicomTag(Sequence), out var element) ? element.Sequence! : throw new KeyNotFoundException();

    private static void Nested(DicomDataset dataset) =>
        dataset.WithItem(Sequence, item => item.With(0x0008_0104, DicomVR.LO, "meaning"));

    private static Action<DicomDataset> WithUid(string uid) => dataset => dataset.With(0x0020_0052, DicomVR.UI, uid);

    private static Action<DicomDataset> WithUids(string one, string other) => dataset => dataset
        .With(0x0020_0052, DicomVR.UI, one)
        .WithItem(Sequence, item => item.With(0x0020_0052, DicomVR.UI, other));

    /// <summary>The faults of a plugin that answers like the built-in, apart from some changes.</summary>
    private static IReadOnlyList<string> Faults(
        string operation, Action<DicomDataset>? source, Action<DicomDataset>? builtIn, Action<DicomDataset>? plugin) =>
        DataSetComparison.Of(
            ListedFile.Read(SampleFile.Make(source)),
            ListedFile.Read(SampleFile.Make(builtIn)),
            ListedFile.Read(SampleFile.Make(dataset =>
            {
                if (operation == "modify")
                {
                    builtIn?.Invoke(dataset);
                }

                plugin?.Invoke(dataset);
            })),
            new ComparedRequest(operation, "{}"),
            ("1.13.0", "1.13.0")).Faults;
}
