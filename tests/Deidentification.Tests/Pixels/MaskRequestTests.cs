// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Devices;
using OrthancDeid.Deidentification.Requests.Pixels;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>The members of a request that are about pixels: MaskPixelData, and the option CleanPixelData.</summary>
public sealed class MaskRequestTests
{
    private const string Region = """{"RegionType": "2D", "Origin": [1, 2], "End": [30, 40]}""";

    /// <summary>A site with device rules, where text can be found.</summary>
    private static HostSettings Site { get; } = TestHost.Settings with
    {
        TextSearchFault = static () => null,
        PixelRules = new Dictionary<string, DeviceRules> { ["site-us"] = DeviceRules.Parse("{ true. } (0,0,10,10)") },
    };

    [Test]
    public void The_object_of_the_plugin_Pixels_Masker_is_understood()
    {
        var masks = Read("""
            {"MaskPixelData": {"Regions": [
                {"MaskType": "MeanFilter", "FilterWidth": 20, "RegionType": "2D", "Origin": [150, 100], "End": [400, 200],
                 "TargetSeries": ["cd589a09-6e705e06-57997219-7812eb49-709873a9"], "TargetInstances": []},
                {"MaskType": "Fill", "FillValue": 0, "RegionType": "3D", "Origin": [-150.5, -250.4, -811],
                 "End": [148.4, 220.7, -955], "TargetSeries": ["94df9100-3b476f5b-f4e8c381-d78c327f-a387bc7e"]}]}}
            """)!;
        Assert.Multiple(() =>
        {
            Assert.That(masks.Regions[0].FilterWidth, Is.EqualTo(20));
            Assert.That(masks.Regions[0].Origin, Is.EqualTo(new[] { 150, 100 }));
            Assert.That(masks.Regions[0].IsSpatial, Is.False);
            Assert.That(masks.Regions[0].IsIn("cd589a09-6e705e06-57997219-7812eb49-709873a9", "any"), Is.True);
            Assert.That(masks.Regions[0].IsIn("94df9100-3b476f5b-f4e8c381-d78c327f-a387bc7e", "any"), Is.False);
            Assert.That(masks.Regions[1].FillValue, Is.Zero);
            Assert.That(masks.Regions[1].IsSpatial, Is.True);
            Assert.That(masks.Regions[1].Origin, Is.EqualTo(new[] { -150.5, -250.4, -955 }), "z goes down there");
            Assert.That(masks.Regions[1].End, Is.EqualTo(new[] { 148.4, 220.7, -811 }));
        });
    }

    [Test]
    public void What_the_project_adds_is_understood()
    {
        var masks = Read("""
            {"MaskPixelData": {
                "Regions": [{"RegionType": "2D", "Origin": [0, 0], "End": [9, 9], "Keep": true, "Frames": ["2-4", 7, "9"]}],
                "UltrasoundRegions": "KeepInside", "Rules": "site-us", "Unmatched": "Pass", "Unreadable": "Fail",
                "Text": {"Find": "Identity", "Scale": 2, "Margin": 0.25, "Spare": ["L", "R"], "Frames": ["1"]},
                "Attest": ["CleanPixelData", "CleanRecognizableVisualFeatures"]}}
            """)!;
        Assert.Multiple(() =>
        {
            Assert.That(masks.Regions[0].IsKept, Is.True);
            Assert.That(Enumerable.Range(0, 10).Where(masks.Regions[0].Frames.Contains), Is.EqualTo(new[] { 1, 2, 3, 6, 8 }));
            Assert.That(masks.Regions[0].Frames.Highest, Is.EqualTo(9));
            Assert.That(masks.Ultrasound, Is.EqualTo(UltrasoundChoice.KeepInside));
            Assert.That(masks.Devices, Has.Count.EqualTo(1));
            Assert.That(masks.Unmatched, Is.EqualTo(UnmatchedDevice.Pass));
            Assert.That(masks.Text!.Find, Is.EqualTo(TextChoice.Identity));
            Assert.That(masks.Text.Scale, Is.EqualTo(2));
            Assert.That(masks.Text.Margin, Is.EqualTo(0.25));
            Assert.That(masks.Text.Spare, Is.EqualTo(new[] { "L", "R" }));
            Assert.That(masks.Text.Frames.Contains(1), Is.False);
            Assert.That(masks.Text.IsWhole, Is.False);
            Assert.That(masks.AttestsPixels, Is.True);
            Assert.That(masks.AttestsFaces, Is.True);
        });
    }

