// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Differences;

/// <summary>
/// The deliberate differences of the plugin in overlays. Each test shows the fault on a running built-in 1.13.0, and that
/// the plugin does not have it in any host.
/// </summary>
internal sealed class OverlayDifferenceTests(OrthancVersion version) : VersionFixture(version)
{
    // Radiopharmaceutical Information Sequence: no edition of the table names it.
    private const uint Sequence = TableSample.Around;
    private const string InSequence = "0054,0016[0].";

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

    private async Task<(ListedFile Source, ListedFile BuiltIn, ListedFile Plugin)> Anonymize(
        Action<DicomDataset>? add, string body = "{}") =>
        await (await SideBySide.Of(Version, SampleFile.Make(add))).Files("anonymize", body);
}
