// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Differences;

/// <summary>
/// The effects of the profile on a file, where the plugin deliberately differs. Each test shows the fault on a running
/// built-in 1.13.0, and that the plugin does not have it in any host.
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
        // An item in Implicit VR Little Endian (PS3.5 6.2.2) that contains Patient's Address; (0040,0275) has the action X.
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
                // In items, elements that are not text are removed.
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
