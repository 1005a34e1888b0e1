// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Editing;

/// <summary>The Basic Offset Table of encapsulated pixel data: bytes that are no offsets are removed, and fragments
/// stay.</summary>
public sealed class OffsetTableTests
{
    [TestCase("Wolkenstein1", false)]
    [TestCase("odd", false)]
    [TestCase("\0\0\0\0\u000C\0\0\0", true)]
    [TestCase("\0\0\0\0\u0008\0\0\0", false, Description = "no fragment begins there")]
    [TestCase("\0\0\0\0\u0018\0\0\0", false, Description = "where the fragments end")]
    public void An_offset_table_has_offsets_or_nothing(string table, bool isTable)
    {
        byte[] head = [0xE0, 0x7F, 0x10, 0, .. "OB"u8, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF];
        byte[] Item(byte[] value) => [0xFE, 0xFF, 0, 0xE0, .. BitConverter.GetBytes(value.Length), .. value];
        byte[] fragments = [.. Item([1, 2, 3, 4]), .. Item([5, 6, 7, 8]), 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0];
        var offsets = Encoding.Latin1.GetBytes(table);
        using var written = Sample.Create(TransferSyntax.FromUID("1.2.840.10008.1.2.4.50")).Write(new("1.2.3.4", "TEST"));
        using var file = DicomFile.Parse([.. written.AsSpan(), .. head, .. Item(offsets), .. fragments]);
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(
            anonymized.Dataset.Bytes(DicomTag.PixelData), Is.EqualTo((byte[])[.. Item(isTable ? offsets : []), .. fragments]));
    }

    [Test]
    public void Only_pixel_data_has_an_offset_table()
    {
        byte[] fragments = [0xFE, 0xFF, 0, 0xE0, 6, 0, 0, 0, .. "binary"u8, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0];
        using var written = Sample.Create().Write(new Implementation("1.2.3.4", "TEST"));
        using var file = DicomFile.Parse(
            [.. written.AsSpan(), 0x28, 0, 0x06, 0x30, .. "OW"u8, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, .. fragments]);
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.Bytes(new(0x0028_3006)), Is.EqualTo(fragments));
    }

    [Test]
    public void Fragments_inside_UN_of_a_big_endian_file_can_be_read_afterwards()
    {
        byte[] Item(params byte[] value) => [0xFE, 0xFF, 0, 0xE0, .. BitConverter.GetBytes(value.Length), .. value];
        byte[] fragments = [.. Item(0, 0, 0, 0), .. Item(1, 2), 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0];
        byte[] item = Item([0xE0, 0x7F, 0x10, 0, 0xFF, 0xFF, 0xFF, 0xFF, .. fragments]);
        using var written = Sample.Create(TransferSyntax.ExplicitBigEndian).Write(new("1.2.3.4", "TEST"));
        using var file = DicomFile.Parse(
        [
            .. written.AsSpan(), 0, 0x88, 2, 0, .. "UN"u8, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF,
            .. item, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0,
        ]);
        using var anonymized = TestHost.Anonymize(file, """{"DicomVersion":"2008"}""");
        Assert.That(anonymized.Dataset.At(new(0x0088_0200)).Bytes(DicomTag.PixelData), Is.EqualTo(fragments));
    }
}
