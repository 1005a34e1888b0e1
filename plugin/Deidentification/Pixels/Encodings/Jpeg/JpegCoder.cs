// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;

namespace OrthancDeid.Deidentification.Pixels.Encodings.Jpeg;

/// <summary>
/// Masks frames of JPEG baseline and extended (ISO/IEC 10918-1) without decoding them to pixels. The blocks of every MCU
/// that a box touches become flat, and all other coefficients stay. Comments and application segments are removed from
/// every frame, except what describes the colours.
/// </summary>
/// <param name="format">The format of the frames.</param>
/// <param name="firstMarker">The lowest second byte of a marker. It is another one in JPEG-LS, whose frames can be copied
/// without a mask.</param>
internal sealed class JpegCoder(ImageFormat format, byte firstMarker = 1) : IFrameCoder
{
    private readonly JpegTables _tables = new(isLong: format.BitsAllocated > 8);
    private readonly HashSet<byte> _scanned = [];
    private JpegFrameHeader? _header;
    private UnitMask? _mask;
    private bool? _isRgb;

    /// <inheritdoc/>
    public bool BeginsWithMarker => true;

    /// <inheritdoc/>
    public bool Mask(ReadOnlySpan<byte> encoded, FrameMask mask, FrameBuffer output)
    {
        if (encoded.Length < 4 || encoded[0] != 0xFF || encoded[1] != JpegMarker.Soi)
        {
            throw Broken("does not begin with its marker");
        }

        _tables.Clear();
        _scanned.Clear();
        (_header, _mask, _isRgb) = (null, null, null);
        output.Add(encoded[..2]);
        var at = 2;
        while (TryMarker(encoded, ref at, out var marker))
        {
            if (marker == JpegMarker.Eoi)
            {
                break;
            }

            var segment = SegmentAt(encoded, ref at);
            if (marker is (>= JpegMarker.App0 and <= JpegMarker.App15) or JpegMarker.Com)
            {
                KeepColour(marker, segment, output);
            }
            else if (mask.IsEmpty)
            {
                JpegSegments.Write(output, marker, segment);
                at = marker == JpegMarker.Sos ? CopyData(encoded, at, output) : at;
            }
            else
            {
                at = Segment(marker, segment, mask, encoded, at, output);
            }
        }

        ThrowIfMore(encoded[at..]);
        if (!mask.IsEmpty && (_header is null || _scanned.Count < _header.Components.Count))
        {
            throw Broken("lacks a component");
        }

        output.Add([0xFF, JpegMarker.Eoi]);
        return !mask.IsEmpty || !encoded.StartsWith(output.Written) || encoded[output.Length..].ContainsAnyExcept<byte>(0);
    }

    private int Segment(
        byte marker, ReadOnlySpan<byte> segment, FrameMask mask, ReadOnlySpan<byte> encoded, int at, FrameBuffer output)
    {
        switch (marker)
        {
            case JpegMarker.Dht:
                _tables.ReadHuffman(segment, output);
                return at;
            case JpegMarker.Dqt:
                _tables.ReadQuantization(segment);
                break;
            case JpegMarker.Dri:
                _tables.ReadInterval(segment);
                break;
            case JpegMarker.Sof0 or JpegMarker.Sof1 when _header is null:
                _header = JpegFrameHeader.Read(segment, format);
                _mask = new UnitMask(_header, mask);
                break;
            case JpegMarker.Sos when _header is not null:
                JpegSegments.Write(output, marker, segment);
                return ScanOf(_header, segment).Mask(encoded, at, output);
            case >= JpegMarker.Sof0 and <= JpegMarker.Sof15:
                throw new PixelDataException(
                    PixelFault.Encoding, "a JPEG frame is not of a sequential process with Huffman codes");
            default:
                throw Broken("has a segment that has no place there");
        }

        JpegSegments.Write(output, marker, segment);
        return at;
    }

