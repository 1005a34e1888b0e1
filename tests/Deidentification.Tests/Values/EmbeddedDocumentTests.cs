// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Values;

/// <summary>Documents in Replace (docs/values.md).</summary>
public class EmbeddedDocumentTests
{
    private const string Pdf = "%PDF-1.7\n%";
    private const string StorageClass = "1.2.840.10008.5.1.4.1.1.104.";
    private static readonly DicomTag ConversionType = new(0x0008, 0x0064);
    private static readonly DicomTag MimeType = new(0x0042, 0x0012);
    private static readonly DicomTag DocumentLength = new(0x0042, 0x0015);

    [TestCase("application/pdf", Pdf, "1", "OT", "WSD")]
    [TestCase("Application/PDF", Pdf, "1", "OT", "WSD")]
    [TestCase("model/stl", "solid", "3", "M3D", null)]
    [TestCase("model/obj", "o box", "4", "M3D", null)]
    [TestCase("model/mtl", "newmtl", "5", "M3D", null)]
    public void A_document_sets_what_is_absent(
        string mimeType, string content, string sopClass, string modality, string? conversionType)
    {
        using var file = Sample.Create();
        file.Dataset.Remove(DicomTag.SOPClassUID);
        file.Dataset.Remove(Tags.Modality);
        using var modified = TestHost.Modify(file, Replace("EncapsulatedDocument", mimeType, content));
        var dataset = modified.Dataset;
        using var all = Assert.EnterMultipleScope();
        Assert.That(dataset.Text(DicomTag.SOPClassUID), Is.EqualTo(StorageClass + sopClass));
        Assert.That(
            modified.MetaInformation.Text(DicomTag.MediaStorageSOPClassUID), Is.EqualTo(StorageClass + sopClass));
        Assert.That(dataset.Text(Tags.Modality), Is.EqualTo(modality));
        Assert.That(dataset.Text(ConversionType), Is.EqualTo(conversionType));
        Assert.That(dataset.Text(MimeType), Is.EqualTo(mimeType.ToLowerInvariant()));
        Assert.That(dataset.TryGet(DicomTag.EncapsulatedDocument, out var document), Is.True);
        Assert.That(document.VR, Is.EqualTo(DicomVR.OB));
        Assert.That(
            document.Value.ToArray(),
            Is.EqualTo(Encoding.ASCII.GetBytes(content.Length % 2 == 0 ? content : content + "\0")));
        Assert.That(dataset.Contains(DocumentLength), Is.False);
    }

    [Test]
    public void A_document_leaves_what_is_there_but_for_its_own_MIME_type_and_length()
    {
        using var file = Sample.Create();
        file.Dataset.With(ConversionType, DicomVR.CS, "").With(MimeType, DicomVR.LO, "text/xml")
            .With(DicomTag.EncapsulatedDocument, DicomVR.OB, "<old/>")
            .Set(DocumentLength, DicomVR.UL, new byte[] { 6, 0, 0, 0 });
        using var modified = TestHost.Modify(file, Replace("EncapsulatedDocument", "application/pdf", Pdf + "1"));
        using var all = Assert.EnterMultipleScope();
        Assert.That(modified.Dataset.Text(DicomTag.SOPClassUID), Is.EqualTo("1.2.840.10008.5.1.4.1.1.2"));
        Assert.That(modified.Dataset.Text(Tags.Modality), Is.EqualTo("CT"));
        Assert.That(modified.Dataset.Text(ConversionType), Is.Empty);
        Assert.That(modified.Dataset.Text(MimeType), Is.EqualTo("application/pdf"));
        Assert.That(modified.Dataset.Bytes(DocumentLength), Is.EqualTo(new byte[] { 11, 0, 0, 0 }));
    }

    [Test]
    public void The_request_may_say_what_the_document_is()
    {
        const string Others = "\"MIMETypeOfEncapsulatedDocument\":\"a/b\",\"Modality\":\"DOC\",\"SOPClassUID\":\"1.2\"";
        using var modified =
            TestHost.Modify(Sample.Create(), Replace("EncapsulatedDocument", "application/pdf", Pdf, Others));
        using var all = Assert.EnterMultipleScope();
        Assert.That(modified.Dataset.Text(MimeType), Is.EqualTo("a/b"));
        Assert.That(modified.Dataset.Text(Tags.Modality), Is.EqualTo("DOC"));
        Assert.That(modified.Dataset.Text(DicomTag.SOPClassUID), Is.EqualTo("1.2"));
    }

