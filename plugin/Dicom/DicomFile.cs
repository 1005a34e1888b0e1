// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom.Internals;

namespace OrthancDeid.Dicom;

/// <summary>A DICOM file (PS3.10 7): meta information and a data set.</summary>
/// <remarks>
/// A file and everything that belongs to it may be used by one thread at a time. Different files share nothing.
/// </remarks>
public sealed class DicomFile : IDisposable
{
    private readonly NativeBuffer? _source;

    /// <summary>The inflated data set of a deflated file, else the same as <see cref="_source"/>.</summary>
    private readonly NativeBuffer? _datasetSource;
    private DicomDataset? _dataset;

    private DicomFile(
        NativeBuffer? source,
        NativeBuffer? datasetSource,
        DicomDataset metaInformation,
        DicomDataset dataset,
        TransferSyntax transferSyntax)
    {
        _source = source;
        _datasetSource = datasetSource;
        MetaInformation = metaInformation;
        _dataset = dataset;
        TransferSyntax = transferSyntax;
    }

    /// <summary>The data set.</summary>
    /// <exception cref="ObjectDisposedException">The file was disposed.</exception>
    public DicomDataset Dataset => _dataset ?? throw new ObjectDisposedException(nameof(DicomFile));

    /// <summary>
    /// The meta information as it was read, group 0002; empty if there was none. It is not written. New meta
    /// information is made from the data set and the transfer syntax, so that nothing that was edited away remains.
    /// </summary>
    public DicomDataset MetaInformation { get; }

    /// <summary>
    /// How the data set is encoded, as the meta information says. Guessed if that has no UID, or one that is not in the
    /// standard.
    /// </summary>
    public TransferSyntax TransferSyntax { get; private set; }

    /// <summary>The number of bytes after the data set that belong to no element. They are not written.</summary>
    public long TrailingBytes { get; private init; }

    /// <summary>The character set of text to which no (0008,0005) applies.</summary>
    public SpecificCharacterSet DefaultCharacterSet => Dataset.Settings.DefaultCharacterSet;

    /// <summary>A new file with an empty data set.</summary>
    /// <param name="transferSyntax">How it is encoded.</param>
    /// <param name="settings">
    /// The dictionary and the default character set; null for PS3.6 and the default repertoire.
    /// </param>
    public static DicomFile Create(TransferSyntax transferSyntax, ReadingSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(transferSyntax);
        var meta = new DicomDataset(null, ElementEncoding.ExplicitLittleEndian, ReadingSettings.OfStandard);
        return new(
            null, null, meta,
            new DicomDataset(null, ElementEncoding.Of(transferSyntax), settings ?? ReadingSettings.OfStandard),
            transferSyntax);
    }

    /// <summary>Reads a file in place; values are not copied.</summary>
    /// <param name="source">
    /// The bytes of the file. The returned file takes ownership of them; if reading fails, they are disposed.
    /// </param>
    /// <param name="settings">What the file does not say about itself.</param>
    /// <param name="keepsSource">
    /// Whether the bytes stay valid as long as the file, for callers that need them.
    /// Otherwise those of a deflated file are freed once they are inflated.
    /// </param>
    /// <exception cref="DicomFormatException">
    /// The bytes are not a DICOM file, or are a deflated one that there is not enough memory to inflate.
    /// </exception>
    public static DicomFile Parse(NativeBuffer source, ReadingSettings settings, bool keepsSource = false) =>
        Parse(source, settings, keepsSource, Deflation.LongestInflated);

    /// <summary>Reads a file from a copy of its bytes.</summary>
    /// <inheritdoc cref="Parse(NativeBuffer, ReadingSettings, bool)"/>
    public static DicomFile Parse(ReadOnlySpan<byte> source, ReadingSettings settings) =>
        Parse(NativeBuffer.CopyOf(source), settings);