    private JpegScan ScanOf(JpegFrameHeader header, ReadOnlySpan<byte> segment)
    {
        var count = segment.IsEmpty ? 0 : segment[0];
        if (count is < 1 or > 4 || segment.Length != 4 + (2 * count))
        {
            throw Broken("has a broken header of a scan");
        }

        var components = new ScanComponent[count];
        for (var i = 0; i < count; i++)
        {
            var (id, tables) = (segment[1 + (2 * i)], segment[2 + (2 * i)]);
            var component = header.Components.FirstOrDefault(one => one.Id == id);
            if (component is null || !_scanned.Add(id) || (tables >> 4) > 3 || (tables & 0xF) > 3)
            {
                throw Broken("has a broken header of a scan");
            }

            var fills = _mask!.Values.Select(value => Coefficient(header, component, value)).ToArray();
            components[i] = new(component, _tables.OfDC(tables >> 4), _tables.OfAC(tables & 0xF), fills);
        }

        // A.2.3 and B.2.3: the limit is set by the standard.
        return count == 1 || components.Sum(one => one.Component.Across * one.Component.Down) <= 10
            ? new JpegScan(header, components, _mask!, _tables.RestartInterval)
            : throw Broken("has too many blocks in an MCU");
    }

    /// <summary>The DC coefficient of a block with one value throughout, as exactly as the quantization allows.</summary>
    private int Coefficient(JpegFrameHeader header, JpegComponent component, double? value)
    {
        var levels = 1 << header.Precision;
        var largest = (1 << Math.Min(header.Precision, format.BitsStored)) - 1;
        var number = value ?? (format.PhotometricInterpretation == "MONOCHROME1" ? largest : 0);
        if (number != Math.Floor(number) || number < 0 || number > largest)
        {
            throw new PixelDataException(PixelFault.Mask, "the fill value is none that a sample of the image can hold");
        }

        var isColour = component != header.Components[0] && !IsRgb(header);
        var level = isColour ? 0 : number - (levels / 2);
        return (int)Math.Round(level * JpegFrameHeader.BlockSize / _tables.Step(component.Quantization));
    }

    /// <summary>
    /// Whether the components are red, green and blue rather than luminance and chrominance. Application segments or
    /// component numbers decide. Otherwise the data set does, except for subsampled images, about which it is often wrong.
    /// </summary>
    private bool IsRgb(JpegFrameHeader header) => _isRgb
        ?? (header.Components.Select(one => one.Id).SequenceEqual("RGB"u8.ToArray())
            || (format.PhotometricInterpretation == "RGB"
                && header.Components.All(one => one.Across == 1 && one.Down == 1)));

    private void KeepColour(byte marker, ReadOnlySpan<byte> segment, FrameBuffer output)
    {
        var kept = JpegSegments.Kept(marker, segment);
        if (kept.Length > 0)
        {
            // The last byte of the Adobe segment gives the colour transform. JFIF always has a luminance.
            _isRgb = marker == JpegMarker.App14 ? kept[^1] == 0 : _isRgb ?? false;
            JpegSegments.Write(output, marker, kept);
        }
    }

    /// <summary>Copies entropy-coded data with its restart markers.</summary>
    private int CopyData(ReadOnlySpan<byte> encoded, int at, FrameBuffer output)
    {
        var end = JpegMarker.Next(encoded, at, firstMarker);
        while (end >= 0 && encoded[end + 1] is >= JpegMarker.Restart0 and <= JpegMarker.Restart7)
        {
            end = JpegMarker.Next(encoded, end + 2, firstMarker);
        }

        end = end < 0 ? encoded.Length : end;
        output.Add(encoded[at..end]);
        return end;
    }

    /// <summary>Finds the next marker, and moves past it.</summary>
    private bool TryMarker(ReadOnlySpan<byte> encoded, ref int at, out byte marker)
    {
        var next = JpegMarker.Next(encoded, at, firstMarker);
        marker = next < 0 ? (byte)0 : encoded[next + 1];
        at = next < 0 ? encoded.Length : next + 2;
        return next >= 0;
    }

    private static ReadOnlySpan<byte> SegmentAt(ReadOnlySpan<byte> encoded, ref int at)
    {
        var length = encoded.Length - at < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(encoded[at..]);
        if (length < 2 || length > encoded.Length - at)
        {
            throw Broken("has a segment that is cut off");
        }

        var segment = encoded.Slice(at + 2, length - 2);
        at += length;
        return segment;
    }

    /// <summary>Whatever follows the end is dropped, so it must not be another image.</summary>
    private static void ThrowIfMore(ReadOnlySpan<byte> rest)
    {
        if (rest.IndexOf([(byte)0xFF, JpegMarker.Soi]) >= 0)
        {
            throw Broken("is followed by another one that is not counted");
        }
    }

    private static PixelDataException Broken(string reason) => new(PixelFault.Broken, $"a JPEG frame {reason}");
}
