// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;
using static OrthancDeid.Deidentification.Tests.Values.EmbeddedSamples;

namespace OrthancDeid.Deidentification.Tests.Values;

/// <summary>Images in Replace (docs/values.md). A decoder of the test takes the place of the host's.</summary>
public class EmbeddedImageTests
{
    private static readonly DicomTag PhotometricInterpretation = new(0x0028, 0x0004);
    private static readonly DicomTag PlanarConfiguration = new(0x0028, 0x0006);
    private static readonly DicomTag NumberOfFrames = new(0x0028, 0x0008);
    private static readonly DicomTag IconImageSequence = new(0x0088, 0x0200);
    private static readonly DicomTag FloatPixelData = new(0x7FE0, 0x0008);

    [Test]
    public void An_image_sets_its_attributes()
    {
        using var file = Sample.Create();
        using var modified = TestHost.Modify(file, Replace("PixelData", Pam, Gray));
        Assert.That(
            Listed(modified),
            Is.EqualTo(
            [
                "0028,0002 US 0100", "0028,0004 CS MONOCHROME2 ", "0028,0010 US 0100", "0028,0011 US 0300",
                "0028,0100 US 0800", "0028,0101 US 0800", "0028,0102 US 0700", "0028,0103 US 0000",
                "7fe0,0010 OW 01020300",
            ]));
    }

    [Test]
    public void An_image_in_colour_sets_the_planar_configuration_too()
    {
        using var file = Sample.Create();
        var image = Map(1, 2, "RGB", 3, 65535, 0, 1, 0, 2, 0, 3, 0x10, 0x11, 0x20, 0x21, 0x30, 0x31);
        using var modified = TestHost.Modify(file, Replace("PixelData", Pam, image));
        Assert.That(
            Listed(modified),
            Is.EqualTo(
            [
                "0028,0002 US 0300", "0028,0004 CS RGB ", "0028,0006 US 0000", "0028,0010 US 0200",
                "0028,0011 US 0100", "0028,0100 US 1000", "0028,0101 US 1000", "0028,0102 US 0F00",
                "0028,0103 US 0000", "7fe0,0010 OW 010002000300111021203130",
            ]));
    }

    [TestCase("GRAYSCALE", 1, 255, "0102030405060708")]
    [TestCase("GRAYSCALE", 1, 65535, "02010403060508070A090C0B0E0D100F")]
    [TestCase("GRAYSCALE_ALPHA", 2, 255, "0103050709 0B0D0F")]
    [TestCase("GRAYSCALE_ALPHA", 2, 65535, "020106050A090E0D12111615 1A191E1D")]
    [TestCase("RGB", 3, 255, "0102030405060708090A0B0C0D0E0F101112131415161718")]
    [TestCase("RGB_ALPHA", 4, 255, "010203 050607 090A0B 0D0E0F 111213 151617 191A1B 1D1E1F")]
    [TestCase("RGB_ALPHA", 4, 65535,
        "020104030605 0A090C0B0E0D 121114131615 1A191C1B1E1D 222124232625 2A292C2B2E2D 323134333635 3A393C3B3E3D")]
    public void Alpha_is_dropped_and_samples_are_little_endian(string type, int depth, int most, string expected)
    {
        var samples = Enumerable.Range(1, 8 * depth * (most == 255 ? 1 : 2)).Select(i => (byte)i).ToArray();
        using var file = Sample.Create();
        using var modified = TestHost.Modify(file, Replace("PixelData", Pam, Map(4, 2, type, depth, most, samples)));
        Assert.That(
            Convert.ToHexString(modified.Dataset.Bytes(DicomTag.PixelData)),
            Is.EqualTo(expected.Replace(" ", string.Empty, StringComparison.Ordinal)));
    }

