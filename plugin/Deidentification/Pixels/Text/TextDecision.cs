// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Pixels.Text.Detection;
using OrthancDeid.Deidentification.Pixels.Text.Recognition;

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>
/// Decides which of the places that the detector names are reported. In doubt one is: a face or a brain has a few places
/// that look like letters, but a name that is left is seen by everybody. So a box that cannot be read stays, unless it is
/// evident that no letters are there: it has no strokes, or it is larger than letters are.
/// </summary>
internal sealed class TextDecision(TextRecognizer recognizer, TextOptions options)
{
    /// <summary>How far a box reaches beyond the text on all sides, in pixels of the image.</summary>
    private const int Border = 3;

    /// <summary>Up to how many pixels on the shorter side all boxes stay: letters may be lost in so few.</summary>
    private const int Small = 12;

    /// <summary>From how many pixels on the shorter side on a box is large. Organs are; letters are rarely.</summary>
    private const int Large = 40;

    /// <summary>A large box is also so large, as a part of the rows.</summary>
    private const double LargePart = 0.06;

    /// <summary>A box that is no line, for it is not much wider than high, is large sooner: it has room for few letters.</summary>
    private const int LargeUnlessLine = 22;
    private const double LargePartUnlessLine = 0.04;

    /// <summary>From how many heights on a box is as wide as a line.</summary>
    private const double Line = 3;

    /// <summary>The part of the rows of a text that has strokes, at least.</summary>
    private const double Strokes = 0.2;

    /// <summary>With so many strokes, a large box is a text that nobody needs to read, up to a size.</summary>
    private const double ManyStrokes = 0.5;
    private const int LargestUnread = 32;

    /// <summary>Up to this size it is enough to read it somehow: large letters in an odd font are read badly.</summary>
    private const int LargestBadlyRead = 64;
    private const double ReadBadly = 0.5;

    /// <summary>With less certainty, the recognizer reads nothing. Of many scripts it does not.</summary>
    private const double ReadAtAll = 0.3;

    /// <summary>How certain the recognizer is of a large text.</summary>
    private const double ReadLarge = 0.8;

    /// <summary>From how many pixels on the shorter side on it is seen from a text whether there is more of it beside.</summary>
    private const int Readable = 16;

    /// <summary>How certain it is then.</summary>
    private const double ReadAsLine = 0.6;

    /// <summary>What cannot be read is rather no text, and its box reaches no further than this, in heights of the line.</summary>
    private const double UnreadMargin = 0.1;

    /// <summary>A circle is read as an O, an edge as an I.</summary>
    private const int FewestLargeLetters = 2;

    /// <summary>How certain it is of a text that stays because of what it says.</summary>
    private const double ReadWell = 0.85;

    /// <summary>What is reported of a place.</summary>
    /// <param name="line">The place.</param>
    /// <param name="image">The image that it was found in.</param>
    /// <returns>Null if nothing is.</returns>
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

    /// <summary>Whether a box is so large that it is rather an organ than a line of text.</summary>
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
