// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Pixels.Encodings;
using OrthancDeid.Deidentification.Pixels.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>Shows native pixel data to the search for text.</summary>
/// <param name="element">The pixel data, as long as its format says.</param>
/// <param name="format">Its format.</param>
internal sealed class NativeSamples(DataElement element, ImageFormat format) : IFrameSamples
{
    private readonly ElementBytes _bytes = new(element);
    private readonly NativeRows _rows = new(
        new ElementBytes(element), format, new Samples(format, element.VR, element.Dataset.ByteOrder));

    /// <inheritdoc/>
    public void Read(int frame, int row, int sample, Span<double> numbers) => _rows.Read(frame, row, sample, left: 0, numbers);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Slice(long offset, int length) => _bytes.Slice(offset, length);
}
