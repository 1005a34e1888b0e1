// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics.CodeAnalysis;
using OrthancDeid.Deidentification.Rules;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// The identities that were read from the instances of a request or job, so that each is spelt out once. Safe for use by
/// several threads.
/// </summary>
/// <param name="rules">What is done to the instances.</param>
internal sealed class KnownIdentities(RequestRules rules)
{
    /// <summary>Instances come series by series, so a few are enough.</summary>
    private const int MostKept = 16;

    /// <summary>In bytes. An identity with a longer key is not kept.</summary>
    private const int LongestKept = 1 << 18;

    private readonly Dictionary<byte[], KnownIdentity> _known = new(new ByBytes());
    private readonly Queue<byte[]> _oldest = new();
    private readonly Lock _lock = new();

    /// <summary>Which elements are sources of identity.</summary>
    public IdentitySources Sources { get; } = new(rules);

    /// <summary>What is done to the instances.</summary>
    public RequestRules Rules => rules;

    /// <summary>The identity of an instance.</summary>
    public KnownIdentity Of(IdentityReader reader)
    {
        lock (_lock)
        {
            if (_known.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(reader.Key, out var known))
            {
                return known;
            }
        }

        // Outside the lock: two threads may both do it, with the same result.
        var identity = new KnownIdentity(reader);
        if (reader.Key.Length <= LongestKept)
        {
            Keep(reader.Key.ToArray(), identity);
        }

        return identity;
    }

    private void Keep(byte[] key, KnownIdentity identity)
    {
        lock (_lock)
        {
            if (!_known.TryAdd(key, identity))
            {
                return;
            }

            _oldest.Enqueue(key);
            if (_oldest.Count > MostKept)
            {
                _known.Remove(_oldest.Dequeue());
            }
        }
    }

    private sealed class ByBytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => DistinctBytes.HashOf(obj);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate) => DistinctBytes.HashOf(alternate);
    }
}
