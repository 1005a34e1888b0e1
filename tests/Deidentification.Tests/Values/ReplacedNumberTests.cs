// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Values;

/// <summary>Numbers in Replace whose bytes depend on the data set that they are written to (docs/values.md).</summary>
public class ReplacedNumberTests
{
    [Test]
    public void The_sign_of_US_or_SS_follows_Pixel_Representation()
    {
        using var signed = Sample.Create();
        signed.Dataset.Set(DicomTag.PixelRepresentation, DicomVR.US, new byte[] { 1, 0 });
        using var modified = TestHost.Modify(signed, """{"Replace":{"SmallestImagePixelValue":"-2"}}""");
        Assert.That(modified.Dataset.TryGet(Tags.SmallestImagePixelValue, out var element), Is.True);
        Assert.That(element.VR, Is.EqualTo(DicomVR.SS));
        Assert.That(element.Value.ToArray(), Is.EqualTo(new byte[] { 0xFE, 0xFF }));

        var negative = TestHost.Plan("""{"Replace":{"SmallestImagePixelValue":"-2"}}""", Operation.Modify);
        var large = TestHost.Plan("""{"Replace":{"SmallestImagePixelValue":"40000"}}""", Operation.Modify);
        using var unsigned = Sample.Create();
        Assert.That(
            () => negative.Apply(unsigned, TestHost.Identifiers()),
            Throws.TypeOf<RequestException>().With.Property("Fault").EqualTo(RequestFault.BadFormat));
        Assert.That(
            () => large.Apply(modified, TestHost.Identifiers()),
            Throws.TypeOf<RequestException>().With.Property("Fault").EqualTo(RequestFault.BadFormat));
    }

    [Test]
    public void The_sign_follows_a_Pixel_Representation_of_the_same_request()
    {
        using var modified = TestHost.Modify(
            Sample.Create(), """{"Replace":{"0028,0071":"-1","PixelRepresentation":"1","""
                + "\"SmallestImagePixelValue\":\"-2\"}}");
        Assert.That(modified.Dataset.Bytes(new(0x0028, 0x0071)), Is.EqualTo(new byte[] { 0xFF, 0xFF }));
        using var nested = TestHost.Replaced("ProcedureCodeSequence", """[{"0028,0071":"-1","PixelRepresentation":"1"}]""");
        Assert.That(nested.Dataset.At(Tags.ProcedureCodeSequence).Bytes(new(0x0028, 0x0071)),
            Is.EqualTo(new byte[] { 0xFF, 0xFF }));
        Assert.That(modified.Dataset.Bytes(Tags.SmallestImagePixelValue), Is.EqualTo(new byte[] { 0xFE, 0xFF }));
    }

    [Test]
    public void Numbers_follow_the_byte_order_of_the_data_set()
    {
        using var modified = TestHost.Modify(
            Sample.Create(TransferSyntax.ExplicitBigEndian),
            """{"Replace":{"Rows":"1\\2","DimensionIndexPointer":"0010,0020","RealWorldValueSlope":"1.5","""
                + "\"SmallestImagePixelValue\":\"3\"}}");
        using var pixels = TestHost.Modify(
            Sample.Create(TransferSyntax.ExplicitBigEndian), """{"Replace":{"PixelData":"abcd"}}""");
        Assert.That(pixels.Dataset.Bytes(DicomTag.PixelData), Is.EqualTo("badc"u8.ToArray()));
        Assert.That(modified.Dataset.Bytes(Tags.Rows), Is.EqualTo(new byte[] { 0, 1, 0, 2 }));
        Assert.That(modified.Dataset.Bytes(new(0x0020, 0x9165)), Is.EqualTo(new byte[] { 0, 0x10, 0, 0x20 }));
        Assert.That(modified.Dataset.Bytes(new(0x0040, 0x9225)),
            Is.EqualTo(new byte[] { 0x3F, 0xF8, 0, 0, 0, 0, 0, 0 }));
        Assert.That(modified.Dataset.Bytes(Tags.SmallestImagePixelValue), Is.EqualTo(new byte[] { 0, 3 }));
    }
}
