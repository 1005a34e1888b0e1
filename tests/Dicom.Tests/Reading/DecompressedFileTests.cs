// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.Reading;

/// <summary>A file of a compressed transfer syntax that has lost its pixel data may become a native one.</summary>
public sealed class DecompressedFileTests
{
    private const string Jpeg = "1.2.840.10008.1.2.4.50";
    private static readonly DicomTag IconImageSequence = new(0x0088_0200);

    private static RawDataset Fragments => new RawDataset().Header(0x7FE0_0010, "OB", 0xFFFF_FFFF)
        .Tag(0xFFFE_E000).Number32(0).Tag(0xFFFE_E000).Number32(2).Add(1, 2).Tag(0xFFFE_E0DD).Number32(0);

    [TestCase("1.2.840.10008.1.2", true)]
    [TestCase("1.2.840.10008.1.2.1", true)]
    [TestCase("1.2.840.10008.1.2.2", true)]
    [TestCase("1.2.840.10008.1.2.1.99", true)]
    [TestCase("1.2.840.10008.1.2.1.98", false)]
    [TestCase("1.2.840.10008.1.2.4.95", false)]
    [TestCase("1.2.840.10008.1.2.5", false)]
    [TestCase(Jpeg, false)]
    public void Pixel_data_of_four_syntaxes_is_native(string uid, bool isNative) =>
        Assert.That(TransferSyntax.FromUID(uid).IsNative, Is.EqualTo(isNative));

    [Test]
    public void A_file_without_its_fragments_becomes_explicit_little_endian()
    {
        var name = new RawDataset().Element(0x0010_0010, "PN", "DOE^JOHN");
        using var file = DicomFile.Parse(new RawDataset().Add(name.Bytes).Add(Fragments.Bytes).File(Jpeg));
        file.Dataset.Remove(DicomTag.PixelData);

        file.BecomeExplicitLittleEndian();

        using var written = DicomFile.Parse(Written.Bytes(file));
        using var both = Assert.EnterMultipleScope();
        Assert.That(written.TransferSyntax, Is.EqualTo(TransferSyntax.ExplicitLittleEndian));
        Assert.That(Written.Dataset(file), Is.EqualTo(name.Bytes));
    }

    [Test]
    public void A_file_with_fragments_at_any_depth_stays_what_it_is()
    {
        using var top = DicomFile.Parse(Fragments.File(Jpeg));
        using var nested =
            DicomFile.Parse(new RawDataset().Sequence(IconImageSequence.Value, "SQ", Fragments).File(Jpeg));
        using var both = Assert.EnterMultipleScope();
        foreach (var file in new[] { top, nested })
        {
            Assert.That(file.BecomeExplicitLittleEndian, Throws.InvalidOperationException);
            Assert.That(file.TransferSyntax.UID, Is.EqualTo(Jpeg));
        }
    }

    [Test]
    public void A_data_set_that_is_encoded_in_another_way_stays_what_it_is()
    {
        foreach (var syntax in new[] { TransferSyntax.ImplicitLittleEndian, TransferSyntax.ExplicitBigEndian })
        {
            using var file = DicomFile.Create(syntax);
            Assert.That(file.BecomeExplicitLittleEndian, Throws.InvalidOperationException);
            Assert.That(file.TransferSyntax, Is.EqualTo(syntax));
        }
    }
}
