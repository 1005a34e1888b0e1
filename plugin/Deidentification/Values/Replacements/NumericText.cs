// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values.Replacements;

/// <summary>Turns decimal numbers as text, separated by backslashes, into binary values of a VR (PS3.5 6.2).</summary>
internal static class NumericText
{
    /// <summary>Whether values of the VR are numbers that clients write as decimals.</summary>
    public static bool IsNumeric(DicomVR vr) => vr is DicomVR.US or DicomVR.SS or DicomVR.UL or DicomVR.SL or DicomVR.UV
        or DicomVR.SV or DicomVR.FL or DicomVR.FD or DicomVR.OW or DicomVR.OL or DicomVR.OV or DicomVR.OF or DicomVR.OD;

    /// <summary>Reads the numbers of a VR.</summary>
    /// <param name="text">The numbers; white space is not allowed.</param>
    /// <param name="vr">A numeric VR.</param>
    /// <param name="value">The value.</param>
    /// <returns>False if a part is not a number of that VR.</returns>
    public static bool TryRead(string text, DicomVR vr, out NumbersValue value)
    {
        var bytes = vr switch
        {
            DicomVR.US or DicomVR.OW => Read<ushort>(text, TryInteger, BinaryPrimitives.WriteUInt16LittleEndian),
            DicomVR.SS => Read<short>(text, TryInteger, BinaryPrimitives.WriteInt16LittleEndian),
            DicomVR.UL or DicomVR.OL => Read<uint>(text, TryInteger, BinaryPrimitives.WriteUInt32LittleEndian),
            DicomVR.SL => Read<int>(text, TryInteger, BinaryPrimitives.WriteInt32LittleEndian),
            DicomVR.UV or DicomVR.OV => Read<ulong>(text, TryInteger, BinaryPrimitives.WriteUInt64LittleEndian),
            DicomVR.SV => Read<long>(text, TryInteger, BinaryPrimitives.WriteInt64LittleEndian),
            DicomVR.FL or DicomVR.OF => Read<float>(text, TryReal, BinaryPrimitives.WriteSingleLittleEndian),
            DicomVR.FD or DicomVR.OD => Read<double>(text, TryReal, BinaryPrimitives.WriteDoubleLittleEndian),
            _ => null,
        };
        value = new NumbersValue(bytes ?? [], vr.UnitSize());
        return bytes is not null;
    }

    /// <summary>Reads 16-bit numbers whose sign is not known yet.</summary>
    /// <returns>False if a part is not a number, or fits neither US nor SS.</returns>
    public static bool TryReadOfEitherSign(string text, out SignByPixelValue value)
    {
        var parts = text.Split('\\');
        var numbers = new int[parts.Length];
        value = new SignByPixelValue(numbers);
        for (var i = 0; i < parts.Length; i++)
        {
            if (!TryInteger(parts[i], out numbers[i]) || numbers[i] is < short.MinValue or > ushort.MaxValue)
            {
                return false;
            }
        }

        return true;
    }

    private delegate bool Reader<T>(string text, out T number);

    private delegate void Writer<T>(Span<byte> to, T number);

    private static byte[]? Read<T>(string text, Reader<T> read, Writer<T> write)
        where T : unmanaged
    {
        var parts = text.Split('\\');
        var size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        var bytes = new byte[parts.Length * size];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!read(parts[i], out var number))
            {
                return null;
            }

            write(bytes.AsSpan(i * size), number);
        }

        return bytes;
    }

    private static bool TryInteger<T>(string text, out T number)
        where T : IBinaryInteger<T> =>
        T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number!);

    private static bool TryReal<T>(string text, out T number)
        where T : IBinaryFloatingPointIeee754<T>
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var unsigned = text.AsSpan().TrimStart("+-");
        if (unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase)
            || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase))
        {
            number = text[0] == '-' ? T.NegativeInfinity : T.PositiveInfinity;
            return text.Length - unsigned.Length <= 1;
        }

        // A number that is too large would be read as infinite. NaN has no sign.
        var isRead = T.TryParse(text, Style, CultureInfo.InvariantCulture, out number!) && !T.IsInfinity(number);
        number = T.IsNaN(number) ? T.Abs(number) : number;
        return isRead;
    }
}