    /// <inheritdoc cref="Parse(NativeBuffer, ReadingSettings, bool)"/>
    /// <param name="source"></param>
    /// <param name="settings"></param>
    /// <param name="keepsSource"></param>
    /// <param name="longestInflated">The longest data set that is inflated, in bytes.</param>
    internal static DicomFile Parse(
        NativeBuffer source, ReadingSettings settings, bool keepsSource, long longestInflated)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(settings);
        NativeBuffer? inflated = null;
        try
        {
            var meta = MetaInformationReader.Read(source, out var start);
            var syntax = TransferSyntaxOf(meta, source, start);
            if (syntax.IsDeflated)
            {
                inflated = Deflation.Inflate(source, start, longestInflated);
                if (!keepsSource)
                {
                    meta = KeepOnlyMetaInformation(ref source, start);
                }

                start = 0;
            }

            var bytes = inflated ?? source;
            var reader = new DatasetReader(bytes, settings);
            var dataset = reader.Read(start, ElementEncoding.Of(syntax), out var end);
            if (dataset.Count == 0 && (meta.Count == 0 || end < bytes.Length))
            {
                throw new DicomFormatException("there is no data element", start);
            }

            return new(source, bytes, meta, dataset, syntax) { TrailingBytes = bytes.Length - end };
        }
        catch
        {
            inflated?.Dispose();
            source.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Turns a file of a compressed transfer syntax, after its pixel data was removed, into one of Explicit VR Little
    /// Endian. Its data set is encoded that way already (PS3.5 A.4).
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The data set is encoded in another way, or still has encapsulated pixel data somewhere; nothing was changed.
    /// </exception>
    public void BecomeExplicitLittleEndian()
    {
        if (Dataset.Encoding != ElementEncoding.ExplicitLittleEndian)
        {
            throw new InvalidOperationException($"The data set is encoded as {TransferSyntax.UID} says");
        }

        foreach (var dataset in Dataset.SelfAndDescendants())
        {
            foreach (var element in dataset)
            {
                if (element.IsEncapsulated)
                {
                    throw new InvalidOperationException($"{element.Tag} is encapsulated");
                }
            }
        }

        TransferSyntax = TransferSyntax.ExplicitLittleEndian;
    }

    /// <summary>
    /// Writes the file: a zeroed preamble, new meta information, the data set. What was not edited keeps its bytes,
    /// except for headers that not every reader understands (PS3.5 6.2.2).
    /// </summary>
    /// <param name="implementation">The software that writes the file: (0002,0012) and (0002,0013).</param>
    /// <exception cref="OutOfMemoryException">There is not enough memory for the output.</exception>
    /// <exception cref="ObjectDisposedException">The file was disposed.</exception>
    public NativeBuffer Write(Implementation implementation)
    {
        ArgumentNullException.ThrowIfNull(implementation);
        var head = MetaInformationWriter.Write(this, TransferSyntax.UID, implementation);
        if (!TransferSyntax.IsDeflated)
        {
            var output = WritePlain(head);
            if (IsReadAsWritten(output, head.Length))
            {
                return output;
            }

            output.Dispose();
            return WritePlain(MetaInformationWriter.Write(this, Dataset.Encoding.Syntax.UID, implementation));
        }

        var deflated = Deflation.Deflate(head, Dataset);
        GC.KeepAlive(this);
        return deflated;
    }

    /// <summary>Frees the memory of the source and releases the elements.</summary>
    public void Dispose()
    {
        _dataset?.DisposeValues();
        _source?.Dispose();
        _datasetSource?.Dispose();
        _dataset = null;
    }

    /// <summary>
    /// The transfer syntax of the meta information. A UID that is not in the standard is kept, since it may say how
    /// pixel data is encoded, but the encoding of the data set is then guessed, as it is without a UID.
    /// </summary>
    private static TransferSyntax TransferSyntaxOf(DicomDataset meta, NativeBuffer source, long start)
    {
        var uid = UniqueIdentifierText.Of(meta, DicomTag.TransferSyntaxUID);
        return uid is null ? EncodingGuess.Of(source, start)
            : TransferSyntax.IsOfStandard(uid) ? TransferSyntax.FromUID(uid)
            : EncodingGuess.Of(source, start) with { UID = uid };
    }

    /// <summary>Frees the bytes of a file whose data set was inflated, except for the meta information.</summary>
    private static unsafe DicomDataset KeepOnlyMetaInformation(ref NativeBuffer source, long length)
    {
        var head = NativeBuffer.Allocate(length);
        Buffer.MemoryCopy((void*)source.Pointer, (void*)head.Pointer, length, length);
        source.Dispose();
        source = head;
        return MetaInformationReader.Read(head, out _);
    }

    /// <summary>Whether a reader that has to guess the encoding, because the UID says nothing, guesses right.</summary>
    private bool IsReadAsWritten(NativeBuffer output, int start) => TransferSyntax.IsOfStandard(TransferSyntax.UID)
        || Dataset.Count == 0
        || ElementEncoding.Of(EncodingGuess.Of(output, start)) == Dataset.Encoding;

    private unsafe NativeBuffer WritePlain(byte[] head)
    {
        var length = DatasetLengths.Measure(Dataset);
        var output = NativeBuffer.Allocate(head.Length + length);
        try
        {
            head.CopyTo(output.AsSpan(0, head.Length));
            DatasetWriter.Write(Dataset, (byte*)output.Pointer + head.Length);

            // Without this, a file that is not disposed could be collected as soon as its last field was read, and its
            // memory with it.
            GC.KeepAlive(this);
            return output;
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }
}
