// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Demonstration;

/// <summary>An element of a file, at any depth, in the form that the table shows.</summary>
/// <param name="Path">Its path: <c>0040,0275[0].0008,0100</c>.</param>
/// <param name="SortKey">Orders paths as a file does.</param>
/// <param name="Tag">Its tag.</param>
/// <param name="PrivateCreator">The private creator, if it is a private element that has one.</param>
/// <param name="IsUID">Whether the end of the value says more than its beginning.</param>
/// <param name="Length">The bytes of the value; for a sequence, the number of its items.</param>
/// <param name="Value">The value in readable form.</param>
/// <param name="Digest">Equal exactly if the bytes of the value are equal; always the same for sequences.</param>
internal sealed record ListedElement(
    string Path, string SortKey, DicomTag Tag, string? PrivateCreator, bool IsUID, long Length, string Value,
    string Digest)
{
    private const int MostNumbers = 8;

    /// <summary>All elements of a data set, including those of items, in the order of the file.</summary>
    public static List<ListedElement> AllOf(DicomDataset root)
    {
        var all = new List<ListedElement>();
        // Depth is not bounded, so the way back up is kept here and not on the thread's stack.
        var pending = new Stack<(DicomDataset Dataset, int Index, string Path, string SortKey)>();
        pending.Push((root, 0, "", ""));
        while (pending.TryPop(out var next))
        {
            if (next.Index == next.Dataset.Count)
            {
                continue;
            }

            pending.Push(next with { Index = next.Index + 1 });
            var element = next.Dataset[next.Index];
            var tag = string.Create(CultureInfo.InvariantCulture, $"{element.Tag.Group:x4},{element.Tag.Element:x4}");
            all.Add(Of(element, next.Path + tag, next.SortKey + tag));
            for (var i = (element.Sequence?.Count ?? 0) - 1; i >= 0; i--)
            {
                pending.Push((element.Sequence![i], 0, $"{next.Path}{tag}[{i}].", $"{next.SortKey}{tag}[{i:D9}]."));
            }
        }

        return all;
    }

    private static ListedElement Of(DataElement element, string path, string sortKey)
    {
        var creator = element.Dataset.PrivateCreatorOf(element.Tag);
        if (element.Sequence is { } sequence)
        {
            var items = sequence.Count == 1 ? "1 item" : $"{sequence.Count} items";
            return new(path, sortKey, element.Tag, creator, false, sequence.Count, items, "");
        }

        var digest = DigestOf(element);
        return new(
            path, sortKey, element.Tag, creator, element.VR == DicomVR.UI, element.Length, Readable(element, digest),
            digest);
    }

    private static string DigestOf(DataElement element)
    {
        const int Part = 1 << 20;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long offset = 0; offset < element.Length; offset += Part)
        {
            hash.AppendData(element.Slice(offset, (int)Math.Min(Part, element.Length - offset)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Readable(DataElement element, string digest)
    {
        if (element.VR.IsText())
        {
            return OneLine(element.Dataset.GetText(element.Tag) ?? "");
        }

        var size = element.VR.UnitSize();
        if (element.VR is DicomVR.OB or DicomVR.OW or DicomVR.OL or DicomVR.OV or DicomVR.OF or DicomVR.OD or DicomVR.UN
            || size == 0 || element.Length % size != 0)
        {
            return element.Length == 0 ? "" : $"{element.Length} bytes, SHA-256 {digest[..4]}…";
        }

        var count = (int)Math.Min(element.Length / size, MostNumbers);
        var numbers = Enumerable.Range(0, count).Select(i => Number(element, element.Slice((long)i * size, size)));
        return string.Join('\\', numbers) + (element.Length / size > count ? "…" : "");
    }

    private static string Number(DataElement element, ReadOnlySpan<byte> bytes)
    {
        Span<byte> ordered = stackalloc byte[8];
        bytes.CopyTo(ordered);
        ordered = ordered[..bytes.Length];
        if (element.Dataset.ByteOrder == ByteOrder.BigEndian)
        {
            ordered.Reverse();
        }

        return element.VR switch
        {
            DicomVR.SS => $"{BinaryPrimitives.ReadInt16LittleEndian(ordered)}",
            DicomVR.SL => $"{BinaryPrimitives.ReadInt32LittleEndian(ordered)}",
            DicomVR.SV => $"{BinaryPrimitives.ReadInt64LittleEndian(ordered)}",
            DicomVR.UL => $"{BinaryPrimitives.ReadUInt32LittleEndian(ordered)}",
            DicomVR.UV => $"{BinaryPrimitives.ReadUInt64LittleEndian(ordered)}",
            DicomVR.FL => $"{BinaryPrimitives.ReadSingleLittleEndian(ordered)}",
            DicomVR.FD => $"{BinaryPrimitives.ReadDoubleLittleEndian(ordered)}",
            DicomVR.AT => $"{BinaryPrimitives.ReadUInt16LittleEndian(ordered):x4}",
            _ => $"{BinaryPrimitives.ReadUInt16LittleEndian(ordered)}",
        };
    }

    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            line.Append(char.IsControl(letter) ? ' ' : letter);
        }

        return line.ToString();
    }
}
