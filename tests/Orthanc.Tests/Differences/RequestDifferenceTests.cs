// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Differences;

/// <summary>
/// The deliberate differences of the plugin in reading a request. Each test shows the fault on a running built-in 1.13.0,
/// and that the plugin does not have it in any host. Errors have a table of their own.
/// </summary>
internal sealed class RequestDifferenceTests(OrthancVersion version) : VersionFixture(version)
{
    private const int SegmentationFault = 128 + 11;

    private static IEnumerable<TestCaseData> Killers()
    {
        yield return new TestCaseData("""{"Replace": {"fffe,e000": "12"}}""", 400)
            .SetArgDisplayNames("an item as a tag");
        yield return new TestCaseData($$$"""{"Replace": {{{Nested(80)}}}}""", 200)
            .SetArgDisplayNames("a Replace nested 80 deep");
        yield return new TestCaseData(
            $$$"""{"Unknown": {{{new string('[', 200)}}}{{{new string(']', 200)}}}}""", 200)
            .SetArgDisplayNames("a body nested 200 deep");
        yield return new TestCaseData(
            $$$"""{"Unknown": {{{new string('[', 2000)}}}{{{new string(']', 2000)}}}}""", 400)
            .SetArgDisplayNames("a body nested 2000 deep");
    }

    [TestCaseSource(nameof(Killers))]
    public async Task A_body_that_kills_the_built_in_is_answered(string body, int status)
    {
        using var doomed = await OrthancHost.Start(Reference, []);
        var file = SampleFile.Make();
        var instance = await doomed.Store(file);
        Assert.That(async () => await doomed.Ask(instance, "modify", body), Throws.TypeOf<HttpRequestException>());
        Assert.That(doomed.WaitForDeath(), Is.EqualTo(SegmentationFault));

        var host = await RunningHosts.WithPlugin(Version);
        var answer = await host.Ask(await host.Store(file), "modify", body);
        Assert.That(answer.Status, Is.EqualTo(status), answer.ToString);
        Assert.That((await host.Get("/system")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_negative_number_is_not_wrapped_around()
    {
        var both = await SideBySide.Of(Version, SampleFile.Make());
        var (builtIn, plugin) = await both.Answers("modify", """{"Replace": {"Rows": "-1"}}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ListedFile.Read(builtIn.Body)["0028,0010"]?.Value, Is.EqualTo((byte[])[0xFF, 0xFF]));
            Assert.That(plugin.Status, Is.EqualTo(400));
        }
    }

    [Test]
    public async Task The_sign_of_US_or_SS_follows_PixelRepresentation()
    {
        const string Negative = """{"Replace": {"SmallestImagePixelValue": "-2"}}""";
        const string Large = """{"Replace": {"SmallestImagePixelValue": "40000"}}""";
        var signed = await SideBySide.Of(Version, SampleFile.Make(dataset => dataset.With(0x0028_0103, DicomVR.US, 1)));
        var negative = await signed.Answers("modify", Negative);
        var large = await signed.Answers("modify", Large);
        var written = ListedFile.Read(negative.Plugin.Body)["0028,0106"];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(negative.BuiltIn.Status, Is.EqualTo(400));
            Assert.That(ListedFile.Read(large.BuiltIn.Body)["0028,0106"]?.VR, Is.EqualTo(DicomVR.US));
            Assert.That(written?.VR, Is.EqualTo(DicomVR.SS));
            Assert.That(written?.Value, Is.EqualTo((byte[])[0xFE, 0xFF]));
            Assert.That(large.Plugin.Status, Is.EqualTo(400), large.Plugin.ToString);
        }

        var unsigned = await SideBySide.Of(Version, SampleFile.Make());
        Assert.That((await unsigned.Answers("modify", Negative)).Plugin.Status, Is.EqualTo(400));
        Assert.That((await unsigned.Answers("modify", Large)).Plugin.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Text_too_long_for_its_VR_is_refused()
    {
        var both = await SideBySide.Of(Version, SampleFile.Make());
        var request = $$$"""{"Replace": {"PatientName": "{{{new string('x', 70_000)}}}"}}""";
        var (builtIn, plugin) = await both.Answers("modify", request);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ListedFile.Read(builtIn.Body)["0010,0010"]?.VR, Is.EqualTo(DicomVR.UN));
            Assert.That(plugin.Status, Is.EqualTo(400));
        }
    }

    [TestCase("Rows", "0028,0010")]
    [TestCase("SelectorATValue", "0072,0060")]
    [TestCase("ReferencedStudySequence", "0008,1110")]
    public async Task Null_is_the_empty_value(string tag, string path)
    {
        var both = await SideBySide.Of(Version, SampleFile.Make());
        var (builtIn, plugin) = await both.Answers("modify", $$$"""{"Replace": {"{{{tag}}}": null}}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn.Status, Is.EqualTo(400).Or.EqualTo(500));
            Assert.That(plugin.Status, Is.EqualTo(200), plugin.ToString);
            Assert.That(ListedFile.Read(plugin.Body)[path], Is.Not.Null.And.Property("IsEmpty").True);
        }
    }

    [Test]
    public async Task Characters_that_the_character_set_lacks_are_kept()
    {
        const string Name = "Дое^Яна";
        var both = await SideBySide.Of(Version,
            SampleFile.Make(dataset => dataset.With(0x0010_4000, DicomVR.LT, "J\u00FCrgen")));
        var (_, builtIn, plugin) = await both.Files("modify", $$$"""{"Replace": {"PatientName": "{{{Name}}}"}}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn["0010,0010"]?.Text, Does.StartWith("^"));
            Assert.That(plugin["0008,0005"]?.Text, Is.EqualTo("ISO_IR 192"));
            Assert.That(Utf8(plugin["0010,0010"]), Is.EqualTo(Name));
            Assert.That(Utf8(plugin["0010,4000"]), Is.EqualTo("J\u00FCrgen"));
        }
    }

    [Test]
    public async Task Replacing_the_character_set_converts_the_text()
    {
        var both = await SideBySide.Of(Version,
            SampleFile.Make(dataset => dataset.With(0x0010_4000, DicomVR.LT, "J\u00FCrgen")));
        var (source, builtIn, plugin) =
            await both.Files("modify", """{"Replace": {"SpecificCharacterSet": "ISO_IR 192"}}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn["0010,4000"]?.Value, Is.EqualTo(source["0010,4000"]?.Value));
            Assert.That(plugin["0008,0005"]?.Text, Is.EqualTo("ISO_IR 192"));
            Assert.That(Utf8(plugin["0010,4000"]), Is.EqualTo("J\u00FCrgen"));
        }
    }

    [TestCase("anonymize")]
    [TestCase("modify")]
    public async Task The_file_starts_anew(string operation)
    {
        var file = SampleFile.Make();
        "a preamble that says whose file it was"u8.CopyTo(file);
        var both = await SideBySide.Of(Version, file);
        var (_, builtIn, plugin) = await both.Files(operation, "{}");
        string[] meta = ["0002,0001", "0002,0002", "0002,0003", "0002,0010", "0002,0012", "0002,0013"];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(plugin.Bytes.Take(128), Is.All.Zero);
            Assert.That(builtIn.Bytes.Take(128), Is.All.Zero);
            // The codec does not list the group length, (0002,0000).
            Assert.That(plugin.Bytes.Skip(128).Take(8), Is.EqualTo("DICM\x02\0\0\0"u8.ToArray()));
            Assert.That(MetaInformation(plugin), Is.EqualTo(meta));
            Assert.That(MetaInformation(builtIn), Is.EqualTo(meta));
            Assert.That(plugin["0002,0002"]?.Text, Is.EqualTo(plugin["0008,0016"]?.Text));
            Assert.That(plugin["0002,0003"]?.Text, Is.EqualTo(plugin["0008,0018"]?.Text));
            Assert.That(plugin["0002,0012"]?.Text, Does.StartWith("2.25.").And.Not.EqualTo(builtIn["0002,0012"]?.Text));
            Assert.That(plugin["0002,0013"]?.Text, Does.StartWith("OrthDeid_"));
        }
    }

    private static IEnumerable<string> MetaInformation(ListedFile file) =>
        file.Elements.Where(element => element.Tag.Group == 0x0002).Select(element => element.Path);

    private static string Utf8(ListedElement? element) =>
        element is null ? string.Empty : Encoding.UTF8.GetString(element.Value).TrimEnd(' ', '\0');

    private static string Nested(int depth)
    {
        var json = new StringBuilder("""{"PatientComments": "x"}""");
        for (var i = 0; i < depth; i++)
        {
            json.Insert(0, """{"0054,0016": [""").Append("]}");
        }

        return json.ToString();
    }
}