    [Test]
    public void CleanPixelData_means_all_text_and_what_the_site_knows_of_its_devices()
    {
        var masks = Read("""{"Options": ["CleanPixelData"]}""")!;
        Assert.Multiple(() =>
        {
            Assert.That(masks.Text!.IsWhole, Is.True);
            Assert.That(masks.Ultrasound, Is.EqualTo(UltrasoundChoice.KeepInside));
            Assert.That(masks.NeedsUltrasoundRegions, Is.False);
            Assert.That(masks.Devices, Has.Count.EqualTo(1));
            Assert.That(masks.Unmatched, Is.EqualTo(UnmatchedDevice.Text));
        });
    }

    [TestCase("{}")]
    [TestCase("""{"Options": ["CleanDescriptors"]}""")]
    public void Other_requests_leave_pixels_alone(string json) => Assert.That(Read(json), Is.Null);

    [TestCase("true", "MaskPixelData\" should be an object")]
    [TestCase("null", "MaskPixelData\" should be an object")]
    [TestCase("{}", "masks nothing")]
    [TestCase("""{"Regions": {}}""", "MaskPixelData.Regions\" should be an array")]
    [TestCase("""{"Regions": [1]}""", "MaskPixelData.Regions[0]\" should be an object")]
    [TestCase("""{"Region": []}""", "did you mean \"Regions\"?")]
    [TestCase("""{"UltrasoundRegions": "Keep"}""", "MaskPixelData.UltrasoundRegions\" should be one of Ignore, KeepInside")]
    [TestCase("""{"UltrasoundRegions": true}""", "MaskPixelData.UltrasoundRegions\" should be a string")]
    [TestCase("""{"Rules": "elsewhere"}""", "MaskPixelData.Rules\": the configuration has no such rules")]
    [TestCase("""{"Unmatched": "Pass", "Text": {}}""", "MaskPixelData.Unmatched\" goes with Rules")]
    [TestCase("""{"Rules": "site-us", "Unmatched": "Skip"}""", "should be one of Fail, Text, Pass")]
    [TestCase("""{"Text": true}""", "MaskPixelData.Text\" should be an object")]
    [TestCase("""{"Text": {"Find": "Names"}}""", "MaskPixelData.Text.Find\" should be one of All, Identity")]
    [TestCase("""{"Text": {"Scale": 9}}""", "MaskPixelData.Text.Scale\" should be from 0.5 to 4")]
    [TestCase("""{"Text": {"Spare": "L"}}""", "MaskPixelData.Text.Spare\" should be an array of strings")]
    [TestCase("""{"Text": {}, "Unreadable": "Pass"}""", "MaskPixelData.Unreadable\" should be one of Fail")]
    [TestCase("""{"Text": {}, "Attest": ["Clean"]}""", "MaskPixelData.Attest\" should hold")]
    public void What_is_wrong_is_named(string member, string named) =>
        Assert.That(Fault($$$"""{"MaskPixelData": {{{member}}}}""").Message, Does.Contain(named));

    [TestCase("\"RegionType\": \"2D\"", "\"RegionType\": \"4D\"", "RegionType\" should be 2D or 3D")]
    [TestCase("\"RegionType\": \"2D\",", "", "RegionType\" is missing")]
    [TestCase("[1, 2]", "[1.5, 2]", "Origin\" should be an array of two integers")]
    [TestCase("[1, 2]", "[1, 2, 3]", "Origin\" should be an array of two integers")]
    [TestCase("[1, 2]", "\"1, 2\"", "Origin\" should be an array of two integers")]
    [TestCase("[30, 40]", "[1, 40]", "End\" should be right of Origin and below it")]
    [TestCase("[30, 40]", "[30, 1]", "End\" should be right of Origin and below it")]
    [TestCase("\"2D\"", "\"3D\"", "Origin\" should be an array of three numbers")]
    [TestCase("}", ", \"MaskType\": \"Blur\"}", "MaskType\" should be one of Fill, MeanFilter")]
    [TestCase("}", ", \"FilterWidth\": 3}", "FilterWidth\" goes with the MaskType MeanFilter")]
    [TestCase("}", ", \"MaskType\": \"MeanFilter\"}", "FilterWidth\" is missing")]
    [TestCase("}", ", \"MaskType\": \"MeanFilter\", \"FilterWidth\": 0}", "FilterWidth\" should be from 2 to 1024")]
    [TestCase("}", ", \"MaskType\": \"MeanFilter\", \"FilterWidth\": 9, \"FillValue\": 0}", "FillValue\" goes with the MaskType Fill")]
    [TestCase("}", ", \"FillValue\": \"0\"}", "FillValue\" should be a number")]
    [TestCase("}", ", \"Keep\": 1}", "Keep\" should be a Boolean")]
    [TestCase("}", ", \"Frames\": [0]}", "Frames\" should be \"All\", or an array")]
    [TestCase("}", ", \"Frames\": [\"4-2\"]}", "Frames\" should be \"All\", or an array")]
    [TestCase("}", ", \"Frames\": [\"1-2-3\"]}", "Frames\" should be \"All\", or an array")]
    [TestCase("}", ", \"Frames\": []}", "Frames\" should be \"All\", or an array")]
    [TestCase("}", ", \"TargetSeries\": [\"1.2.3\"]}", "TargetSeries\" should hold identifiers of Orthanc")]
    [TestCase("}", ", \"Orgin\": [1, 2]}", "did you mean \"Origin\"?")]
    public void What_is_wrong_with_a_region_is_named(string old, string made, string named)
    {
        var other = Region.Replace(old, made, StringComparison.Ordinal);
        var fault = Fault($$$"""{"MaskPixelData": {"Regions": [{{{Region}}}, {{{other}}}]}}""");
        Assert.Multiple(() =>
        {
            Assert.That(fault.Message, Does.Contain("MaskPixelData.Regions[1]"));
            Assert.That(fault.Message, Does.Contain(named));
        });
    }

