// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Pixels.Text;

namespace OrthancDeid.Deidentification.Pixels.Preview;

/// <summary>A frame with the boxes drawn that would be masked, for people to look at before anything is done.</summary>
internal static class FramePreview
{
    private static readonly byte[] Line = [255, 64, 64];

    /// <summary>The PNG of a frame.</summary>
    /// <param name="frame">The frame as it is displayed.</param>
    /// <param name="boxes">The boxes; each gets a line around it, inside, and a tint, through which one can read.</param>
    /// <param name="isInverted">Whether the smallest number is white: MONOCHROME1.</param>
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
