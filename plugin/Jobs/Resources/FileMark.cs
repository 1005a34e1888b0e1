// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace OrthancDeid.Jobs.Resources;

/// <summary>
/// Identifies the file that the host stores for an instance: by its name in the storage, which is unique, and by its
/// digest, if the host computes one. The name changes when the host, or a client, compresses the file.
/// </summary>
/// <param name="Name">The name that the host gave the file.</param>
/// <param name="Digest">The MD5 of its content; 0 for none.</param>
internal readonly record struct FileMark(Guid Name, UInt128 Digest)
{
    /// <summary>The size of a mark in bytes.</summary>
    public const int Size = 32;

    /// <summary>Reads the mark from the host's information on the attachment.</summary>
    public static FileMark Of(JsonElement info) => new(
        Guid.Parse(info.GetProperty("Uuid").GetString()!),
        info.TryGetProperty("UncompressedMD5", out var digest) && UInt128.TryParse(
            digest.GetString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var md5) ? md5 : 0);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static FileMark Read(ReadOnlySpan<byte> bytes) => new(
        new Guid(bytes[..16]), BinaryPrimitives.ReadUInt128LittleEndian(bytes[16..]));

    /// <summary>Writes the mark, <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        Name.TryWriteBytes(bytes);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[16..], Digest);
    }

    /// <summary>Whether both marks are of files with the same content.</summary>
    public bool IsOfSame(FileMark other) => Name == other.Name || (Digest != 0 && Digest == other.Digest);
}
