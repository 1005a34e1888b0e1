// SPDX-License-Identifier: GPL-3.0-or-later

using Org.BouncyCastle.Crypto.Digests;

namespace OrthancDeid.Plugin.Audit;

/// <summary>The SHA-256 of a line, by which the next one names it.</summary>
internal static class LineHash
{
    /// <summary>What the first line names.</summary>
    public static readonly string OfNothing = new('0', 64);

    /// <summary>The hash of a line.</summary>
    /// <param name="line">Its bytes, without the end of the line.</param>
    public static string Of(ReadOnlySpan<byte> line)
    {
        var digest = new Sha256Digest();
        digest.BlockUpdate(line);
        var hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash, 0);
        return Convert.ToHexStringLower(hash);
    }
}
