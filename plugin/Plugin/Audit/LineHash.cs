// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Keys;

namespace OrthancDeid.Plugin.Audit;

/// <summary>The SHA-256 of a line, by which the next one names it.</summary>
internal static class LineHash
{
    /// <summary>What the first line names.</summary>
    public static readonly string OfNothing = new('0', 64);

    /// <summary>The hash of a line.</summary>
    /// <param name="line">Its bytes, without the end of the line.</param>
    public static string Of(ReadOnlySpan<byte> line) => Convert.ToHexStringLower(Sha256.Of(line));
}
