// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;

namespace OrthancDeid.Deidentification.Tests;

/// <summary>Explicit little endian elements as bytes, for elements that the codec would not write.</summary>
internal static class RawElements
{
    /// <summary>An element of a VR with a 16-bit length.</summary>
    public static byte[] Text(ushort group, ushort element, string vr, string value) =>
    [
        .. Tag(group, element), .. Encoding.ASCII.GetBytes(vr),
        (byte)(value.Length + (value.Length & 1)), 0, .. Encoding.Latin1.GetBytes(value), .. new byte[value.Length & 1],
    ];

    /// <summary>An element of undefined length: a sequence with one item, whatever VR it claims.</summary>
    public static byte[] Sequence(ushort group, ushort element, string vr, params byte[] item) =>
    [
        .. Tag(group, element), .. Encoding.ASCII.GetBytes(vr), 0, 0, 0xFF, 0xFF, 0xFF, 0xFF,
        .. Tag(0xFFFE, 0xE000), .. BitConverter.GetBytes(item.Length), .. item, .. Tag(0xFFFE, 0xE0DD), 0, 0, 0, 0,
    ];

    /// <summary>An element of a VR with a 32-bit length.</summary>
    public static byte[] LongText(ushort group, ushort element, string vr, string value) =>
    [
        .. Tag(group, element), .. Encoding.ASCII.GetBytes(vr), 0, 0,
        .. BitConverter.GetBytes(value.Length + (value.Length & 1)), .. Encoding.Latin1.GetBytes(value),
        .. new byte[value.Length & 1],
    ];

    /// <summary>A sequence of undefined length.</summary>
    public static byte[] Items(ushort group, ushort element, params byte[][] items) =>
    [
        .. Tag(group, element), .. "SQ"u8, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF,
        .. items.SelectMany(item => (byte[])[.. Tag(0xFFFE, 0xE000), .. BitConverter.GetBytes(item.Length), .. item]),
        .. Tag(0xFFFE, 0xE0DD), 0, 0, 0, 0,
    ];

    private static byte[] Tag(ushort group, ushort element) =>
        [(byte)group, (byte)(group >> 8), (byte)element, (byte)(element >> 8)];
}
