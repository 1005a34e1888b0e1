// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests;

/// <summary>Every real file can be read, and is written back unchanged if it is not edited.</summary>
public sealed class CorpusRoundTripTests
{
    /// <summary>
    /// Files that contradict themselves. Two end in the middle of an element: writing less than a declared length would hide
    /// the loss. SC_rgb_jpeg is implicit but declares an explicit syntax, and no_meta begins with a stray byte. Orthanc
    /// refuses to store each of them.
    /// </summary>
    internal static readonly string[] Refused =
        ["rtplan_truncated.dcm", "MR_truncated.dcm", "SC_rgb_jpeg.dcm", "no_meta.dcm"];

    /// <summary>Files with items in UN of undefined length, which are written as sequences.</summary>
    private static readonly string[] Mended = ["UN_sequence.dcm", "un-sequence.dcm"];

    [TestCaseSource(typeof(SharedData), nameof(SharedData.DicomFiles))]
    public void A_round_trip_keeps_every_byte_of_the_data_set(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (Refused.Contains(Path.GetFileName(path)))
        {
            Assert.That(() => DicomFile.Parse(bytes), Throws.TypeOf<DicomFormatException>());
            return;
        }

        using var file = DicomFile.Parse(bytes);
        var written = Written.Dataset(file);
        if (file.TransferSyntax.IsDeflated || Mended.Contains(Path.GetFileName(path)))
        {
            using var again = DicomFile.Parse(Written.Bytes(file));
            Assert.That(Written.Dataset(again), Is.EqualTo(written));
            return;
        }

        var end = bytes.Length - (int)file.TrailingBytes;
        var start = DatasetStart(bytes);
        Assert.That(IsSameButForGroupLengths(bytes.AsSpan(start, end - start), written), Is.True);
    }

    private static int DatasetStart(byte[] bytes)
    {
        var at = bytes.Length > 132 && bytes.AsSpan(128, 4).SequenceEqual("DICM"u8) ? 132 : 0;
        while (bytes[at] == 2 && bytes[at + 1] == 0)
        {
            var isLong = bytes[at + 4] == 'O' || (bytes[at + 4] == 'U' && bytes[at + 5] is (byte)'N' or (byte)'T');
            at += isLong ? 12 + BitConverter.ToInt32(bytes, at + 8) : 8 + BitConverter.ToUInt16(bytes, at + 6);
        }

        return at;
    }

    /// <summary>Compares both from the start; where they differ, the source must have an element (gggg,0000) of 4
    /// bytes.</summary>
    private static bool IsSameButForGroupLengths(ReadOnlySpan<byte> source, ReadOnlySpan<byte> written)
    {
        while (!source.SequenceEqual(written))
        {
            var common = source.CommonPrefixLength(written);
            var skipped = false;

            // A group length begins with the same group as the next element, so it starts up to 8 bytes before the
            // difference.
            for (var back = 0; back <= Math.Min(8, common) && !skipped; back++)
            {
                var at = source[(common - back)..];
                foreach (var size in (int[])[12, 16])
                {
                    if (at.Length >= size && at[2] == 0 && at[3] == 0 && IsLengthOfFour(at, size)
                        && at[size..].StartsWith(written.Slice(common - back,
                            Math.Min(4, written.Length - common + back))))
                    {
                        source = at[size..];
                        written = written[(common - back)..];
                        skipped = true;
                        break;
                    }
                }
            }

            if (!skipped)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLengthOfFour(ReadOnlySpan<byte> header, int size) => size == 12
        && (header.Slice(4, 4).SequenceEqual("UL\u0004\0"u8) || header.Slice(4, 4).SequenceEqual("UL\0\u0004"u8)
            || header.Slice(4, 4).SequenceEqual((byte[])[4, 0, 0, 0]));
}
