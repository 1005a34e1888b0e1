// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Keys;

namespace OrthancDeid.Plugin.Audit;

/// <summary>The SHA-256 of a line, which the next line contains.</summary>
internal static class LineHash
{
    /// <summary>What the first line contains instead.</summary>
    public static readonly string OfNothing = new('0', 64);

    /// <summary>The hash of a line.</summary>
    /// <param name="line">Its bytes, without the line break.</param>
    public static string Of(ReadOnlySpan<byte> line) => Convert.ToHexStringLower(Sha256.Of(line));
}
