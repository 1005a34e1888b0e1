// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>
/// What the profile does to a file, and where the plugin differs on purpose: each test shows the fault of the built-in
/// 1.13.0 on a running one, and that the plugin, in each host, does not have it.
/// </summary>
internal sealed class ProfileDifferenceTests(OrthancVersion version) : VersionFixture(version)
{
    // Radiopharmaceutical Information Sequence: no edition of the table names it.
    private const uint Sequence = TableSample.Around;
    private const string InSequence = "0054,0016[0].";

    [Test]
    public async Task PatientName_in_sequences_does_not_survive()
    {
        var (_, builtIn, plugin) = await Anonymize(dataset => dataset.WithItem(Sequence, item => item
            .With(0x0010_0010, DicomVR.PN, SampleFile.PatientName)
            .WithItem(Sequence, deeper => deeper.With(0x0010_0010, DicomVR.PN, "ROE^RICHARD"))));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn[$"{InSequence}0010,0010"]?.Text, Is.EqualTo(SampleFile.PatientName));
            Assert.That(builtIn[$"{InSequence}{InSequence}0010,0010"]?.Text, Is.EqualTo("ROE^RICHARD"));
            Assert.That(plugin[DicomTag.PatientName]?.Text, Does.Match("^Anonymized[1-9][0-9]*$"));
            Assert.That(plugin[$"{InSequence}0010,0010"]?.Text, Is.EqualTo(plugin[DicomTag.PatientName]?.Text));
            Assert.That(plugin[$"{InSequence}{InSequence}0010,0010"]?.IsEmpty, Is.True);
        }
    }

    [Test]
    public async Task Elements_stored_as_UN_or_with_a_foreign_VR_do_not_survive()
    {
        const string Uid = "1.2.826.0.1.3680043.9.77";
        const string Birth = "19700102";
        var (_, builtIn, plugin) = await Anonymize(dataset => dataset
            .With(0x0010_0020, DicomVR.UN, SampleFile.PatientId)
            .With(0x0020_0052, DicomVR.UN, Uid)
            .With(0x0010_1040, DicomVR.UN, "1 Main Street")
            .WithItem(Sequence, item => item
                .With(0x0010_0020, DicomVR.UN, SampleFile.PatientId)
                .With(0x0008_1155, DicomVR.UN, Uid)
                .With(0x0008_0090, DicomVR.UN, "HOUSE^GREGORY")
                .With(0x0010_0030, DicomVR.UN, Birth)
                .With(0x0008_0020, DicomVR.LO, Birth)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn["0010,0020"]?.Text, Is.EqualTo(SampleFile.PatientId));
            Assert.That(builtIn["0020,0052"]?.Text, Is.EqualTo(Uid));
            Assert.That(builtIn[$"{InSequence}0010,0020"]?.Text, Is.EqualTo(SampleFile.PatientId));
            Assert.That(builtIn[$"{InSequence}0008,1155"]?.Text, Is.EqualTo(Uid));
            Assert.That(builtIn[$"{InSequence}0010,0030"]?.Text, Is.EqualTo(Birth));

            Assert.That(FreshIdentifiers.IsUuid(plugin["0010,0020"]?.Text), Is.True);
            Assert.That(plugin[$"{InSequence}0010,0020"]?.Text, Is.EqualTo(plugin["0010,0020"]?.Text));
            Assert.That(FreshIdentifiers.IsOwnUid(plugin["0020,0052"]?.Text), Is.True);
            Assert.That(plugin[$"{InSequence}0008,1155"]?.Text, Is.EqualTo(plugin["0020,0052"]?.Text));
            Assert.That(plugin["0010,1040"], Is.Null);
            Assert.That(plugin[$"{InSequence}0008,0090"]?.IsEmpty, Is.True);
            Assert.That(plugin[$"{InSequence}0010,0030"]?.IsEmpty, Is.True);
            Assert.That(plugin[$"{InSequence}0008,0020"]?.IsEmpty, Is.True);
        }
    }

    [Test]
    public async Task A_sequence_stored_as_UN_does_not_hide_what_is_in_it()
    {
        // An item of implicit VR little endian (PS3.5 6.2.2), with Patient's Address in it; (0040,0275) is X.
        byte[] item = [0xFE, 0xFF, 0x00, 0xE0, 16, 0, 0, 0, 0x10, 0x00, 0x40, 0x10, 8, 0, 0, 0, .. "1 Main S"u8];
        var (_, builtIn, plugin) = await Anonymize(dataset => dataset
            .WithItem(Sequence, nested => nested.With(0x0040_0275, DicomVR.UN, item)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn[$"{InSequence}0040,0275"], Is.Not.Null);
            Assert.That(plugin[$"{InSequence}0040,0275"], Is.Null);
            Assert.That(plugin[$"{InSequence[..9]}"], Is.Not.Null, "the sequence around it is kept");
        }
    }

    [Test]
    public async Task What_is_stored_as_UN_is_removed_as_asked_wherever_it_stands()
    {
        byte[] item = [0xFE, 0xFF, 0x00, 0xE0, 16, 0, 0, 0, 0x10, 0x00, 0x40, 0x10, 8, 0, 0, 0, .. "1 Main S"u8];
        var (_, builtIn, plugin) = await Anonymize(
            dataset => dataset
                .WithItem(Sequence, nested => nested
                    .With(0x0040_A504, DicomVR.UN, item).With(0x0072_0082, DicomVR.UN, [1, 2]))
                .With(0x0040_A504, DicomVR.UN, item),
            """{"Remove": ["0040,a504", "SelectorSVValue"]}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn["0040,a504"], Is.Null);
            Assert.That(builtIn[$"{InSequence}0040,a504"], Is.Not.Null);
            Assert.That(builtIn[$"{InSequence}0072,0082"], Is.Not.Null);
            Assert.That(plugin[$"{InSequence}0072,0082"], Is.Null);
            Assert.That(plugin["0040,a504"], Is.Null);
            Assert.That(plugin[$"{InSequence}0040,a504"], Is.Null);
        }
    }

    [TestCase("anonymize")]
    [TestCase("modify")]
    public async Task The_file_names_its_own_instance_and_not_one_of_an_item(string operation)
    {
        // (0008,0006) stands before (0008,0018).
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
    public async Task A_Replace_at_the_top_level_leaves_the_profile_on_in_sequences()
    {
        var (_, builtIn, plugin) = await Anonymize(
            dataset => dataset.WithItem(Sequence, item => item
                .With(0x0010_0030, DicomVR.DA, "19700102")
                .With(0x0010_0020, DicomVR.LO, "P-4712")
                .With(0x0010_0010, DicomVR.PN, "ROE^RICHARD")),
            """
            {"Replace": {"PatientBirthDate": "19000101", "PatientID": "ID", "PatientName": "New"}, "Force": true}
            """);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn[$"{InSequence}0010,0030"]?.Text, Is.EqualTo("19700102"));
            Assert.That(builtIn[$"{InSequence}0010,0020"]?.Text, Is.EqualTo("P-4712"));
            Assert.That(plugin["0010,0030"]?.Text, Is.EqualTo("19000101"));
            Assert.That(plugin["0010,0020"]?.Text, Is.EqualTo("ID"));
            Assert.That(plugin[$"{InSequence}0010,0030"]?.IsEmpty, Is.True);
            Assert.That(plugin[$"{InSequence}0010,0020"]?.Text, Is.Not.EqualTo("P-4712").And.Not.Empty);
            Assert.That(plugin[$"{InSequence}0010,0010"]?.IsEmpty, Is.True);
        }
    }

    [Test]
    public async Task RemovePrivateTags_of_modify_removes_those_in_sequences()
    {
        var both = await SideBySide.Of(Version, SampleFile.Make(dataset => dataset
            .With(0x0009_0010, DicomVR.LO, "CREATOR").With(0x0009_1001, DicomVR.LO, "secret")
            .WithItem(Sequence, item => item
                .With(0x0009_0010, DicomVR.LO, "CREATOR").With(0x0009_1001, DicomVR.LO, "secret"))));
        var (_, builtIn, plugin) = await both.Files("modify", """{"RemovePrivateTags": true}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn[$"{InSequence}0009,1001"], Is.Not.Null);
            Assert.That(plugin.Elements.Where(element => element.Tag.IsPrivate), Is.Empty);
        }
    }

    [Test]
    public async Task A_kept_or_replaced_private_element_has_its_creator()
    {
        var (_, builtIn, plugin) = await Anonymize(
            dataset => dataset.With(0x0009_0010, DicomVR.LO, "CREATOR").With(0x0009_1001, DicomVR.LO, "kept"),
            """{"Keep": ["0009,1001"], "Replace": {"000b,1001": "new"}, "PrivateCreator": "MAKER"}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn["0009,1001"]?.Text, Is.EqualTo("kept"));
            Assert.That(builtIn["0009,0010"], Is.Null);
            Assert.That(builtIn["000b,1001"], Is.Not.Null);
            Assert.That(builtIn["000b,0010"], Is.Null);
            Assert.That(plugin["0009,1001"]?.Text, Is.EqualTo("kept"));
            Assert.That(plugin["0009,0010"]?.Text, Is.EqualTo("CREATOR"));
            Assert.That(plugin["000b,1001"]?.Text, Is.EqualTo("new"));
            Assert.That(plugin["000b,0010"]?.Text, Is.EqualTo("MAKER"));
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
    public async Task UIDs_and_dates_in_a_sequence_of_Replace_are_written_as_given()
    {
        var (_, builtIn, plugin) = await Anonymize(
            null, """
            {"Replace": {"0054,0016": [{"0008,1155": "1.2.3.4", "0010,0030": "20010203", "0010,0010": "GIVEN"}]}}
            """);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn[$"{InSequence}0008,1155"]?.Text, Is.Not.EqualTo("1.2.3.4"));
            Assert.That(builtIn[$"{InSequence}0010,0030"]?.Text, Is.Not.EqualTo("20010203"));
            Assert.That(plugin[$"{InSequence}0008,1155"]?.Text, Is.EqualTo("1.2.3.4"));
            Assert.That(plugin[$"{InSequence}0010,0030"]?.Text, Is.EqualTo("20010203"));
            Assert.That(plugin[$"{InSequence}0010,0010"]?.Text, Is.EqualTo("GIVEN"));
        }
    }

    [Test]
    public async Task Overlays_and_curves_are_gone()
    {
        var (_, builtIn, plugin) = await Anonymize(dataset => dataset
            .With(0x5000_0005, DicomVR.US, 1).With(0x501E_3000, DicomVR.OW, [1, 2])
            .With(0x6000_0010, DicomVR.US, 2).With(0x6000_3000, DicomVR.OW, [1, 2])
            .With(0x6000_4000, DicomVR.LT, "a comment")
            .With(0x601E_3000, DicomVR.OW, [3, 4]));
        foreach (var path in (string[])["5000,0005", "501e,3000", "6000,0010", "6000,3000", "6000,4000", "601e,3000"])
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(builtIn[path], Is.Not.Null, path);
                Assert.That(plugin[path], Is.Null, path);
            }
        }
    }

    [Test]
    public async Task An_overlay_that_is_kept_is_kept_in_sequences_too()
    {
        var (_, builtIn, plugin) = await Anonymize(
            dataset => dataset
                .With(0x6000_4000, DicomVR.LT, "a comment")
                .WithItem(Sequence, item => item.With(0x6000_4000, DicomVR.LT, "another")),
            """{"Keep": ["6000,4000"]}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn["6000,4000"]?.Text, Is.EqualTo("a comment"));
            Assert.That(builtIn[$"{InSequence}6000,4000"], Is.Null);
            Assert.That(plugin["6000,4000"]?.Text, Is.EqualTo("a comment"));
            Assert.That(plugin[$"{InSequence}6000,4000"]?.Text, Is.EqualTo("another"));
        }
    }

    [Test]
    public async Task An_overlay_in_the_unused_bits_of_the_pixels_is_gone()
    {
        var (_, builtIn, plugin) = await Anonymize(dataset => dataset
            .With(0x0028_0101, DicomVR.US, 12).With(0x0028_0102, DicomVR.US, 11)
            .With(0x6000_0100, DicomVR.US, 16).With(0x6000_0102, DicomVR.US, 12)
            .With(0x7FE0_0010, DicomVR.OW, [0xFF, 0x1F, 0xFF, 0x0F, 0xFF, 0x1F, 0xFF, 0x0F]));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Convert.ToHexString(builtIn["7fe0,0010"]!.Value), Is.EqualTo("FF1FFF0FFF1FFF0F"));
            Assert.That(Convert.ToHexString(plugin["7fe0,0010"]!.Value), Is.EqualTo("FF0FFF0FFF0FFF0F"));
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
    public async Task A_public_element_that_no_dictionary_knows_does_not_survive()
    {
        var (_, builtIn, plugin) = await Anonymize(dataset => dataset
            .With(0x0010_FF14, DicomVR.LT, "Doe")
            .WithItem(Sequence, item => item.With(0x0010_FF14, DicomVR.LT, "Doe")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn["0010,ff14"]?.Text, Is.EqualTo("Doe"));
            Assert.That(builtIn[$"{InSequence}0010,ff14"]?.Text, Is.EqualTo("Doe"));
            Assert.That(plugin["0010,ff14"], Is.Null);
            Assert.That(plugin[$"{InSequence}0010,ff14"], Is.Null);
        }
    }

    private static IEnumerable<TestCaseData> Identifying() =>
        from element in IdentifyingTags.Actions
        let known = ElementDictionary.Standard.TryGet(element.Key, out var entry) ? entry : default
        group element by known.VR into ofVR
        select new TestCaseData(ofVR.Key, ofVR.ToArray()).SetArgDisplayNames(ofVR.Key.Letters());

    [TestCaseSource(nameof(Identifying))]
    public async Task What_identifies_does_not_survive_because_no_table_names_it(
        DicomVR vr, KeyValuePair<DicomTag, ProfileAction>[] elements)
    {
        void Fill(DicomDataset dataset)
        {
            foreach (var (tag, _) in elements)
            {
                _ = vr == DicomVR.SQ
                    ? dataset.WithItem(tag.Value, item => item.With(0x0008_0104, DicomVR.LO, "OF DOE"))
                    : dataset.With(tag.Value, vr, vr == DicomVR.UI ? $"1.2.826.0.1.3680043.9.{tag.Value}" : "OF DOE");
            }
        }

        var (source, builtIn, plugin) = await Anonymize(dataset =>
        {
            Fill(dataset);
            dataset.WithItem(Sequence, Fill);
        });
        using var all = Assert.EnterMultipleScope();
        foreach (var (path, action) in
            from element in elements
            from place in (string[])[string.Empty, InSequence]
            select (place + element.Key, element.Value))
        {
            Assert.That(builtIn[path]?.HasValueOf(source[path]!), Is.True, path);
            if (action == ProfileAction.Remove)
            {
                Assert.That(plugin[path], Is.Null, path);
            }
            else if (action == ProfileAction.Empty)
            {
                // What is no text goes from items.
                Assert.That(plugin[path]?.IsEmpty ?? path.StartsWith(InSequence, StringComparison.Ordinal), Is.True, path);
            }
            else if (action == ProfileAction.Clean)
            {
                Assert.That(plugin[path]?.Text, Is.EqualTo("OF").Or.Empty, path);
            }
            else
            {
                Assert.That(FreshIdentifiers.IsOwnUid(plugin[path]?.Text), Is.True, path);
                Assert.That(plugin[path]?.Text, Is.EqualTo(plugin[path[(path.LastIndexOf('.') + 1)..]]?.Text), path);
            }
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
    public async Task What_identifies_is_kept_if_the_request_says_so()
    {
        var (_, builtIn, plugin) = await Anonymize(
            dataset => dataset
                .With(0x0042_0010, DicomVR.ST, "a title")
                .WithItem(Sequence, item => item.With(0x0040_A160, DicomVR.UT, "a text")),
            """{"Keep": ["DocumentTitle", "TextValue"]}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(plugin["0042,0010"]?.Text, Is.EqualTo("a title").And.EqualTo(builtIn["0042,0010"]?.Text));
            Assert.That(plugin[$"{InSequence}0040,a160"]?.Text, Is.EqualTo("a text"));
        }
    }

    [Test]
    public async Task An_element_that_the_table_empties_does_not_make_the_request_fail()
    {
        var both = await SideBySide.Of(Version,
            SampleFile.Make(dataset => dataset.With(0x0072_006D, DicomVR.UN, [1, 2])));
        var (builtIn, plugin) = await both.Answers("anonymize", "{}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn.Status, Is.EqualTo(500));
            Assert.That(plugin.Status, Is.EqualTo(200), plugin.ToString);
            Assert.That(ListedFile.Read(plugin.Body)["0072,006d"]?.IsEmpty, Is.True);
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
            // After the root of DCMTK: the machine, the process, the time, a number.
            Assert.That(parts[..8], Is.EqualTo((string[])["1", "2", "276", "0", "7230010", "3", "1", "4"]));
            Assert.That(long.Parse(parts[^2], CultureInfo.InvariantCulture), Is.EqualTo(now).Within(86_400));
            Assert.That(FreshIdentifiers.IsOwnUid(plugin["0008,0018"]?.Text), Is.True);
        }
    }

    [TestCase("2008")]
    [TestCase("2017c")]
    [TestCase("2021b")]
    [TestCase("2023b")]
    public async Task Every_tag_of_the_table_is_done_with_as_the_table_says(string edition)
    {
        var file = TableSample.Make(edition, withAll: true);
        var both = await SideBySide.Of(Version, file);
        var result = await both.PluginFile("anonymize", $$$"""{"DicomVersion": "{{{edition}}}"}""");
        Assert.That(ProfileReading.Faults(ListedFile.Read(file), result, edition, keepsPrivate: false), Is.Empty);
    }

    private async Task<(ListedFile Source, ListedFile BuiltIn, ListedFile Plugin)> Anonymize(
        Action<DicomDataset>? add, string body = "{}") =>
        await (await SideBySide.Of(Version, SampleFile.Make(add))).Files("anonymize", body);
}