    [TestCase(1, "02010003")]
    [TestCase(2, "01020304")]
    public void Pixel_data_follows_the_byte_order_of_the_data_set_in_words(int bytesPerSample, string expected)
    {
        using var file = Sample.Create(TransferSyntax.ExplicitBigEndian);
        var image = bytesPerSample == 1 ? Gray : Map(2, 1, "GRAYSCALE", 1, 65535, 1, 2, 3, 4);
        using var modified = TestHost.Modify(file, Replace("PixelData", Pam, image));
        using var both = Assert.EnterMultipleScope();
        Assert.That(modified.TransferSyntax, Is.EqualTo(TransferSyntax.ExplicitBigEndian));
        Assert.That(Convert.ToHexString(modified.Dataset.Bytes(DicomTag.PixelData)), Is.EqualTo(expected));
        Assert.That(modified.Dataset.Bytes(Tags.Rows), Is.EqualTo(new byte[] { 0, 1 }));
    }

    [Test]
    public void An_image_wins_over_the_same_attributes_of_the_request_wherever_it_is_named()
    {
        const string Others = "\"Rows\":\"9\",\"Columns\":\"9\",\"SamplesPerPixel\":\"3\",\"BitsAllocated\":\"16\","
            + "\"PhotometricInterpretation\":\"RGB\",\"PixelRepresentation\":\"1\",\"PatientComments\":\"x\"";
        using var named = TestHost.Modify(Sample.Create(), Replace("PixelData", Pam, Gray, Others));
        using var elsewhere = TestHost.Modify(
            Sample.Create(), Replace("EncapsulatedDocument", Pam, Gray, Others + ",\"PixelData\":\"abcd\""));
        using var alone = TestHost.Modify(Sample.Create(), Replace("PixelData", Pam, Gray));
        using var both = Assert.EnterMultipleScope();
        Assert.That(Listed(named), Is.EqualTo(Listed(alone)));
        Assert.That(Listed(elsewhere), Is.EqualTo(Listed(alone)));
        Assert.That(named.Dataset.Text(Tags.PatientComments), Is.EqualTo("x"));
    }

    [Test]
    public void The_image_of_PixelData_wins_over_that_of_EncapsulatedDocument()
    {
        var colour = Map(1, 1, "RGB", 3, 255, 9, 9, 9);
        using var modified = TestHost.Modify(
            Sample.Create(), Replace("PixelData", Pam, Gray, $"\"EncapsulatedDocument\":\"{Uri(Pam, colour)}\""));
        using var alone = TestHost.Modify(Sample.Create(), Replace("PixelData", Pam, Gray));
        Assert.That(Listed(modified), Is.EqualTo(Listed(alone)));
    }

    [Test]
    public void What_tells_of_the_old_pixels_goes_with_them()
    {
        using var file = Outdated();
        using var modified = TestHost.Modify(file, Replace("PixelData", Pam, Gray));
        using var alone = TestHost.Modify(Sample.Create(), Replace("PixelData", Pam, Gray));
        using var both = Assert.EnterMultipleScope();
        Assert.That(modified.Dataset.Text(NumberOfFrames), Is.EqualTo("1"));
        modified.Dataset.Remove(NumberOfFrames);
        Assert.That(Listed(modified), Is.EqualTo(Listed(alone)));
        Assert.That(modified.Dataset.Contains(IconImageSequence), Is.False);
    }

    [Test]
    public void What_the_request_says_of_the_new_pixels_or_keeps_stays()
    {
        using var file = Outdated();
        using var modified = TestHost.Modify(
            file,
            """{"Keep":["LargestImagePixelValue","IconImageSequence"],"""
            + Replace("PixelData", Pam, Gray, "\"SmallestImagePixelValue\":\"40000\"")[1..]);
        using var both = Assert.EnterMultipleScope();
        Assert.That(modified.Dataset.TryGet(Tags.SmallestImagePixelValue, out var smallest), Is.True);
        Assert.That(smallest.VR, Is.EqualTo(DicomVR.US), "the new pixels are unsigned, the old ones were not");
        Assert.That(modified.Dataset.Contains(new(0x0028, 0x0107)), Is.True);
        Assert.That(modified.Dataset.Contains(IconImageSequence), Is.True);
    }