    [Test]
    public void Attributes_that_the_request_removes_are_absent()
    {
        using var modified = TestHost.Modify(
            Sample.Create(),
            """{"Remove":["Modality","SOPClassUID"],""" + Replace("EncapsulatedDocument", "model/stl", "solid")[1..]);
        using var all = Assert.EnterMultipleScope();
        Assert.That(modified.Dataset.Text(Tags.Modality), Is.EqualTo("M3D"));
        Assert.That(modified.Dataset.Text(DicomTag.SOPClassUID), Is.EqualTo(StorageClass + "3"));
    }

    [Test]
    public void A_document_named_by_the_tag_of_the_pixels_takes_their_place()
    {
        using var file = Sample.Create();
        file.Dataset.Set(DicomTag.PixelData, DicomVR.OW, new byte[] { 1, 2 });
        using var modified = TestHost.Modify(
            file, Replace("PixelData", "application/pdf", Pdf, "\"EncapsulatedDocument\":\"text\""));
        using var all = Assert.EnterMultipleScope();
        Assert.That(modified.Dataset.Contains(DicomTag.PixelData), Is.False);
        Assert.That(modified.Dataset.Bytes(DicomTag.EncapsulatedDocument), Is.EqualTo(Encoding.ASCII.GetBytes(Pdf)));
    }

    [Test]
    public void A_document_and_an_image_go_where_they_belong()
    {
        const string Image = "P7\nWIDTH 2\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nTUPLTYPE GRAYSCALE\nENDHDR\nab";
        using var modified = TestHost.Modify(
            Sample.Create(),
            Replace("PixelData", "application/pdf", Pdf,
                $"\"EncapsulatedDocument\":\"{Uri("image/x-portable-arbitrarymap", Image)}\""));
        using var all = Assert.EnterMultipleScope();
        Assert.That(modified.Dataset.Bytes(DicomTag.PixelData), Is.EqualTo("ab"u8.ToArray()));
        Assert.That(modified.Dataset.Bytes(DicomTag.EncapsulatedDocument), Is.EqualTo(Encoding.ASCII.GetBytes(Pdf)));
    }

    [Test]
    public void A_document_leaves_a_compressed_file_compressed()
    {
        var syntax = TransferSyntax.FromUID("1.2.840.10008.1.2.4.50");
        using var modified =
            TestHost.Modify(Sample.Create(syntax), Replace("EncapsulatedDocument", "application/pdf", Pdf));
        Assert.That(modified.TransferSyntax, Is.EqualTo(syntax));
    }

    [Test]
    public void An_anonymization_embeds_too()
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.EncapsulatedDocument, DicomVR.OB, "DOE^JOHN");
        using var anonymized = TestHost.Anonymize(file, Replace("EncapsulatedDocument", "application/pdf", Pdf));
        Assert.That(anonymized.Dataset.Bytes(DicomTag.EncapsulatedDocument), Is.EqualTo(Encoding.ASCII.GetBytes(Pdf)));
    }

    [TestCase("application/pdf", "")]
    [TestCase("application/pdf", "hello")]
    [TestCase("application/pdf", " %PDF-1.7")]
    [TestCase("application/pdf", "%PDF")]
    [TestCase("model/stl", "")]
    [TestCase("model/obj", "")]
    [TestCase("model/mtl", "")]
    public void What_is_no_such_document_is_bad_format(string mimeType, string content)
    {
        var fault = TestHost.Fault(Replace("EncapsulatedDocument", mimeType, content));
        using var all = Assert.EnterMultipleScope();
        Assert.That(fault.Fault, Is.EqualTo(RequestFault.BadFormat));
        Assert.That(fault.Message, Does.Contain("0042,0011").And.Contain(mimeType));
    }

    private static string Replace(string tag, string mimeType, string content, string? others = null) =>
        $"{{\"Replace\":{{\"{tag}\":\"{Uri(mimeType, content)}\"{(others is null ? "" : "," + others)}}}}}";

    private static string Uri(string mimeType, string content) =>
        $"data:{mimeType};base64,{Convert.ToBase64String(Encoding.ASCII.GetBytes(content))}";
}
