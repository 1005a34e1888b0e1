// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.IO.Compression;
using OrthancDeid.Dicom;
using OrthancDeid.Dicom.Internals;

namespace OrthancDeid.Fuzzing;

/// <summary>
/// What has to hold for any bytes: either a <see cref="DicomFormatException"/> refuses them, or they are read, and then the
/// bytes written equal those read. Writing and reading again loses nothing, before and after edits at every depth.
/// </summary>
internal static class CodecTarget
{
    /// <summary>Where the preamble, the magic word and (0002,0000) end (PS3.10 7.1).</summary>
    private const int GroupLengthEnd = 128 + 4 + 12;

    private static readonly Implementation Fuzzer = new("1.2.3.4", "FUZZER");

    public static void Run(byte[] input)
    {
        try
        {
            using var file = DicomFile.Parse(input);
            ThrowIfNotAsRead(file, input);
            ThrowIfChanged(file);
            foreach (var dataset in file.Dataset.SelfAndDescendants())
            {
                _ = dataset.GetText(DicomTag.PatientName, DicomVR.PN);
                _ = dataset.PrivateCreatorOf(new DicomTag(0x0009_1001));
                dataset.Set(DicomTag.PatientID, DicomVR.LO, "FUZZED"u8.ToArray());
                dataset.RemoveWhere(element => element.Tag.IsPrivate);
            }

            ConvertText(file.Dataset);
            ThrowIfChanged(file);
        }
        catch (DicomFormatException)
        {
            // The only valid refusal: the bytes are not DICOM.
        }
    }

    private static void ThrowIfNotAsRead(DicomFile file, byte[] input)
    {
        // A data set that was read without any of its group lengths counts as edited.
        if (file.TransferSyntax.IsDeflated || file.Dataset.IsEdited)
        {
            return;
        }

        using var source = NativeBuffer.CopyOf(input);
        _ = MetaInformationReader.Read(source, out var start);
        using var written = file.Write(Fuzzer);
        var head = GroupLengthEnd + BinaryPrimitives.ReadInt32LittleEndian(written.AsSpan(GroupLengthEnd - 4, 4));
        if (!written.AsSpan()[head..].SequenceEqual(input.AsSpan()[(int)start..^(int)file.TrailingBytes]))
        {
            throw new InvalidOperationException("what was written is not what was read");
        }
    }

    private static void ConvertText(DicomDataset dataset)
    {
        try
        {
            dataset.ConvertText(SpecificCharacterSet.Utf8);
        }
        catch (InvalidOperationException)
        {
            // A value that fits its VR in one character set may be too long in UTF-8.
        }
    }

    private static void ThrowIfChanged(DicomFile file)
    {
        using var written = file.Write(Fuzzer);
        DicomFile again;
        try
        {
            again = DicomFile.Parse(written.AsSpan());
        }
        catch (DicomFormatException e) when (file.Dataset.Count > 0 && !BeginsAsMetaInformation(file.Dataset))
        {
            throw new InvalidOperationException("what was written cannot be read", e);
        }

        using (again)
        {
            if (BeginsAsMetaInformation(file.Dataset))
            {
                return;
            }

            using var twice = again.Write(Fuzzer);
            if (!Content(file, written).SequenceEqual(Content(again, twice)))
            {
                throw new InvalidOperationException("a round trip changed the file");
            }
        }
    }

    /// <summary>
    /// The bytes of the file; for a deflated file, the inflated bytes. .NET's deflater compresses the same content to other
    /// bytes if it gets it in other pieces (found by fuzzing).
    /// </summary>
    private static ReadOnlySpan<byte> Content(DicomFile file, NativeBuffer written)
    {
        if (!file.TransferSyntax.IsDeflated)
        {
            return written.AsSpan();
        }

        var head = GroupLengthEnd + BinaryPrimitives.ReadInt32LittleEndian(written.AsSpan(GroupLengthEnd - 4, 4));
        using var deflated = new MemoryStream(written.AsSpan()[head..].ToArray());
        using var inflater = new DeflateStream(deflated, CompressionMode.Decompress);
        using var content = new MemoryStream();
        content.Write(written.AsSpan()[..head]);
        inflater.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>Whether the data set starts with group 0002, in either byte order. It is then taken for meta information
    /// when it is read again.</summary>
    private static bool BeginsAsMetaInformation(DicomDataset dataset) =>
        dataset.Count > 0 && dataset[0].Tag.Group is 0x0002 or 0x0200;
}