    [TestCase("PixelData")]
    [TestCase("EncapsulatedDocument")]
    public void A_compressed_file_becomes_explicit_little_endian(string named)
    {
        using var file = Compressed(RawElements.Sequence(0x7FE0, 0x0010, "OB", 1, 2, 3, 4));
        using var modified = TestHost.Modify(file, Replace(named, Pam, Gray));
        using var both = Assert.EnterMultipleScope();
        Assert.That(modified.TransferSyntax, Is.EqualTo(TransferSyntax.ExplicitLittleEndian));
        Assert.That(modified.Dataset.TryGet(DicomTag.PixelData, out var pixels), Is.True);
        Assert.That(pixels.IsEncapsulated, Is.False);
        Assert.That(pixels.Value.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 0 }));
    }

    [Test]
    public void A_compressed_file_with_a_compressed_icon_becomes_explicit_little_endian_without_it()
    {
        using var file = Compressed(
            RawElements.Sequence(0x0088, 0x0200, "SQ", RawElements.Sequence(0x7FE0, 0x0010, "OB", 5, 6)));
        using var modified = TestHost.Modify(file, Replace("PixelData", Pam, Gray));
        Assert.That(modified.Dataset.Contains(IconImageSequence), Is.False);
    }

    [Test]
    public void Compressed_pixel_data_that_stays_forbids_an_image()
    {
        var plan = TestHost.Plan(
            """{"Keep":["IconImageSequence"],""" + Replace("EncapsulatedDocument", Pam, Gray)[1..], Operation.Modify);
        using var file = Compressed(
            RawElements.Sequence(0x0088, 0x0200, "SQ", RawElements.Sequence(0x7FE0, 0x0010, "OB", 5, 6)));
        Assert.That(
            () => plan.Apply(file, TestHost.Identifiers()),
            Throws.TypeOf<RequestException>().With.Property("Fault").EqualTo(RequestFault.Refused)
                .And.Message.Contains("7fe0,0010"));
    }

    [Test]
    public void An_image_named_by_the_tag_of_the_document_takes_its_place_in_an_anonymization_too()
    {
        foreach (var operation in Enum.GetValues<Operation>())
        {
            using var file = Sample.Create();
            file.Dataset.Set(DicomTag.EncapsulatedDocument, DicomVR.OB, "DOE^JOHN"u8.ToArray());
            using var result =
                TestHost.Apply(file, TestHost.Plan(Replace("EncapsulatedDocument", Pam, Gray), operation));
            using var both = Assert.EnterMultipleScope();
            Assert.That(result.Dataset.Contains(DicomTag.EncapsulatedDocument), Is.False);
            Assert.That(result.Dataset.Bytes(DicomTag.PixelData), Is.EqualTo(new byte[] { 1, 2, 3, 0 }));
        }
    }

    [TestCase(Operation.Anonymize)]
    [TestCase(Operation.Modify)]
    public void The_plan_says_what_becomes_of_the_elements(Operation operation)
    {
        var plan = TestHost.Plan(
            """{"Keep":["0028,0107"],""" + Replace("EncapsulatedDocument", Pam, Gray)[1..], operation);
        using var all = Assert.EnterMultipleScope();
        Assert.That(plan.RuleFor(DicomTag.PixelData, false).Action, Is.EqualTo(ElementAction.Replace));
        Assert.That(plan.RuleFor(Tags.Rows, false).Action, Is.EqualTo(ElementAction.Replace));
        Assert.That(plan.RuleFor(Tags.Rows, true).Action, Is.EqualTo(ElementAction.Leave));
        Assert.That(plan.RuleFor(DicomTag.EncapsulatedDocument, false).Action, Is.EqualTo(ElementAction.Remove));
        Assert.That(plan.RuleFor(Tags.SmallestImagePixelValue, false).Action, Is.EqualTo(ElementAction.Remove));
        Assert.That(plan.RuleFor(new(0x0028, 0x0107), false).Action, Is.Not.EqualTo(ElementAction.Remove));
    }

    [Test]
    public void Keep_wins_and_the_content_is_not_looked_at()
    {
        using var file = Sample.Create();
        file.Dataset.Set(DicomTag.PixelData, DicomVR.OW, new byte[] { 9, 9 });
        using var modified = TestHost.Modify(
            file, """{"Keep":["PixelData"],"Replace":{"PixelData":"data:image/png;base64,@"}}""");
        Assert.That(modified.Dataset.Bytes(DicomTag.PixelData), Is.EqualTo(new byte[] { 9, 9 }));
    }

    [Test]
    public void Nothing_is_embedded_by_a_path_or_in_an_item()
    {
        using var file = Sample.Create();
        file.Dataset.Item(IconImageSequence).With(Tags.PatientComments, DicomVR.LT, "x");
        var text = Uri(Pam, Gray);
        text = text.Length % 2 == 0 ? text : text.Replace("base64,", "base64,A", StringComparison.Ordinal);
        using var modified = TestHost.Modify(
            file, $$"""{"Replace":{"IconImageSequence[0].PixelData":"{{text}}","""
                + $"\"ProcedureCodeSequence\":[{{\"PixelData\":\"{text}\"}}]}}}}");
        foreach (var sequence in new[] { IconImageSequence, Tags.ProcedureCodeSequence })
        {
            Assert.That(
                modified.Dataset.At(sequence).Bytes(DicomTag.PixelData),
                Is.EqualTo(Encoding.ASCII.GetBytes(text)));
        }
    }

    private static DicomFile Outdated()
    {
        var file = Sample.Create();
        file.Dataset
            .With(PhotometricInterpretation, DicomVR.CS, "PALETTE COLOR ")
            .With(NumberOfFrames, DicomVR.IS, "3 ")
            .Set(DicomTag.PixelRepresentation, DicomVR.US, new byte[] { 1, 0 });
        file.Dataset.Set(PlanarConfiguration, DicomVR.US, new byte[] { 1, 0 });
        foreach (var element in new ushort[] { 0x0106, 0x0107, 0x0108, 0x0109, 0x0110, 0x0111, 0x0120, 0x0121 })
        {
            file.Dataset.Set(new(0x0028, element), DicomVR.SS, new byte[] { 0xFE, 0xFF });
        }

        foreach (var element in new ushort[] { 0x1101, 0x1102, 0x1103, 0x1104, 0x1201, 0x1202, 0x1203, 0x1204,
            0x1221, 0x1222, 0x1223, 0x1224 })
        {
            file.Dataset.Set(new(0x0028, element), element < 0x1200 ? DicomVR.US : DicomVR.OW, new byte[6]);
        }

        file.Dataset.With(new(0x0028, 0x1199), DicomVR.UI, "1.2.3").With(new(0x0028, 0x7FE0), DicomVR.UR, "http://old");
        foreach (var element in new ushort[] { 1, 2, 3, 8, 9 })
        {
            file.Dataset.Set(new(0x7FE0, element), element < 8 ? DicomVR.OV : DicomVR.OD, new byte[8]);
        }

        file.Dataset.Item(IconImageSequence).Set(DicomTag.PixelData, DicomVR.OW, new byte[] { 1, 2 });
        file.Dataset.Set(FloatPixelData, DicomVR.OF, new byte[4]);
        return file;
    }

    /// <summary>A JPEG baseline file with some raw elements.</summary>
    private static DicomFile Compressed(byte[] elements)
    {
        byte[] meta =
        [
            .. RawElements.Text(0x0002, 0x0010, "UI", "1.2.840.10008.1.2.4.50"),
            .. RawElements.Text(0x0008, 0x0018, "UI", "1.2.3"),
        ];
        return DicomFile.Parse([.. new byte[128], .. "DICM"u8, .. meta, .. elements]);
    }

    /// <summary>The elements of the groups that an image sets.</summary>
    private static List<string> Listed(DicomFile file)
    {
        var listed = new List<string>();
        for (var i = 0; i < file.Dataset.Count; i++)
        {
            var element = file.Dataset[i];
            if (element.Tag.Group is 0x0028 or 0x0042 or 0x7FE0)
            {
                var value = element.VR == DicomVR.CS
                    ? Encoding.ASCII.GetString(element.Value).TrimEnd() + " "
                    : Convert.ToHexString(element.Value);
                listed.Add($"{element.Tag} {element.VR.Letters()} {value}");
            }
        }

        return listed;
    }
}
