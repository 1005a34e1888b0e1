// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Pixels;
using OrthancDeid.Deidentification.Pixels.Preview;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;
using OrthancDeid.Jobs.Instances;

namespace OrthancDeid.Jobs.Checks;

/// <summary>
/// A picture of what a request would mask: a frame in its present state, with the boxes of the dry run drawn on it. The
/// picture still shows everything that is burned in.
/// </summary>
internal static class MaskPreview
{
    /// <summary>The PNG of a frame of an instance.</summary>
    /// <param name="plan">What the request asks for.</param>
    /// <param name="source">The file; the caller keeps ownership.</param>
    /// <param name="instance">Orthanc's identifier of the instance.</param>
    /// <param name="frame">The number of the frame, counted from 0, as the client wrote it.</param>
    /// <exception cref="RequestException">
    /// The request masks no pixels, or the frame does not exist or cannot be shown.
    /// </exception>
    /// <exception cref="Exception">Whatever the request throws.</exception>
    public static byte[] OfInstance(ModificationPlan plan, NativeBuffer source, string instance, string frame)
    {
        if (plan.Request.Masks is null)
        {
            throw new RequestException(
                RequestFault.Refused,
                "The request masks no pixels, so there is nothing to show; add \"MaskPixelData\", or \"Options\": [\"CleanPixelData\"]");
        }

        using var file = Read(plan, source);

        // As everywhere, an instance that the request does not want is refused before anything in it is revealed.
        plan.RequireWanted(file.Dataset);
        var number = NumberOf(frame, file.Dataset);
        using var edited = new NativeBuffer(source.Pointer, source.Length, release: null);
        var masks = DryRun.Preview(plan, edited, instance).Pixels?.Masks ?? [];
        var boxes = masks.Where(mask => mask.First <= number + 1 && number + 1 <= mask.Last)
            .Select(mask => new PixelBox(mask.Left, mask.Top, mask.Right, mask.Bottom));
        try
        {
            using var decoded = new DecodedFile(file, source, plan.Request.Host.Reading);
            return FramePreview.Png(decoded.File.Dataset, number, boxes);
        }
        catch (PixelDataException fault)
        {
            throw new RequestException(RequestFault.Refused, $"The frame cannot be shown: {fault.Reason}");
        }
    }

    private static int NumberOf(string frame, DicomDataset dataset)
    {
        if (ImageFormat.Of(dataset) is not { } format)
        {
            throw new RequestException(RequestFault.Refused, "The instance has no pixels, so there is no frame to show");
        }

        return int.TryParse(frame, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < format.Frames
            ? number
            : throw new RequestException(
                RequestFault.Refused, $"There is no frame {frame}: the last one of the image is {format.Frames - 1}, counted from 0");
    }

    private static DicomFile Read(ModificationPlan plan, NativeBuffer source) => DicomFile.Parse(
        new NativeBuffer(source.Pointer, source.Length, release: null), plan.Request.Host.Reading, keepsSource: true);
}
