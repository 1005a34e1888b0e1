// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Values.Replacements;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values.Embedding;

/// <summary>Reads images and documents that a request gives as data URIs. The MIME type says what they are.</summary>
/// <param name="decode">Decodes PNG and JPEG.</param>
internal sealed class EmbeddedContentReader(ImageDecoder decode)
{
    /// <summary>Reads what is to be embedded.</summary>
    /// <param name="tag">The tag that the request names, for messages.</param>
    /// <param name="uri">A data URI; its MIME type is in lower case.</param>
    /// <exception cref="RequestException">
    /// Nothing with that MIME type can be embedded, or the content is not what the MIME type says.
    /// </exception>
    public EmbeddedContent Read(DicomTag tag, DataUri uri) => uri.MimeType switch
    {
        "image/png" => EmbeddedImage.Of(Decode(tag, uri, EncodedImageFormat.Png)),
        "image/jpeg" or "image/jpg" => EmbeddedImage.Of(Decode(tag, uri, EncodedImageFormat.Jpeg)),
        "image/x-portable-arbitrarymap" => EmbeddedImage.Of(ReadMap(tag, uri)),
        "application/pdf" => EmbeddedDocument.Pdf(ReadPdf(tag, uri)),
        "model/stl" => EmbeddedDocument.Model(uri.MimeType, "1.2.840.10008.5.1.4.1.1.104.3", ReadModel(tag, uri)),
        "model/obj" => EmbeddedDocument.Model(uri.MimeType, "1.2.840.10008.5.1.4.1.1.104.4", ReadModel(tag, uri)),
        "model/mtl" => EmbeddedDocument.Model(uri.MimeType, "1.2.840.10008.5.1.4.1.1.104.5", ReadModel(tag, uri)),
        _ => throw new RequestException(
            RequestFault.OutOfRange,
            $"Member \"Replace\": tag ({tag}) has MIME type \"{Excerpt(uri.MimeType)}\", which cannot be embedded"),
    };

    private NativeImage Decode(DicomTag tag, DataUri uri, EncodedImageFormat format)
    {
        var encoded = BytesOf(tag, uri);
        if (!EncodedImageHeader.TryRead(format, encoded, out var header))
        {
            throw NotAsSaid(tag, uri, "has no header of that format");
        }

        if (!header.HasValidSize)
        {
            throw NotAsSaid(tag, uri, $"has {header.Columns} x {header.Rows} pixels, which cannot be embedded");
        }

        if (!header.Fits(encoded.Length))
        {
            throw NotAsSaid(tag, uri, $"has too few bytes for {header.Columns} x {header.Rows} pixels");
        }

        return decode(format, encoded) ?? throw NotAsSaid(tag, uri, format == EncodedImageFormat.Png
            ? "is broken, or of a kind that is not decoded here (gray of 8 or 16 bits, RGB and RGBA of 8 bits are)"
            : "is broken, or of a kind that is not decoded here (gray and colour of 8 bits are, CMYK is not)");
    }

    private static NativeImage ReadMap(DicomTag tag, DataUri uri) =>
        PortableArbitraryMap.TryRead(BytesOf(tag, uri), out var image) is { } fault
            ? throw NotAsSaid(tag, uri, fault)
            : image!;

    private static byte[] ReadPdf(DicomTag tag, DataUri uri)
    {
        var document = BytesOf(tag, uri);
        return document.AsSpan().StartsWith("%PDF-"u8)
            ? document
            : throw NotAsSaid(tag, uri, "does not begin with %PDF-");
    }

    private static byte[] ReadModel(DicomTag tag, DataUri uri)
    {
        var document = BytesOf(tag, uri);
        return document.Length > 0 ? document : throw NotAsSaid(tag, uri, "is empty");
    }

    private static byte[] BytesOf(DicomTag tag, DataUri uri) => uri.TryDecode(out var bytes)
        ? bytes
        : throw new RequestException(
            RequestFault.BadFormat, $"Member \"Replace\": the value for tag ({tag}) is not valid base64");

    private static RequestException NotAsSaid(DicomTag tag, DataUri uri, string fault) =>
        new(RequestFault.BadFormat, $"Member \"Replace\": tag ({tag}) is given as {uri.MimeType}, but it {fault}");

    private static string Excerpt(string text)
    {
        const int Shown = 100;
        return text.Length <= Shown ? text : string.Concat(text.AsSpan(0, Shown), "…");
    }
}
