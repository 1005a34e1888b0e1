// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Requests.Pixels;

/// <summary>Reads the regions of a request: those of Orthanc's plugin Pixels Masker, with additional members.</summary>
internal static class RegionReader
{
    private const int LargestWidth = 1024;
    private const double LargestValue = uint.MaxValue;

    /// <summary>The length of Orthanc's identifiers: five groups of eight hexadecimal digits.</summary>
    private const int IdentifierLength = 44;

    private enum MaskType
    {
        Fill,
        MeanFilter,
    }

    /// <summary>Reads a region.</summary>
    /// <exception cref="RequestException">It is not a valid region.</exception>
    public static MaskedRegion Read(JsonElement value, string path)
    {
        var region = new KnownObject(
            value, path, "RegionType", "Origin", "End", "MaskType", "FillValue", "FilterWidth", "Frames", "Keep",
            "TargetSeries", "TargetInstances");
        var isSpatial = region.Text("RegionType") switch
        {
            "2D" => false,
            "3D" => true,
            null => throw region.Fault("RegionType", "is missing: it should be 2D or 3D"),
            _ => throw new RequestException(RequestFault.OutOfRange, $"Member \"{path}.RegionType\" should be 2D or 3D"),
        };
        var isKept = region.Flag("Keep");
        var type = region.Choice("MaskType", MaskType.Fill);
        if (isKept && isSpatial)
        {
            throw new RequestException(RequestFault.Refused, $"Member \"{path}.Keep\": only a 2D region can be kept");
        }

        if (type == MaskType.Fill && region.Has("FilterWidth"))
        {
            throw new RequestException(RequestFault.Refused, $"Member \"{path}.FilterWidth\" goes with the MaskType MeanFilter");
        }

        if (type == MaskType.MeanFilter && region.Has("FillValue"))
        {
            throw new RequestException(RequestFault.Refused, $"Member \"{path}.FillValue\" goes with the MaskType Fill");
        }

        var (origin, end) = Corners(region, isSpatial);
        return new MaskedRegion
        {
            Path = path,
            IsSpatial = isSpatial,
            Origin = origin,
            End = end,
            IsKept = isKept,
            FillValue = region.Number("FillValue", -LargestValue, LargestValue),
            FilterWidth = type == MaskType.Fill ? null
                : region.Integer("FilterWidth", 2, LargestWidth)
                    ?? throw region.Fault("FilterWidth", "is missing: the MaskType MeanFilter needs it"),
            Frames = FrameSelection.Read(region, "Frames"),
            Series = Identifiers(region, "TargetSeries"),
            Instances = Identifiers(region, "TargetInstances"),
        };
    }

    private static (double[] Origin, double[] End) Corners(KnownObject region, bool isSpatial)
    {
        var origin = Point(region, "Origin", isSpatial);
        var end = Point(region, "End", isSpatial);
        if (isSpatial)
        {
            // Patient coordinates have no natural first corner, since scanners number slices in either direction.
            return (
                [.. origin.Zip(end, Math.Min)],
                [.. origin.Zip(end, Math.Max)]);
        }

        if (origin[0] >= end[0] || origin[1] >= end[1])
        {
            throw new RequestException(
                RequestFault.OutOfRange, $"Member \"{region.PathOf("End")}\" should be right of Origin and below it");
        }

        return (origin, end);
    }

    private static double[] Point(KnownObject region, string name, bool isSpatial)
    {
        if (region.Get(name) is not { } value)
        {
            throw region.Fault(name, "is missing");
        }

        var what = isSpatial
            ? "should be an array of three numbers: x, y and z in mm"
            : "should be an array of two integers: column and row";
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != (isSpatial ? 3 : 2))
        {
            throw region.Fault(name, what);
        }

        return [.. value.EnumerateArray().Select(one =>
            isSpatial && one.ValueKind == JsonValueKind.Number && one.TryGetDouble(out var number) && double.IsFinite(number)
                ? number
                : !isSpatial && KnownObject.IsInteger(one, out var pixel) ? pixel
                : throw region.Fault(name, what))];
    }

    private static string[] Identifiers(KnownObject region, string name)
    {
        var identifiers = region.Texts(name);
        return Array.TrueForAll(identifiers, IsIdentifier)
            ? identifiers
            : throw region.Fault(name, "should hold identifiers of Orthanc, of five groups of eight hexadecimal digits");
    }

    private static bool IsIdentifier(string text) =>
        text.Length == IdentifierLength && text.Split('-') is [_, _, _, _, _] groups
        && Array.TrueForAll(groups, group => group.Length == 8 && group.All(char.IsAsciiHexDigitLower));
}
