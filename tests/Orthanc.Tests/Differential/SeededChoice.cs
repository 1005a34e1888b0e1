// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Tests.Differential;

/// <summary>
/// Choices that depend only on a seed, on every machine and every version of .NET, which System.Random does not promise. The
/// seed and index in a report reproduce the case.
/// </summary>
internal sealed class SeededChoice
{
    private ulong _state;

    /// <summary>Starts a series of choices.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="stream">What the choices are for, so that an additional choice in one place changes no other.</param>
    /// <param name="index">The index of the case or file.</param>
    public SeededChoice(ulong seed, string stream, int index)
    {
        _state = seed;
        foreach (var character in stream)
        {
            _state = Mix(_state ^ character);
        }

        _state = Mix(_state ^ (ulong)index);
    }

    /// <summary>A number from 0 to <paramref name="limit"/> - 1.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public int From(int least, int most) => least + Below(most - least + 1);

    /// <summary>True with the given probability in percent.</summary>
    public bool Percent(int percent) => Below(100) < percent;

    /// <summary>One of several.</summary>
    public T Of<T>(params IReadOnlyList<T> several) => several[Below(several.Count)];

    /// <summary>One of several weighted choices.</summary>
    public T Weighted<T>(params IReadOnlyList<(int Weight, T Choice)> several)
    {
        var rest = Below(several.Sum(entry => entry.Weight));
        var at = 0;
        while (rest >= several[at].Weight)
        {
            rest -= several[at++].Weight;
        }

        return several[at].Choice;
    }

    /// <summary>Bytes.</summary>
    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = (byte)Below(256);
        }

        return bytes;
    }

    // SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
    private ulong Next() => Mix(_state += 0x9E37_79B9_7F4A_7C15);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
