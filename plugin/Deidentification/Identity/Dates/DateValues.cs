// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity.Dates;

/// <summary>
/// Finds the dates of a file in numbers and bytes. Only unambiguous dates count there: those with a whole year, of eight
/// digits or more, or seconds or fractions of a second since 1970.
/// </summary>
/// <param name="dates">The dates with whole years.</param>
internal sealed class DateValues(OwnDates dates)
{
    /// <summary>Longer lists of numbers are measurements, which contain any number by chance.</summary>
    private const int MostNumbers = 16;

    /// <summary>The digits of a date.</summary>
    private const int ShortestText = 8;

    /// <summary>A longer stretch of text in bytes is looked at piece by piece.</summary>
    private const int LongestText = 1 << 12;

    /// <summary>The longest written date, with the name of its month.</summary>
    private const int LongestDate = 64;

    /// <summary>Pixel data and the tables of their frames.</summary>
    private const ushort Pixels = 0x7FE0;

    /// <summary>Whether the value of an element contains a date.</summary>
    /// <param name="element">The element.</param>
    /// <param name="vr">The VR that the value has by its tag.</param>
    public bool AreIn(in DataElement element, DicomVR vr)
    {
        if (dates.IsEmpty || element.Sequence is not null || element.IsEncapsulated || element.Tag.Group == Pixels
            || element.Length is < 2 or > int.MaxValue)
        {
            return false;
        }

        return vr switch
        {
            DicomVR.IS or DicomVR.DS => AreNumbers(element.Value),
            DicomVR.AT or DicomVR.SQ => false,
            _ when vr.IsText() => false,
            _ => AreNumbers(in element, vr) || (IsOfBytes(vr) && IsInBytes(element.Value)),
        }

        // Offsets and lengths are not dates.
        && AttributeClasses.Of(element.Tag) != AttributeClass.Structure;
    }

    private static bool IsOfBytes(DicomVR vr) => vr is DicomVR.OB or DicomVR.OW or DicomVR.UN || !vr.IsKnown();

    private bool IsWritten(string text) => WrittenDates.Find(dates, text).Any();

    private bool AreNumbers(ReadOnlySpan<byte> values)
    {
        foreach (var range in values.Split((byte)'\\'))
        {
            var value = values[range].Trim("\0 "u8);
            if (MayBeDate(value)
                && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && IsDate(number))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Rules out most numbers: they are too small.</summary>
    private static bool MayBeDate(ReadOnlySpan<byte> value) => value.Length >= ShortestText
        && (value[..ShortestText].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            || value[0] == (byte)'+' || value.ContainsAny("eE"u8));

    private bool IsDate(double number) =>
        number is >= 1e7 and < 1e18 && DigitRun.IsDate(dates, (long)Math.Floor(number));

    private bool AreNumbers(in DataElement element, DicomVR vr)
    {
        // Bytes may hold one number of any size.
        return IsOfBytes(vr) || vr is DicomVR.OL or DicomVR.OV or DicomVR.OF or DicomVR.OD
            ? element.Length <= sizeof(double)
                && (AreNumbersOf(in element, DicomVR.UL) || AreNumbersOf(in element, DicomVR.UV)
                    || AreNumbersOf(in element, DicomVR.FD) || AreNumbersOf(in element, DicomVR.US))
            : AreNumbersOf(in element, vr);
    }

    private bool AreNumbersOf(in DataElement element, DicomVR vr)
    {
        var size = vr.UnitSize();
        if (size == 0 || element.Length % size != 0 || element.Length / size > MostNumbers)
        {
            return false;
        }

        // Numbers of two bytes may be the parts of a date.
        Span<double> last = [0, 0, 0];
        for (var at = 0; at < element.Length; at += size)
        {
            var number = NumberAt(element.Value.Slice(at, size), vr, element.Dataset.ByteOrder);
            (last[0], last[1], last[2]) = (last[1], last[2], number);
            if (IsDate(number) || (last[0] is >= 1000 and < 10_000 && IsPart(last[1]) && IsPart(last[2])
                    && dates.Contains((long)last[0], (long)last[1], (long)last[2])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPart(double number) => number is >= 1 and <= 31;

    private static double NumberAt(ReadOnlySpan<byte> value, DicomVR vr, ByteOrder order)
    {
        Span<byte> bytes = stackalloc byte[value.Length];
        value.CopyTo(bytes);
        if (order == ByteOrder.BigEndian == BitConverter.IsLittleEndian)
        {
            bytes.Reverse();
        }

        return vr switch
        {
            DicomVR.US => BitConverter.ToUInt16(bytes),
            DicomVR.SS => BitConverter.ToInt16(bytes),
            DicomVR.UL => BitConverter.ToUInt32(bytes),
            DicomVR.SL => BitConverter.ToInt32(bytes),
            DicomVR.FL => BitConverter.ToSingle(bytes),
            DicomVR.UV => BitConverter.ToUInt64(bytes),
            DicomVR.SV => BitConverter.ToInt64(bytes),
            DicomVR.FD => BitConverter.ToDouble(bytes),
            _ => 0,
        };
    }

    /// <summary>Whether a date is written in a stretch of printable characters.</summary>
    private bool IsInBytes(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOfAnyInRange((byte)'0', (byte)'9') is >= 0 and var digit)
        {
            // At most the name of a month comes before the first digit of a date.
            var start = Math.Max(0, digit - ShortestText);
            var end = bytes[digit..].IndexOfAnyExceptInRange((byte)' ', (byte)'~') is >= 0 and var length
                ? digit + length
                : bytes.Length;
            end = Math.Min(end, digit + LongestText);
            if (end - digit >= ShortestText - 4 && IsWritten(Encoding.Latin1.GetString(bytes[start..end])))
            {
                return true;
            }

            // The end of the piece may cut a date in two.
            bytes = bytes[(end == digit + LongestText ? end - LongestDate : end)..];
        }

        return false;
    }
}
