// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Samples;

/// <summary>Images of the kinds that codecs distinguish.</summary>
internal static class CodecImage
{
    private const int Size = 64;

    /// <summary>The kinds; the last one has no pixel data.</summary>
    public static readonly string[] Kinds = ["8 bit", "12 bit", "color", "frames", "none"];

    /// <summary>Makes such a file.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="number">The Instance Number.</param>
    /// <param name="series">The UID of its series.</param>
    public static byte[] Make(string kind, int number = 1, string series = SampleFile.SeriesUid)
    {
        var samples = kind == "color" ? 3 : 1;
        var bytes = kind == "12 bit" ? 2 : 1;
        var frames = kind == "frames" ? 3 : 1;
        return SampleFile.Make(dataset =>
        {
            dataset.With(0x0008_0018, DicomVR.UI, number == 1 ? SampleFile.InstanceUid : $"{SampleFile.InstanceUid}.{number}")
                .With(0x0020_000E, DicomVR.UI, series)
                .With(0x0020_0013, DicomVR.IS, $"{number}")
                .With(0x0028_0002, DicomVR.US, (ushort)samples)
                .With(0x0028_0004, DicomVR.CS, samples == 3 ? "RGB" : "MONOCHROME2")
                .With(0x0028_0010, DicomVR.US, Size)
                .With(0x0028_0011, DicomVR.US, Size)
                .With(0x0028_0100, DicomVR.US, (ushort)(8 * bytes))
                .With(0x0028_0101, DicomVR.US, (ushort)(bytes == 2 ? 12 : 8))
                .With(0x0028_0102, DicomVR.US, (ushort)(bytes == 2 ? 11 : 7))
                .With(0x7FE0_0010, bytes == 2 ? DicomVR.OW : DicomVR.OB, Pixels(Size * Size * samples * frames, bytes));
            if (samples == 3)
            {
                dataset.With(0x0028_0006, DicomVR.US, 0);
            }

            if (frames > 1)
            {
                dataset.With(0x0028_0008, DicomVR.IS, $"{frames}");
            }

            if (kind == "none")
            {
                dataset.Remove(DicomTag.PixelData);
            }
        });
    }

    // Neither flat, which compresses to nothing, nor noise, which does not compress.
    private static byte[] Pixels(int count, int bytes)
    {
        var pixels = new byte[count * bytes];
        for (var i = 0; i < count; i++)
        {
            var value = i % Size * (i / Size) % (bytes == 2 ? 4096 : 256);
            pixels[i * bytes] = (byte)value;
            if (bytes == 2)
            {
                pixels[(i * 2) + 1] = (byte)(value >> 8);
            }
        }

        return pixels;
    }
}
