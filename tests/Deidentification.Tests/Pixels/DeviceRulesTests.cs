// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Devices;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>Device rules in the script language of RSNA CTP's DicomPixelAnonymizer.</summary>
public sealed class DeviceRulesTests
{
    private const string Script = """
        Known devices; this text is a comment.

        ACME ultrasound, 640 x 480
          { Modality.equals("US") * [0008,0070].containsIgnoreCase("acme") *
            ( [0028,0010].equals("480") + [Rows].isLessThan("100") ) }
          (0,0,640,40) ( 10, 50,
            20, 30 )

        Anything else of ACME, where the words to keep stand at the bottom
        (in no rectangle)
        """;

    private static DicomFile Image(string modality = "US", string manufacturer = "Acme Medical", ushort rows = 480, TransferSyntax? syntax = null)
    {
        var file = Sample.Create(syntax);
        file.Dataset.With(Tags.Modality, DicomVR.CS, modality);
        file.Dataset.With(new DicomTag(0x0008, 0x0070), DicomVR.LO, manufacturer);
        byte[] bytes = [(byte)rows, (byte)(rows >> 8)];
        file.Dataset.Set(Tags.Rows, DicomVR.US, file.Dataset.ByteOrder == ByteOrder.BigEndian ? [bytes[1], bytes[0]] : bytes);
        return file;
    }

    [Test]
    public void The_first_signature_that_matches_counts()
    {
        var rules = DeviceRules.Parse(
            """{ Modality.equals("CT") } (1,1,1,1) { Modality.equals("US") } (2,2,2,2) { true. } (3,3,3,3)""");
        using var image = Image();
        Assert.That(rules.For(image.Dataset)!.Areas, Is.EqualTo(new[] { new DeviceArea(2, 2, 2, 2, false) }));
    }

    [Test]
    public void Rectangles_are_left_top_width_and_height()
    {
        var rules = DeviceRules.Parse(Script[..Script.IndexOf("Anything", StringComparison.Ordinal)]);
        using var image = Image();
        Assert.That(
            rules.For(image.Dataset)!.Areas,
            Is.EqualTo(new[] { new DeviceArea(0, 0, 640, 40, false), new DeviceArea(10, 50, 20, 30, false) }));
    }

    [Test]
    public void Numbers_are_read_in_the_byte_order_of_the_file()
    {
        var rules = DeviceRules.Parse("""{ [0028,0010].equals("480") }""");
        using var image = Image(syntax: TransferSyntax.ExplicitBigEndian);
        Assert.That(rules.For(image.Dataset), Is.Not.Null);
    }

    [TestCase("CT", "Acme", (ushort)480)]
    [TestCase("US", "Other", (ushort)480)]
    [TestCase("US", "Acme", (ushort)481)]
    public void Other_devices_match_nothing(string modality, string manufacturer, ushort rows)
    {
        var rules = DeviceRules.Parse(Script[..Script.IndexOf("Anything", StringComparison.Ordinal)]);
        using var image = Image(modality, manufacturer, rows);
        Assert.That(rules.For(image.Dataset), Is.Null);
    }

    [TestCase("""[0008,0060].equals("US")""", true)]
    [TestCase("""[00080060].equals("us")""", false)]
    [TestCase("""Modality.equalsIgnoreCase("us")""", true)]
    [TestCase("""[Modality].startsWith("U")""", true)]
    [TestCase("""Modality.endsWith("U")""", false)]
    [TestCase("""Manufacturer.matches("Acme.*")""", true)]
    [TestCase("""Manufacturer.matches("Acme")""", false)]
    [TestCase("""Rows.isGreaterThan("479")""", true)]
    [TestCase("""Rows.isLessThan("480")""", false)]
    [TestCase("""PatientComments.equals("")""", true)]
    [TestCase("""!Modality.equals("CT")""", true)]
    [TestCase("""false. + true. * false.""", false)]
    [TestCase("""true. + true. * false.""", true)]
    [TestCase("""(true. + true.) * false.""", false)]
    [TestCase("""SeqOfUltrasoundRegions::RegionSpatialFormat.equals("3")""", true)]
    [TestCase("""[0018,6011]::[0018,6012].equals("1")""", false)]
    [TestCase("""ImageType.contains("SECONDARY")""", true)]
    public void A_signature_says_what_CTP_says(string signature, bool matches)
    {
        using var image = Image();
        image.Dataset.With(new DicomTag(0x0008, 0x0008), DicomVR.CS, "DERIVED\\SECONDARY");
        image.Dataset.Item(new DicomTag(0x0018, 0x6011)).Set(new DicomTag(0x0018, 0x6012), DicomVR.US, new byte[] { 3, 0 });
        Assert.That(DeviceRules.Parse($"{{ {signature} }}").For(image.Dataset), matches ? Is.Not.Null : Is.Null);
    }

    [Test]
    public void Only_a_rectangle_with_keep_before_it_is_kept()
    {
        var rules = DeviceRules.Parse("{ true. } keep(1,2,3,4) rows to keep\n(5,6,7,8) bookkeep(1,1,1,1)");
        using var image = Image();
        Assert.That(rules.For(image.Dataset)!.Areas.Select(area => area.IsKept), Is.EqualTo(new[] { true, false, false }));
    }

    [TestCase("", 1, "there is no signature")]
    [TestCase("\n(0,0,1,1)", 2, "no signature before the first rectangle")]
    [TestCase("{ true. }\n(0,0,1)", 2, "(left, top, width, height)")]
    [TestCase("{ true. }\n(0,0,0,1)", 2, "(left, top, width, height)")]
    [TestCase("{ true. }\n(0,0,-1,1)", 2, "(left, top, width, height)")]
    [TestCase("{ true. }\n(0,0,1,1", 2, "a rectangle is not closed")]
    [TestCase("{ true. }\n)", 2, "closes nothing")]
    [TestCase("\n\n{ true.", 3, "the signature is not closed")]
    [TestCase("{ Modality.equal(\"US\") }", 1, "did you mean \"equals\"?")]
    [TestCase("{ Modalities.equals(\"US\") }", 1, "there is no element \"Modalities\"")]
    [TestCase("{ Modality.equals(\"US) }", 1, "a text is not closed")]
    [TestCase("{ Modality.matches(\"(\") }", 1, "no regular expression")]
    [TestCase("{ Rows.isLessThan(\"many\") }", 1, "needs a number")]
    [TestCase("{ true. true. }", 1, "\"}\" is expected")]
    [TestCase("{ [0008,0060.equals(\"US\") }", 1, "a bracket is not closed")]
    public void A_fault_is_named_with_its_line(string script, int line, string named)
    {
        var fault = Assert.Throws<FormatException>(() => DeviceRules.Parse(script))!;
        Assert.Multiple(() =>
        {
            Assert.That(fault.Message, Does.StartWith($"line {line}: "));
            Assert.That(fault.Message, Does.Contain(named));
        });
    }

    [Test]
    public void A_script_without_end_does_not_break_the_parser() => Assert.That(
        () => DeviceRules.Parse("{" + new string('!', 100_000)), Throws.TypeOf<FormatException>());

    [Test]
    public void A_value_that_an_expression_takes_too_long_for_refuses_the_instance()
    {
        var rules = DeviceRules.Parse("""{ Manufacturer.matches("(a+)+b") }""");
        using var image = Image(manufacturer: new string('a', 60));
        Assert.Throws<InstanceRejectedException>(() => rules.For(image.Dataset));
    }
}
