// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;

namespace OrthancDeid.Host.Native;

/// <summary>The formats of images that the host decodes: <c>OrthancPluginImageFormat</c>.</summary>
internal enum HostImageFormat
{
    Png = 0,
    Jpeg = 1,
}

/// <summary>The layouts of pixels that the host decodes PNG and JPEG into: <c>OrthancPluginPixelFormat</c>.</summary>
internal enum HostPixelFormat
{
    Grayscale8 = 1,
    Grayscale16 = 2,
    RGB24 = 4,
    RGBA32 = 5,
    Unknown = 6,
    RGB48 = 7,
}

/// <summary>The image service of the host.</summary>
public static unsafe class HostImage
{
    /// <inheritdoc cref="ImageDecoder"/>
    public static NativeImage? Decode(EncodedImageFormat format, ReadOnlySpan<byte> encoded)
    {
        nint image;
        fixed (byte* data = encoded)
        {
            image = HostServices.UncompressImage(
                data, (uint)encoded.Length,
                format == EncodedImageFormat.Png ? HostImageFormat.Png : HostImageFormat.Jpeg);
        }

        if (image == 0)
        {
            return null;
        }

        try
        {
            return Copy(image, isRgba64: format == EncodedImageFormat.Png && IsRgbaOf16Bits(encoded));
        }
        finally
        {
            HostServices.FreeImage(image);
        }
    }

    /// <summary>Bit depth and colour type in IHDR (ISO/IEC 15948, 11.2.2), which was read before.</summary>
    private static bool IsRgbaOf16Bits(ReadOnlySpan<byte> png) => png[24] == 16 && png[25] == 6;

    private static NativeImage? Copy(nint image, bool isRgba64)
    {
        var (samples, kept, size) = HostServices.ImagePixelFormat(image) switch
        {
            HostPixelFormat.Grayscale8 => (1, 1, 1),
            HostPixelFormat.Grayscale16 => (1, 1, 2),
            HostPixelFormat.RGB24 => (3, 3, 1),
            HostPixelFormat.RGBA32 => (4, 3, 1),
            HostPixelFormat.RGB48 => (3, 3, 2),

            // The SDK does not define this layout, although the host decodes into it.
            HostPixelFormat.Unknown when isRgba64 => (4, 3, 2),
            _ => (0, 0, 0),
        };
        if (samples == 0)
        {
            return null;
        }

        var columns = (int)HostServices.ImageWidth(image);
        var copy = new NativeImage((int)HostServices.ImageHeight(image), columns, kept, size);
        var pixels = HostServices.ImageBuffer(image);
        var pitch = (nuint)HostServices.ImagePitch(image);
        for (var row = 0; row < copy.Rows; row++)
        {
            copy.SetRow(row, new ReadOnlySpan<byte>(pixels + ((nuint)row * pitch), columns * samples * size), samples);
        }

        return copy;
    }
}
