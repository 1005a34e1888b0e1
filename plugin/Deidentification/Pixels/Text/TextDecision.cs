// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Pixels.Text.Detection;
using OrthancDeid.Deidentification.Pixels.Text.Recognition;

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>
/// Decides which of the places that the detector found are reported. In doubt, a place is reported: a face or a brain has
/// a few places that look like letters, but everybody would see a name that is left. So a box that cannot be read is
/// reported, unless there are evidently no letters: it has no strokes, or it is larger than letters are.
/// </summary>
internal sealed class TextDecision(TextRecognizer recognizer, TextOptions options)
{
    /// <summary>The distance by which a box extends beyond the text on all sides, in pixels of the image.</summary>
    private const int Border = 3;

    /// <summary>Up to this many pixels on the shorter side, a box needs no strokes, since they may be lost.</summary>
    private const int Small = 12;

    /// <summary>A box with more pixels than this on the shorter side is large. Organs are, but letters rarely.</summary>
    private const int Large = 40;

    /// <summary>The shorter side of a large box is also more than this fraction of the rows.</summary>
    private const double LargePart = 0.06;

    /// <summary>A box that is not as wide as a line has room for few letters, so it counts as large sooner.</summary>
    private const int LargeUnlessLine = 22;
    private const double LargePartUnlessLine = 0.04;

    /// <summary>The width, in heights, from which a box is as wide as a line.</summary>
    private const double Line = 3;

    /// <summary>The smallest fraction of the rows of a text that has strokes.</summary>
    private const double Strokes = 0.2;

    /// <summary>With this fraction of strokes, a large box is text up to a size, even if it cannot be read.</summary>
    private const double ManyStrokes = 0.5;
    private const int LargestUnread = 32;

    /// <summary>Up to this size, a poor reading is enough, since large letters in an odd font are read badly.</summary>
    private const int LargestBadlyRead = 64;
    private const double ReadBadly = 0.5;

    /// <summary>With a lower score, nothing was read, which is so for many scripts.</summary>
    private const double ReadAtAll = 0.3;

    /// <summary>The lowest score of a large text.</summary>
    private const double ReadLarge = 0.8;

    /// <summary>Above this many pixels on the shorter side, the score decides whether a box is part of a line.</summary>
    private const int Readable = 16;

    /// <summary>The lowest score for that.</summary>
    private const double ReadAsLine = 0.6;

    /// <summary>An unread box is probably not text, so its margin is at most this, in heights of the line.</summary>
    private const double UnreadMargin = 0.1;

    /// <summary>The fewest letters of a large text. A circle is read as an O, and an edge as an I.</summary>
    private const int FewestLargeLetters = 2;

    /// <summary>The lowest score at which a text may stay in the image because of its content.</summary>
    private const double ReadWell = 0.85;

    /// <summary>Decides what to report about a place.</summary>
    /// <param name="line">The place.</param>
    /// <param name="image">The image in which it was found.</param>
    /// <returns>Null if the place is not reported.</returns>
    public TextPlace? On(TextLine line, TextImage image)
    {
        var shorter = Math.Min(line.Box.Width, line.Box.Height);
        var isLarge = IsLarge(line.Box, image);
        var strokes = shorter <= Small ? 1 : LetterStrokes.In(image, line.Box);
        if (isLarge && strokes < Strokes)
        {
            return null;
        }

        if (shorter <= Readable && strokes >= Strokes && !isLarge && options.Identity is null && options.Spare.Count == 0)
        {
            return new(Grown(line.Box, image, options.Margin), line.Score, TextKind.Text);
        }

        using var reading = recognizer.Read(image, line.Box);
        if (isLarge ? !IsLargeText(reading, strokes, shorter) : strokes < Strokes && reading.Score < ReadAtAll)
        {
            return null;
        }

        var isLine = shorter <= Readable || reading.Score >= ReadAsLine;
        var box = Grown(line.Box, image, isLine ? options.Margin : Math.Min(options.Margin, UnreadMargin));
        if (reading.Score < ReadWell)
        {
            return new(box, line.Score, options.Identity is null ? TextKind.Text : TextKind.Unread);
        }

        if (options.Spare.Any(spared => reading.Text.Trim().SequenceEqual(spared)))
        {
            return null;
        }

        return options.Identity is not { } identity ? new(box, line.Score, TextKind.Text)
            : identity.MayStandIn(reading.Text) ? new(box, line.Score, TextKind.Identity)
            : null;
    }

    /// <summary>Whether a box is so large that it is more likely an organ than a line of text.</summary>
    public static bool IsLarge(PixelBox box, TextImage image)
    {
        var (shorter, longer) = (Math.Min(box.Width, box.Height), Math.Max(box.Width, box.Height));
        return longer >= Line * shorter
            ? shorter > Large && shorter > LargePart * image.Height
            : shorter > LargeUnlessLine && shorter > LargePartUnlessLine * image.Height;
    }

    private static bool IsLargeText(Reading reading, double strokes, int shorter) =>
        (reading.Score >= ReadLarge && reading.Text.Length >= FewestLargeLetters)
        || (strokes >= ManyStrokes
            && (shorter <= LargestUnread || (shorter <= LargestBadlyRead && reading.Score >= ReadBadly)));

    private static PixelBox Grown(PixelBox box, TextImage image, double margin)
    {
        var along = (int)Math.Ceiling(margin * Math.Min(box.Width, box.Height)) + Border;
        var (x, y) = box.Width >= box.Height ? (along, Border) : (Border, along);
        return new PixelBox(box.Left - x, box.Top - y, box.Right + x, box.Bottom + y).Clip(image.Width, image.Height);
    }
}
