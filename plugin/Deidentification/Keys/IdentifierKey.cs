// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using System.Text;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace OrthancDeid.Deidentification.Keys;

/// <summary>
/// Derives new identifiers from old ones by HMAC-SHA-256. The same key gives the same results, so a job that continues
/// after a restart needs no table. Without the key, nobody can find the old identifiers. Safe for use by several threads.
/// </summary>
public sealed class IdentifierKey
{
    /// <summary>The size of a key in bytes.</summary>
    public const int Size = 32;

    private readonly byte[] _key;
    private readonly ConcurrentBag<HMac> _functions = [];

    /// <summary>Makes a key from its bytes.</summary>
    /// <param name="key">The bytes, <see cref="Size"/> of them.</param>
    /// <exception cref="ArgumentException">The key has another size.</exception>
    public IdentifierKey(ReadOnlySpan<byte> key)
    {
        _key = key.Length == Size ? key.ToArray() : throw new ArgumentException($"{Size} bytes expected", nameof(key));
    }

    /// <summary>The bytes of the key. Anybody who has them can link old identifiers to new ones.</summary>
    public ReadOnlySpan<byte> Bytes => _key;

    /// <summary>Makes a random key.</summary>
    public static IdentifierKey Create()
    {
        // 244 of the 256 bits are random, from the random source of the operating system.
        Span<byte> key = stackalloc byte[Size];
        Guid.NewGuid().TryWriteBytes(key);
        Guid.NewGuid().TryWriteBytes(key[16..]);
        return new IdentifierKey(key);
    }

    /// <summary>Distinguishes keys without revealing them.</summary>
    public string Fingerprint() => Convert.ToHexString(Hash("Fingerprint", string.Empty));

    /// <summary>The UUID that replaces an identifier.</summary>
    /// <param name="kind">What is identified: the same text may identify a patient and an object.</param>
    /// <param name="original">The old identifier.</param>
    internal Guid Derive(string kind, string original)
    {
        var hash = Hash(kind, original);

        // Version 4 and variant 1: a UUID of pseudo-random numbers (ITU-T X.667 15, which PS3.5 B.2 refers to).
        hash[6] = (byte)((hash[6] & 0x0F) | 0x40);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }

    /// <summary>The hash of an identifier, 32 bytes.</summary>
    /// <inheritdoc cref="Derive"/>
    internal byte[] Hash(string kind, string original)
    {
        if (!_functions.TryTake(out var function))
        {
            function = new HMac(new Sha256Digest());
            function.Init(new KeyParameter(_key));
        }

        var message = Encoding.UTF8.GetBytes($"{kind}\0{original}");
        function.BlockUpdate(message, 0, message.Length);
        var hash = new byte[Size];
        function.DoFinal(hash, 0);
        _functions.Add(function);
        return hash;
    }
}