    [TestCase("""{"Keep": ["SOPInstanceUID"], "Force": true, "MaskPixelData": {"Regions": [*]}}""", "needs a new SOPInstanceUID")]
    [TestCase("""{"Options": ["RetainUIDs"], "MaskPixelData": {"Regions": [*]}}""", "RetainUIDs keeps the SOPInstanceUID")]
    [TestCase("""{"Replace": {"PixelData": "AAAA"}, "MaskPixelData": {"Regions": [*]}}""", "masked and given at the same time")]
    [TestCase("""{"Options": ["CleanPixelData"], "MaskPixelData": {"Text": {"Find": "Identity"}}}""", "Text may not ask for less")]
    [TestCase("""{"Options": ["CleanPixelData"], "MaskPixelData": {"Text": {"Scale": 1}}}""", "Text may not ask for less")]
    [TestCase("""{"Options": ["CleanPixelData"], "MaskPixelData": {"Text": {"Margin": 0}}}""", "Text may not ask for less")]
    [TestCase("""{"Options": ["CleanPixelData"], "MaskPixelData": {"Text": {"Spare": ["李明"]}}}""", "Text may not ask for less")]
    [TestCase("""{"Options": ["CleanPixelData"], "MaskPixelData": {"Rules": "site-us", "Unmatched": "Fail"}}""", "Unmatched may not ask for anything else")]
    [TestCase("""{"Options": ["CleanPixelData"], "MaskPixelData": {"UltrasoundRegions": "Ignore"}}""", "UltrasoundRegions and Unmatched may not")]
    [TestCase("""{"MaskPixelData": {"Attest": ["CleanPixelData"], "Regions": [{"RegionType": "2D", "Origin": [0, 0], "End": [9, 9], "MaskType": "MeanFilter", "FilterWidth": 9}]}}""", "MeanFilter exclude each other")]
    [TestCase("""{"MaskPixelData": {"Regions": [{"RegionType": "3D", "Keep": true, "Origin": [0, 0, 0], "End": [9, 9, 9]}]}}""", "only a 2D region can be kept")]
    public void What_cannot_be_had_together_is_refused(string json, string named) =>
        Assert.That(Fault(json.Replace("*", Region, StringComparison.Ordinal)).Message, Does.Contain(named));

    [TestCase("""{"Options": ["CleanPixelData"]}""")]
    [TestCase("""{"MaskPixelData": {"Text": {}}}""")]
    [TestCase("""{"MaskPixelData": {"Rules": "site-us", "Unmatched": "Text"}}""")]
    public void Without_what_finds_text_a_request_for_it_is_refused(string json)
    {
        var without = Site with { TextSearchFault = TestHost.Settings.TextSearchFault };
        var fault = Assert.Throws<RequestException>(() => TestHost.Request(json, Operation.Anonymize, without))!;
        Assert.That(fault.Message, Does.Contain("docs/pixels.md tells what to put beside the plugin"));
    }

    [Test]
    public void A_modification_masks_what_MaskPixelData_says() => Assert.That(
        TestHost.Request($$$"""{"MaskPixelData": {"Regions": [{{{Region}}}]}}""", Operation.Modify).Masks!.Regions, Has.Count.EqualTo(1));

    [Test]
    public void A_modification_with_the_option_is_refused_and_told_what_to_take() => Assert.That(
        Assert.Throws<RequestException>(() => TestHost.Request("""{"Options": ["CleanPixelData"]}""", Operation.Modify))!.Message,
        Does.Contain("a modification takes \"MaskPixelData\""));

    private static MaskRequest? Read(string json) => TestHost.Request(json, Operation.Anonymize, Site).Masks;

    private static RequestException Fault(string json) =>
        Assert.Throws<RequestException>(() => TestHost.Request(json, Operation.Anonymize, Site))!;
}
