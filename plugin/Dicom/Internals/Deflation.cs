// SPDX-License-Identifier: GPL-3.0-or-later

using System.IO.Compression;

namespace OrthancDeid.Dicom.Internals;

/// <summary>The raw deflate stream that a deflated transfer syntax makes of a data set (PS3.5 A.5).</summary>
internal static unsafe class Deflation
{
    /// <summary>
    /// The longest data set that is inflated, in bytes: the longest instance that Orthanc can have. Deflate compresses
    /// by a factor of at most 1,032, so time is linear in the input, too.
    /// </summary>
    public const long LongestInflated = 0xFFFF_FFFF;

    /// <summary>Inflates a file from an offset to its end.</summary>
    /// <exception cref="DicomFormatException">
    /// The bytes are not a complete deflate stream, or inflate to more than the limit, or more than there is memory
    /// for.
    /// </exception>
    public static NativeBuffer Inflate(NativeBuffer source, long start, long limit)
    {
        using var input = new DeflatedInput((byte*)source.Pointer + start, source.Length - start);
        using var inflater = new DeflateStream(input, CompressionMode.Decompress);
        using var output = new GrowingMemory(limit);
        try
        {
            var part = new byte[64 * 1024];
            for (var read = inflater.Read(part); read > 0; read = inflater.Read(part))
            {
                output.Write(part.AsSpan(0, read));
            }
        }
        catch (InvalidDataException e)
        {
            throw new DicomFormatException("the deflated data set is damaged", start, e);
        }
        catch (GrowingMemory.LimitException e)
        {
            throw new DicomFormatException($"the deflated data set inflates to more than {limit} bytes", start, e);
        }

        catch (OutOfMemoryException e)
        {
            // A small file that takes all memory is treated as unreadable.
            throw new DicomFormatException("there is no memory for the inflated data set", start, e);
        }

        return input.IsExhausted
            ? throw new DicomFormatException("the deflated data set is cut off", source.Length)
            : output.ToBuffer();
    }

    /// <summary>Appends a deflated data set to the head of a file, padded to an even length.</summary>
    public static NativeBuffer Deflate(ReadOnlySpan<byte> head, DicomDataset dataset)
    {
        using var output = new GrowingMemory(long.MaxValue);
        output.Write(head);
        DatasetLengths.Measure(dataset);
        using (var deflater = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            DatasetWriter.Write(dataset, deflater);
        }

        if (output.Length == head.Length)
        {
            // DeflateStream writes nothing for empty input; this is an empty last block (RFC 1951 3.2.3, 3.2.6).
            output.Write([3, 0]);
        }

        if ((output.Length & 1) == 1)
        {
            output.Write([0]);
        }

        return output.ToBuffer();
    }

    /// <summary>
    /// The deflated bytes. <see cref="DeflateStream"/> accepts a stream without its last block as complete, but only
    /// then does it try to read beyond the end.
    /// </summary>
    private sealed class DeflatedInput(byte* bytes, long length) : UnmanagedMemoryStream(bytes, length)
    {
        /// <summary>Whether there was an attempt to read beyond the end.</summary>
        public bool IsExhausted { get; private set; }

        /// <summary>Reads; the base class implements the other ways of reading with this one.</summary>
        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, count);
            IsExhausted |= read == 0 && count > 0;
            return read;
        }
    }
}
