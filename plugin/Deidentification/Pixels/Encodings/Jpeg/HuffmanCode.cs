// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Encodings.Jpeg;

/// <summary>Builds a Huffman code of at most 16 bits, no code of which consists of ones (ISO/IEC 10918-1 K.2).</summary>
internal static class HuffmanCode
{
    /// <summary>Builds the table of an optimal code.</summary>
    /// <param name="weights">Each symbol and its frequency, which is at least 1.</param>
    public static HuffmanTable Of(IReadOnlyList<(byte Symbol, int Weight)> weights)
    {
        // The last leaf reserves a code of the greatest length.
        var lengths = Lengths([.. weights.Select(one => (long)one.Weight * 2), 1]);
        var counts = new int[Math.Max(lengths.Max(), HuffmanTable.LongestCode) + 1];
        foreach (var length in lengths)
        {
            counts[length]++;
        }

        Shorten(counts);
        var longest = Array.FindLastIndex(counts, count => count > 0);
        counts[longest]--;
        var order = Enumerable.Range(0, weights.Count).OrderBy(i => lengths[i]).ThenByDescending(i => weights[i].Weight);
        return new HuffmanTable(
            [.. counts.Skip(1).Take(HuffmanTable.LongestCode).Select(count => (byte)count)],
            [.. order.Select(i => weights[i].Symbol)]);
    }

    /// <summary>The lengths of an optimal code.</summary>
    private static int[] Lengths(long[] weights)
    {
        var parents = new int[(2 * weights.Length) - 1];
        var queue = new PriorityQueue<(int Node, long Weight), (long Weight, int Order)>();
        for (var i = 0; i < weights.Length; i++)
        {
            // Among equal weights, the reserved leaf goes deepest.
            queue.Enqueue((i, weights[i]), (weights[i], -i));
        }

        for (var node = weights.Length; node < parents.Length; node++)
        {
            var (first, second) = (queue.Dequeue(), queue.Dequeue());
            parents[first.Node] = parents[second.Node] = node;
            queue.Enqueue((node, first.Weight + second.Weight), (first.Weight + second.Weight, node));
        }

        var depths = new int[parents.Length];
        for (var node = parents.Length - 2; node >= 0; node--)
        {
            depths[node] = depths[parents[node]] + 1;
        }

        return depths[..weights.Length];
    }

    /// <summary>Shortens overlong codes in pairs: one moves up to the place of their parent, and the other becomes the
    /// neighbour of a shorter code (K.3).</summary>
    private static void Shorten(int[] counts)
    {
        for (var length = counts.Length - 1; length > HuffmanTable.LongestCode;)
        {
            if (counts[length] == 0)
            {
                length--;
                continue;
            }

            var shorter = length - 2;
            while (counts[shorter] == 0)
            {
                shorter--;
            }

            counts[length] -= 2;
            counts[length - 1]++;
            counts[shorter + 1] += 2;
            counts[shorter]--;
        }
    }
}
