// SPDX-License-Identifier: GPL-3.0-or-later

using System.IO.Compression;

namespace OrthancDeid.Dicom.Internals;

/// <summary>The raw deflate stream that a deflated transfer syntax makes of a data set (PS3.5 A.5).</summary>
internal static unsafe class Deflation
{
    /// <summary>
    /// The longest data set that is inflated, in bytes: as long as an instance in Orthanc can be. Deflate gains a factor
    /// of 1,032 at most, so the time stays linear in the input too.
    /// </summary>
    private const long LongestInflated = 0xFFFF_FFFF;

    /// <summary>Inflates a file from a place to its end.</summary>
    /// <exception cref="DicomFormatException">The bytes are no deflate stream, or inflate to more than 4 GiB − 1.</exception>
    public static NativeBuffer Inflate(NativeBuffer source, long start)
    {
        using var input = new UnmanagedMemoryStream((byte*)source.Pointer + start, source.Length - start);
        using var inflater = new DeflateStream(input, CompressionMode.Decompress);
        using var output = new GrowingMemory(LongestInflated);
        try
        {
            inflater.CopyTo(output);
        }
        catch (InvalidDataException e)
        {
            throw new DicomFormatException("the deflated data set is damaged", start, e);
        }
        catch (GrowingMemory.LimitException e)
        {
            throw new DicomFormatException($"the deflated data set inflates to more than {LongestInflated} bytes", start, e);
        }

        return output.ToBuffer();
    }

    /// <summary>Deflates a data set behind the head of a file, padded to an even length.</summary>
    public static NativeBuffer Deflate(ReadOnlySpan<byte> head, NativeBuffer dataset)
    {
        using var output = new GrowingMemory(long.MaxValue);
        output.Write(head);
        using (var input = new UnmanagedMemoryStream((byte*)dataset.Pointer, dataset.Length))
        using (var deflater = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            input.CopyTo(deflater);
        }

        if ((output.Length & 1) == 1)
        {
            output.Write([0]);
        }

        return output.ToBuffer();
    }
}
