// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Encodings.Rle;

/// <summary>Encodes a row of a segment. No run continues in the next row (PS3.5 G.3.1).</summary>
internal static class RleRow
{
    private const int Longest = 128;

    /// <summary>Appends the runs of a row.</summary>
    public static void Encode(ReadOnlySpan<byte> row, FrameBuffer output)
    {
        var literal = 0;
        for (var i = 0; i < row.Length;)
        {
            var run = RunAt(row[i..]);

            // Two equal bytes among others are shorter as part of a literal run.
            if (run >= 3 || (run == 2 && literal == i))
            {
                AddLiteral(row[literal..i], output);
                output.Add((byte)(1 - run));
                output.Add(row[i]);
                i += run;
                literal = i;
            }
            else
            {
                i += run;
            }
        }

        AddLiteral(row[literal..], output);
    }

    private static int RunAt(ReadOnlySpan<byte> row)
    {
        var most = row[..Math.Min(Longest, row.Length)];
        var other = most.IndexOfAnyExcept(row[0]);
        return other < 0 ? most.Length : other;
    }

    private static void AddLiteral(ReadOnlySpan<byte> bytes, FrameBuffer output)
    {
        for (; bytes.Length > 0; bytes = bytes[Math.Min(Longest, bytes.Length)..])
        {
            var part = bytes[..Math.Min(Longest, bytes.Length)];
            output.Add((byte)(part.Length - 1));
            output.Add(part);
        }
    }
}
