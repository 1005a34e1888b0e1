// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Resources;

/// <summary>The size of the decompressed pixels of an instance, which is independent of the size of its file.</summary>
internal static class PixelSize
{
    private const int BitsPerByte = 8;

    // More than any host can hold, but small enough that sums do not overflow.
    private const double Maximum = 1L << 50;

    /// <summary>The size of all pixels in bytes, and the number of pixels of a frame; 0 if there are none, or the host
    /// cannot read the instance.</summary>
    /// <param name="id">Orthanc's identifier of the instance.</param>
    public static (long Bytes, long FramePixels) Of(string id)
    {
        var path = ResourceTree.Path(ResourceLevel.Instance, id);
        if (HostRest.TryGet($"{path}/simplified-tags", out var tags) != OrthancErrorCode.Success)
        {
            return default;
        }

        var pixels = Number(tags, "Rows", 0) * Number(tags, "Columns", 0);
        var bytes = pixels * Number(tags, "SamplesPerPixel", 1)
            * Number(tags, "NumberOfFrames", 1) * Number(tags, "BitsAllocated", BitsPerByte) / BitsPerByte;

        // A file can claim any size.
        return ((long)Math.Clamp(bytes, 0, Maximum), (long)Math.Clamp(pixels, 0, Maximum));
    }

    private static double Number(JsonElement tags, string keyword, double fallback) =>
        tags.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.String
        && double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number) ? number : fallback;
}
