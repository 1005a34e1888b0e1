// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Pixels;
using OrthancDeid.Dicom;

namespace OrthancDeid.Jobs.Instances;

/// <summary>
/// A file with uncompressed pixels: the file itself, or the host's decoded form of it, which is made once.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="bytes">Its bytes.</param>
/// <param name="settings">How files are read.</param>
internal sealed class DecodedFile(DicomFile file, NativeBuffer bytes, ReadingSettings settings) : IDisposable
{
    private NativeBuffer? _decoded;
    private DicomFile? _file;

    /// <summary>The file with native pixels.</summary>
    /// <exception cref="PixelDataException">The host cannot decode the file, or decodes it to another image.</exception>
    public DicomFile File => file.TransferSyntax.IsNative ? file : _file ??= Decode();

    /// <summary>The error for a file that neither Orthanc nor its plugins can decode.</summary>
    public PixelDataException Undecodable() => new(
        PixelFault.Encoding, $"it is compressed as {file.TransferSyntax.UID}, which Orthanc and its plugins cannot decode here");

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _decoded?.Dispose();
    }

    private DicomFile Decode()
    {
        _decoded = HostTranscoder.Transcode(bytes, TransferSyntax.ExplicitLittleEndian.UID) ?? throw Undecodable();
        var decoded = DicomFile.Parse(
            new NativeBuffer(_decoded.Pointer, _decoded.Length, release: null), settings, keepsSource: true);
        var (one, other) = (ImageFormat.Of(file.Dataset), ImageFormat.Of(decoded.Dataset));
        if ((one?.Rows, one?.Columns, one?.Frames) == (other?.Rows, other?.Columns, other?.Frames)
            && InstanceOf(file) == InstanceOf(decoded))
        {
            return decoded;
        }

        // A mask for one image must not be laid over another one.
        decoded.Dispose();
        throw new PixelDataException(PixelFault.Broken, "Orthanc decodes it to another image than the file describes");
    }

    /// <summary>The SOP Instance UID of a file.</summary>
    public static string? InstanceOf(DicomFile file) => file.Dataset.GetText(DicomTag.SOPInstanceUID, DicomVR.UI);
}
