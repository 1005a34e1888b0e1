// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Differences;

/// <summary>
/// The deliberate differences of the plugin in identifiers. Each test shows the fault on a running built-in 1.13.0, and that
/// the plugin does not have it in any host.
/// </summary>
internal sealed class UidDifferenceTests(OrthancVersion version) : VersionFixture(version)
{
    // Radiopharmaceutical Information Sequence: no edition of the table names it.
    private const uint Sequence = TableSample.Around;
    private const string InSequence = "0054,0016[0].";

    [TestCase("anonymize")]
    [TestCase("modify")]
    public async Task The_file_names_its_own_instance_and_not_one_of_an_item(string operation)
    {
        // (0008,0006) comes before (0008,0018).
        const string Other = "1.2.826.0.1.3680043.9.75";
        var both = await SideBySide.Of(Version, SampleFile.Make(dataset => dataset
            .WithItem(0x0008_0006, item => item
                .With(0x0008_0016, DicomVR.UI, "1.2.840.10008.5.1.4.1.1.4")
                .With(0x0008_0018, DicomVR.UI, Other))));
        var (_, builtIn, plugin) = await both.Files(operation, "{}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn["0002,0003"]?.Text, Is.EqualTo(builtIn["0008,0006[0].0008,0018"]?.Text));
            Assert.That(builtIn["0002,0003"]?.Text, Is.Not.EqualTo(builtIn["0008,0018"]?.Text));
            Assert.That(builtIn["0002,0002"]?.Text, Is.EqualTo("1.2.840.10008.5.1.4.1.1.4"));
            Assert.That(plugin["0002,0003"]?.Text, Is.EqualTo(plugin["0008,0018"]?.Text));
            Assert.That(plugin["0002,0002"]?.Text, Is.EqualTo(plugin["0008,0016"]?.Text));
        }
    }

    [Test]
    public async Task References_to_the_study_match_its_new_UID()
    {
        // As in Referenced Study Sequence, where Referenced SOP Instance UID is that of a study (PS3.3 C.7.2.1).
        var (_, builtIn, plugin) = await Anonymize(dataset => dataset.WithItem(Sequence, item => item
            .With(0x0008_1155, DicomVR.UI, SampleFile.StudyUid)
            .With(0x0020_000E, DicomVR.UI, SampleFile.SeriesUid)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn[$"{InSequence}0008,1155"]?.Text, Is.Not.EqualTo(builtIn["0020,000d"]?.Text));
            Assert.That(plugin["0020,000d"]?.Text, Is.Not.EqualTo(SampleFile.StudyUid));
            Assert.That(plugin[$"{InSequence}0008,1155"]?.Text, Is.EqualTo(plugin["0020,000d"]?.Text));
            Assert.That(plugin[$"{InSequence}0020,000e"]?.Text, Is.EqualTo(plugin["0020,000e"]?.Text));
            Assert.That(plugin[DicomTag.MediaStorageSOPInstanceUID]?.Text, Is.EqualTo(plugin["0008,0018"]?.Text));
        }
    }

    [Test]
    public async Task References_to_a_kept_UID_are_kept()
    {
        var (_, builtIn, plugin) = await Anonymize(
            dataset => dataset.WithItem(Sequence, item => item
                .With(0x0008_1155, DicomVR.UI, SampleFile.InstanceUid)
                .With(0x0020_000D, DicomVR.UI, SampleFile.StudyUid)),
            """{"Keep": ["StudyInstanceUID", "SOPInstanceUID"], "Force": true}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn[$"{InSequence}0008,1155"]?.Text, Is.Not.EqualTo(SampleFile.InstanceUid));
            Assert.That(plugin["0020,000d"]?.Text, Is.EqualTo(SampleFile.StudyUid));
            Assert.That(plugin[$"{InSequence}0020,000d"]?.Text, Is.EqualTo(SampleFile.StudyUid));
            Assert.That(plugin["0008,0018"]?.Text, Is.EqualTo(SampleFile.InstanceUid));
            Assert.That(plugin[$"{InSequence}0008,1155"]?.Text, Is.EqualTo(SampleFile.InstanceUid));
        }
    }

    [Test]
    public async Task Each_value_of_a_UI_element_is_mapped()
    {
        const string First = "1.2.826.0.1.3680043.9.71";
        const string Second = "1.2.826.0.1.3680043.9.72";
        var (_, builtIn, plugin) = await Anonymize(dataset => dataset
            .With(0x0008_3010, DicomVR.UI, $"{First}\\{Second}\\{First}")
            .WithItem(Sequence, item => item.With(0x0008_1155, DicomVR.UI, Second)));
        string[] values = plugin["0008,3010"]?.Text.Split('\\') ?? [];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn["0008,3010"]?.Text, Does.Not.Contain("\\"));
            Assert.That(values, Has.Length.EqualTo(3).And.All.Matches<string>(FreshIdentifiers.IsOwnUid));
            Assert.That(values[2], Is.EqualTo(values[0]).And.Not.EqualTo(values[1]));
            Assert.That(plugin[$"{InSequence}0008,1155"]?.Text, Is.EqualTo(values[1]));
        }
    }

    [Test]
    public async Task A_frame_of_reference_has_one_new_UID_under_all_its_names()
    {
        // Volume Frame of Reference UID and Frame of Reference UID of one volume (PS3.3 C.8.24.2).
        const string Frame = "1.2.826.0.1.3680043.9.76";
        var (_, builtIn, plugin) = await Anonymize(dataset => dataset
            .With(0x0020_0052, DicomVR.UI, Frame)
            .With(0x0020_9312, DicomVR.UI, Frame));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn["0020,9312"]?.Text, Is.EqualTo(Frame).And.Not.EqualTo(builtIn["0020,0052"]?.Text));
            Assert.That(plugin["0020,9312"]?.Text, Is.EqualTo(plugin["0020,0052"]?.Text).And.Not.EqualTo(Frame));
        }
    }

    [Test]
    public async Task A_new_UID_does_not_tell_where_and_when_it_was_made()
    {
        var (_, builtIn, plugin) = await Anonymize(null);
        string[] parts = builtIn["0008,0018"]!.Text.Split('.');
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        using (Assert.EnterMultipleScope())
        {
            // After DCMTK's root come the machine, the process, the time and a number.
            Assert.That(parts[..8], Is.EqualTo((string[])["1", "2", "276", "0", "7230010", "3", "1", "4"]));
            Assert.That(long.Parse(parts[^2], CultureInfo.InvariantCulture), Is.EqualTo(now).Within(86_400));
            Assert.That(FreshIdentifiers.IsOwnUid(plugin["0008,0018"]?.Text), Is.True);
        }
    }

    private async Task<(ListedFile Source, ListedFile BuiltIn, ListedFile Plugin)> Anonymize(
        Action<DicomDataset>? add, string body = "{}") =>
        await (await SideBySide.Of(Version, SampleFile.Make(add))).Files("anonymize", body);
}
