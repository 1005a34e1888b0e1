// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Pixels.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Preview;

/// <summary>A frame with the boxes that would be masked drawn into it, for people to check beforehand.</summary>
internal static class FramePreview
{
    private static readonly byte[] Line = [255, 64, 64];

    /// <summary>Several times more than the largest radiographs have. An answer has to fit into memory.</summary>
    private const long MostPixels = 1 << 26;

    /// <summary>The PNG of a frame of an image.</summary>
    /// <param name="dataset">Its data set, with native pixel data.</param>
    /// <param name="frame">The number of the frame, counted from 0.</param>
    /// <param name="boxes">The boxes.</param>
    /// <exception cref="PixelDataException">The frame cannot be shown.</exception>
    public static byte[] Png(DicomDataset dataset, int frame, IEnumerable<PixelBox> boxes)
    {
        var format = ImageFormat.Of(dataset) ?? throw new PixelDataException(PixelFault.Broken, "there is none");
        return format.Whole.Area <= MostPixels
            ? Png(FrameViews.Of(dataset).Shown(frame), boxes, isInverted: format.PhotometricInterpretation == "MONOCHROME1")
            : throw new PixelDataException(
                PixelFault.Encoding, $"it has {format.Columns}x{format.Rows} pixels, and {MostPixels} can be shown");
    }

    /// <summary>The PNG of a frame.</summary>
    /// <param name="frame">The frame as it is displayed.</param>
    /// <param name="boxes">The boxes. Each gets an outline inside its edge, and a tint that leaves text readable.</param>
    /// <param name="isInverted">Whether the smallest number is displayed as white, as in MONOCHROME1.</param>
    public static byte[] Png(TextImage frame, IEnumerable<PixelBox> boxes, bool isInverted = false)
    {
        var samples = new byte[frame.Width * frame.Height * 3];
        for (var i = 0; i < samples.Length; i++)
        {
            var value = frame.Samples[frame.Channels == 1 ? i / 3 : i];
            samples[i] = isInverted ? (byte)(255 - value) : value;
        }

        foreach (var box in boxes.Select(box => box.Clip(frame.Width, frame.Height)).Where(box => !box.IsEmpty))
        {
            for (var row = box.Top; row < box.Bottom; row++)
            {
                for (var column = box.Left; column < box.Right; column++)
                {
                    var isEdge = row == box.Top || row == box.Bottom - 1 || column == box.Left || column == box.Right - 1;
                    Draw(samples.AsSpan(((row * frame.Width) + column) * 3, 3), isEdge);
                }
            }
        }

        return PngWriter.Write(new(frame.Width, frame.Height, 3, samples));
    }

    private static void Draw(Span<byte> pixel, bool isEdge)
    {
        for (var i = 0; i < pixel.Length; i++)
        {
            pixel[i] = isEdge ? Line[i] : (byte)(((pixel[i] * 3) + Line[i]) / 4);
        }
    }
}
