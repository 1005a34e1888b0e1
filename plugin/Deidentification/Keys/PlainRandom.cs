// SPDX-License-Identifier: GPL-3.0-or-later

using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Prng;

namespace OrthancDeid.Deidentification.Keys;

/// <summary>
/// Random bytes of the operating system for Bouncy Castle, whose own source would need OpenSSL beside the plugin.
/// Thread-safe.
/// </summary>
internal sealed class PlainRandom : IRandomGenerator
{
    private const int GuidSize = 16;

    // Each has 122 random bits, so four have more than the 256 bits of a block.
    private const int GuidsOfBlock = 4;

    /// <summary>Fills a span with random bytes.</summary>
    public static void Fill(Span<byte> bytes)
    {
        Span<byte> guids = stackalloc byte[GuidSize * GuidsOfBlock];
        Span<byte> block = stackalloc byte[IdentifierKey.Size];
        while (bytes.Length > 0)
        {
            for (var i = 0; i < GuidsOfBlock; i++)
            {
                Guid.NewGuid().TryWriteBytes(guids[(i * GuidSize)..]);
            }

            var digest = new Sha256Digest();
            digest.BlockUpdate(guids);
            digest.DoFinal(block);
            var length = Math.Min(block.Length, bytes.Length);
            block[..length].CopyTo(bytes);
            bytes = bytes[length..];
        }
    }

    /// <inheritdoc/>
    public void NextBytes(byte[] bytes) => Fill(bytes);

    /// <inheritdoc/>
    public void NextBytes(byte[] bytes, int start, int len) => Fill(bytes.AsSpan(start, len));

    /// <inheritdoc/>
    public void NextBytes(Span<byte> bytes) => Fill(bytes);

    /// <inheritdoc/>
    public void AddSeedMaterial(byte[] seed)
    {
    }

    /// <inheritdoc/>
    public void AddSeedMaterial(ReadOnlySpan<byte> seed)
    {
    }

    /// <inheritdoc/>
    public void AddSeedMaterial(long seed)
    {
    }
}
