// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>Native pixel data without the bytes after the last pixel, which have no meaning (PS3.5 8.1.1).</summary>
internal static class WholePixels
{
    /// <summary>Whether an element is the pixel data of a file, and the other one consists of exactly its pixels.</summary>
    public static bool AreAllOf(ListedFile source, ListedElement? element, ListedElement? other) =>
        element is { IsTopLevel: true, IsEncapsulated: false } && element.Tag == DicomTag.PixelData
        && other is { IsEncapsulated: false } && other.VR == element.VR && other.Value.Length < element.Value.Length
        && other.Value.Length == Length(source) && element.Value.AsSpan().StartsWith(other.Value);

    private static long Length(ListedFile source)
    {
        var frames = source[new DicomTag(0x0028_0008)]?.Text is { Length: > 0 } text
            ? long.Parse(text, CultureInfo.InvariantCulture) : 1;
        var bytes = Number(source, 0x0028_0002) * Number(source, 0x0028_0010) * Number(source, 0x0028_0011)
            * Number(source, 0x0028_0100) / 8 * frames;
        return bytes + (bytes % 2);
    }

    private static long Number(ListedFile source, uint tag) => source[new DicomTag(tag)]?.Value is [var first, var second]
        ? source.TransferSyntax.ByteOrder == ByteOrder.LittleEndian ? first | (second << 8) : (first << 8) | second
        : 0;
}
