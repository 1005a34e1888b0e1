// SPDX-License-Identifier: GPL-3.0-or-later

using Org.BouncyCastle.Crypto.Digests;

namespace OrthancDeid.Deidentification.Keys;

/// <summary>SHA-256 (FIPS 180-4). The class of .NET would need OpenSSL beside the plugin.</summary>
internal static class Sha256
{
    /// <summary>The hash of bytes, 32 bytes.</summary>
    public static byte[] Of(ReadOnlySpan<byte> bytes)
    {
        var digest = new Sha256Digest();
        digest.BlockUpdate(bytes);
        var hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash, 0);
        return hash;
    }
}
