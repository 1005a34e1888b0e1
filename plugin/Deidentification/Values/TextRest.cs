// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;

namespace OrthancDeid.Deidentification.Values;

/// <summary>What is left of a text when words are removed.</summary>
internal static class TextRest
{
    /// <summary>Removes parts of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="taken">What is removed, in any order; parts may overlap.</param>
    /// <returns>
    /// The rest, with one space where words were removed between others; and where that was, each as a count of characters
    /// without spaces.
    /// </returns>
    public static (string Left, List<int> Places) Of(string text, List<(int Start, int End)> taken)
    {
        taken.Sort();
        taken.Add((text.Length, text.Length));
        var left = ArrayPool<char>.Shared.Rent(text.Length);
        var places = new List<int>();
        var (length, count, at) = (0, 0, 0);
        foreach (var (start, end) in taken)
        {
            if (start > at)
            {
                var kept = text.AsSpan(at..start);
                kept.CopyTo(left.AsSpan(length));
                length += kept.Length;
                count += kept.Length - kept.Count(' ');
            }

            if (start < text.Length)
            {
                places.Add(count);
                if (length > 0 && left[length - 1] != ' ')
                {
                    // The words around it must not be joined.
                    left[length++] = ' ';
                }
            }

            at = Math.Max(at, end);
        }

        var rest = new string(left.AsSpan(0, WithSingleSpaces(left.AsSpan(0, length))).Trim(' '));
        left.AsSpan(0, length).Clear();
        ArrayPool<char>.Shared.Return(left);
        return (rest, places);
    }

    /// <summary>Replaces several spaces in a row by one.</summary>
    /// <returns>How many characters are left.</returns>
    private static int WithSingleSpaces(Span<char> text)
    {
        var (length, at) = (0, 0);
        while (at < text.Length)
        {
            var next = text[at..].IndexOf("  ");
            var kept = next < 0 ? text[at..] : text.Slice(at, next + 1);
            kept.CopyTo(text[length..]);
            length += kept.Length;
            at += kept.Length + (next < 0 ? 0 : 1);
        }

        return length;
    }
}
