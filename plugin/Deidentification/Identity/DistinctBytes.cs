// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>Distinct values in one buffer, each stored once. All of them together are a key.</summary>
internal sealed class DistinctBytes
{
    private const int LengthOfLength = sizeof(int);

    /// <summary>The factor by which a full buffer grows. Most files need a few hundred bytes.</summary>
    private const int Growth = 4;

    private byte[] _bytes = new byte[1024];
    private int _count;

    /// <summary>The start of a value plus one, by its hash. The number of slots is a power of two.</summary>
    private int[] _slots = new int[128];
    private int _values;

    /// <summary>All values, each after its length.</summary>
    public ReadOnlySpan<byte> All => _bytes.AsSpan(0, _count);

    /// <summary>Adds a value; false if it is already there.</summary>
    /// <param name="first">The value, in up to three parts.</param>
    /// <param name="second">Its second part.</param>
    /// <param name="third">Its third part.</param>
    public bool Add(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default, ReadOnlySpan<byte> third = default)
    {
        var length = first.Length + second.Length + third.Length;
        if (_count + LengthOfLength + length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * Growth, _count + LengthOfLength + length));
        }

        // Only the total length is written, so where the second part ends must follow from the first.
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_count), length);
        var value = _bytes.AsSpan(_count + LengthOfLength, length);
        first.CopyTo(value);
        second.CopyTo(value[first.Length..]);
        third.CopyTo(value[(first.Length + second.Length)..]);
        if (!TryTakeSlot(value))
        {
            return false;
        }

        _count += LengthOfLength + length;
        return true;
    }

    /// <summary>A hash of bytes.</summary>
    public static int HashOf(ReadOnlySpan<byte> bytes)
    {
        var hash = default(HashCode);
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    private bool TryTakeSlot(ReadOnlySpan<byte> value)
    {
        var slot = SlotOf(value);
        while (_slots[slot] is > 0 and var other)
        {
            if (ValueAt(other - 1).SequenceEqual(value))
            {
                return false;
            }

            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = _count + 1;
        if (++_values * 2 > _slots.Length)
        {
            Grow();
        }

        return true;
    }

    private void Grow()
    {
        var slots = _slots;
        _slots = new int[slots.Length * 2];
        foreach (var place in slots)
        {
            if (place > 0)
            {
                var slot = SlotOf(ValueAt(place - 1));
                while (_slots[slot] > 0)
                {
                    slot = (slot + 1) & (_slots.Length - 1);
                }

                _slots[slot] = place;
            }
        }
    }

    private ReadOnlySpan<byte> ValueAt(int place) =>
        _bytes.AsSpan(place + LengthOfLength, BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(place)));

    private int SlotOf(ReadOnlySpan<byte> value) => HashOf(value) & (_slots.Length - 1);
}
