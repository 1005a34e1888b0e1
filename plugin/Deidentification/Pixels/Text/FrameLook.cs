// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Globalization;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>How an image asks to be displayed: its windows and its palette. Immutable.</summary>
internal sealed class FrameLook
{
    /// <summary>More windows are not looked at: each takes as long as the image.</summary>
    private const int MostWindows = 3;

    private static readonly DicomTag WindowCenter = new(0x0028_1050);
    private static readonly DicomTag WindowWidth = new(0x0028_1051);
    private static readonly DicomTag RescaleIntercept = new(0x0028_1052);
    private static readonly DicomTag RescaleSlope = new(0x0028_1053);
    private static readonly DicomTag[] Descriptors = [new(0x0028_1101), new(0x0028_1102), new(0x0028_1103)];
    private static readonly DicomTag[] Tables = [new(0x0028_1201), new(0x0028_1202), new(0x0028_1203)];

    private readonly byte[] _colours = [];
    private readonly int _firstColour;

    /// <summary>Reads how an image asks to be displayed. What cannot be read there does not count.</summary>
    /// <param name="dataset">Its data set.</param>
    /// <param name="format">Its format.</param>
    /// <exception cref="PixelDataException">It has colours that nobody knows.</exception>
    public FrameLook(DicomDataset dataset, ImageFormat format)
    {
        if (format.PhotometricInterpretation == "PALETTE COLOR")
        {
            (_firstColour, _colours) = ReadPalette(dataset, format.IsSigned);
            if (_colours.Length == 0 && format.BitsStored > 8)
            {
                throw new PixelDataException(
                    PixelFault.Mask, "its palette cannot be read, so nobody knows what it looks like (PS3.3 C.7.9)");
            }

            return;
        }

        var (slope, intercept) = (Numbers(dataset, RescaleSlope), Numbers(dataset, RescaleIntercept));
        var (scale, shift) = (slope is [not 0, ..] ? slope[0] : 1, intercept is [_, ..] ? intercept[0] : 0);
        Windows =
        [
            .. Numbers(dataset, WindowCenter).Zip(Numbers(dataset, WindowWidth))
                .Where(window => window.Second > 0)
                .Select(window => (
                    Low: (window.First - (window.Second / 2) - shift) / scale,
                    High: (window.First + (window.Second / 2) - shift) / scale))
                .Where(window => window.High > window.Low)
                .Distinct().Take(MostWindows),
        ];
    }

    /// <summary>The numbers, as they are stored, that are shown as black and as white.</summary>
    public IReadOnlyList<(double Low, double High)> Windows { get; } = [];

    /// <summary>Red, green and blue of an index of the palette; if the palette cannot be read, the index as a gray.</summary>
    public ReadOnlySpan<byte> ColourOf(int index) => _colours.Length == 0
        ? new[] { (byte)index, (byte)index, (byte)index }
        : _colours.AsSpan(Math.Clamp(index - _firstColour, 0, (_colours.Length / 3) - 1) * 3, 3);

    private static double[] Numbers(DicomDataset dataset, DicomTag tag)
    {
        var values = (dataset.GetText(tag, DicomVR.DS) ?? string.Empty).Split('\\');
        var numbers = new List<double>();
        foreach (var value in values)
        {
            if (!double.TryParse(value.Trim(' ', '\0'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                || !double.IsFinite(number))
            {
                break;
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>PS3.3 C.7.6.3.1.5: entries of 16 bits, of which the upper 8 are shown, or of 8 bits.</summary>
    private static (int First, byte[] Colours) ReadPalette(DicomDataset dataset, bool isSigned)
    {
        var isLittle = dataset.ByteOrder == ByteOrder.LittleEndian;
        if (!dataset.TryGet(Descriptors[0], out var descriptor) || descriptor is not { Sequence: null, Length: 6 })
        {
            return (0, []);
        }

        var entries = Word(descriptor.Value, 0, isLittle) is > 0 and var count ? count : 0x1_0000;
        var first = Word(descriptor.Value, 1, isLittle);
        var colours = new byte[entries * 3];
        for (var colour = 0; colour < Tables.Length; colour++)
        {
            if (!dataset.TryGet(Tables[colour], out var table) || table is not { Sequence: null, IsEncapsulated: false }
                || table.Length < entries || table.Length > 4 * 0x1_0000)
            {
                return (0, []);
            }

            var value = table.Value;
            var isWords = table.Length >= 2L * entries;
            var isUpper = isWords && HasUpperByte(value, entries, isLittle);
            for (var i = 0; i < entries; i++)
            {
                colours[(i * 3) + colour] = !isWords ? value[isLittle ? i : Math.Min(i ^ 1, value.Length - 1)]
                    : isUpper ? (byte)(Word(value, i, isLittle) >> 8)
                    : (byte)Word(value, i, isLittle);
            }
        }

        return (isSigned ? (short)first : first, colours);
    }

    private static bool HasUpperByte(ReadOnlySpan<byte> value, int entries, bool isLittle)
    {
        for (var i = 0; i < entries; i++)
        {
            if (Word(value, i, isLittle) > byte.MaxValue)
            {
                return true;
            }
        }

        return false;
    }

    private static int Word(ReadOnlySpan<byte> bytes, int index, bool isLittle) => isLittle
        ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[(index * 2)..])
        : BinaryPrimitives.ReadUInt16BigEndian(bytes[(index * 2)..]);
}
