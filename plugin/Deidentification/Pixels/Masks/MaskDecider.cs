// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Devices;
using OrthancDeid.Deidentification.Requests.Pixels;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>Decides which pixels of an image a request masks, from its data set and the text found in it.</summary>
internal sealed class MaskDecider
{
    private readonly MaskRequest _request;
    private readonly DicomDataset _dataset;
    private readonly ImageFormat _format;
    private readonly MaskedRegion[] _regions;
    private readonly IReadOnlyList<PixelBox> _ultrasound;
    private readonly DeviceRule? _device;
    private readonly TextRequest? _text;

    private MaskDecider(MaskRequest request, DicomDataset dataset, ImageFormat format, MaskedRegion[] regions, bool isPicture)
    {
        _request = request;
        _dataset = dataset;
        _format = format;
        _regions = regions;
        var devices = isPicture ? request.Devices : [];
        _device = devices.Select(rules => rules.For(dataset)).FirstOrDefault(rule => rule is not null);
        if (devices.Count > 0 && _device is null && request.Unmatched == UnmatchedDevice.Fail)
        {
            throw new PixelDataException(PixelFault.Mask, "no rule of Deid.PixelRules matches the device");
        }

        _text = !isPicture ? null
            : request.Text ?? (devices.Count > 0 && _device is null && request.Unmatched == UnmatchedDevice.Text ? TextRequest.OfAll : null);
        _ultrasound = isPicture && request.Ultrasound == UltrasoundChoice.KeepInside
            ? UltrasoundRegions.Usable(dataset, format) : [];
        if (isPicture && request.NeedsUltrasoundRegions && _ultrasound.Count == 0)
        {
            throw new PixelDataException(PixelFault.Mask, "it has no ultrasound regions that can be relied on");
        }
    }

    /// <summary>Decides what to mask in an image.</summary>
    /// <param name="request">What to mask.</param>
    /// <param name="dataset">The data set of the file, before anything is edited.</param>
    /// <param name="series">Orthanc's identifier of its series.</param>
    /// <param name="instance">Orthanc's identifier of the instance.</param>
    /// <param name="search">Opens the frames of the image to search them. Called only if text is to be masked.</param>
    /// <returns><see cref="MaskDecision.Nothing"/> if the file has no pixels.</returns>
    /// <exception cref="PixelDataException">The image cannot be masked as requested.</exception>
    public static MaskDecision Decide(
        MaskRequest request, DicomDataset dataset, string series, string instance, Func<TextRequest, IFrameTexts> search)
    {
        if (request.MaySearchText && RejectionRules.IsDocument(dataset))
        {
            throw new PixelDataException(PixelFault.Mask, "it is a document, in which no text is looked for");
        }

        if (ImageFormat.Of(dataset) is not { } format)
        {
            // Its pixels are elsewhere (PS3.3 C.7.6.3), where they cannot be masked.
            return !dataset.Contains(PixelAttributes.PixelDataProviderURL) ? MaskDecision.Nothing : throw new PixelDataException(
                PixelFault.Mask, "it has no pixels, but an address where others get them");
        }

        RequireFrames(dataset, format);
        var isPicture = !ImageKind.IsMeasured(dataset);
        var regions = request.Regions.Where(region => region.IsIn(series, instance)
            && (isPicture || region.Series.Count > 0 || region.Instances.Count > 0)).ToArray();
        var decider = new MaskDecider(request, dataset, format, regions, isPicture);
        if (decider._text is not null && ImageKind.ShowsLabel(dataset))
        {
            throw new PixelDataException(PixelFault.Mask, "it shows the label of a slide");
        }

        var decision = decider.Decide(search);
        return isPicture ? decision : decision with { IsClean = false, HasNoFace = false };
    }

    /// <summary>Refuses more frames than the pixel data can contain, since they would take memory for nothing.</summary>
    private static void RequireFrames(DicomDataset dataset, ImageFormat format)
    {
        const int ItemHeader = 8;
        if (dataset.TryGet(format.Tag, out var pixels)
            && format.Frames > (pixels.IsEncapsulated ? pixels.Length / ItemHeader : pixels.Length * 8 / format.BitsPerFrame))
        {
            throw new PixelDataException(PixelFault.Broken, $"it is too short for {format.Frames} frames");
        }
    }

    private MaskDecision Decide(Func<TextRequest, IFrameTexts> search)
    {
        RequireInside();
        var shared = new Dictionary<string, FrameAreas>(StringComparer.Ordinal);
        using var finder = _text is null ? null : search(_text);

        // If all frames are masked alike, one decision is enough.
        var frames = finder is null && Array.TrueForAll(_regions, region => region.Frames.AreAll && !region.IsSpatial)
            ? 1 : _format.Frames;
        var masks = new Dictionary<int, FrameMask>();
        var areas = new List<(int First, int Last, IReadOnlyList<MaskedArea> Areas)>();
        FrameAreas? last = null;
        for (var frame = 0; frame < frames; frame++)
        {
            var found = AreasOf(frame, finder, shared);
            if (areas.Count > 0 && last is not null && found.Areas.SequenceEqual(last.Areas)
                && found.Mask.Boxes.SequenceEqual(last.Mask.Boxes))
            {
                areas[^1] = areas[^1] with { Last = frame };
                found = last;
            }
            else
            {
                areas.Add((frame, frame, found.Areas));
            }

            masks[frame] = ReferenceEquals(found, last) ? masks[frame - 1] : found.Mask;
            last = found;
        }

        var isWholeText = _text is { IsWhole: true };
        return new MaskDecision
        {
            Masks = areas.Count == 1 ? new PixelMasks(masks[0]) : new PixelMasks(FrameMask.None, masks),
            Areas = [.. areas.Select(one => frames == 1 ? one with { Last = _format.Frames - 1 } : one)
                .Where(one => one.Areas.Count > 0)],

            // Blurred text may be legible, and the overlay in unused bits is not searched for text.
            IsClean = ((isWholeText && !ImageKind.HasOverlayInPixels(_dataset)) || _request.AttestsPixels) && !Array.Exists(_regions, region => region.FilterWidth is not null),
            HasNoFace = _request.AttestsFaces,
        };
    }

    /// <summary>The areas of a frame. Without text or 3D regions, frames that are in the same regions share them.</summary>
    private FrameAreas AreasOf(int frame, IFrameTexts? finder, Dictionary<string, FrameAreas> shared)
    {
        var isSearched = finder is not null && _text!.Frames.Contains(frame);
        var isOwn = isSearched || Array.Exists(_regions, region => region.IsSpatial);
        var key = string.Concat(_regions.Select(region => region.Frames.Contains(frame) ? '1' : '0'));
        if (!isOwn && shared.TryGetValue(key, out var known))
        {
            return known;
        }

        var areas = new FrameAreas(_format.Whole);
        AddRegions(areas, frame);
        AddDevice(areas);
        if (isSearched)
        {
            foreach (var text in finder!.Find(frame))
            {
                areas.Add(new MaskedArea(text.Box, MaskReason.Text) { Score = text.Score, Kind = text.Kind });
            }
        }

        if (!isOwn)
        {
            shared.Add(key, areas);
        }

        return areas;
    }

    private void AddRegions(FrameAreas areas, int frame)
    {
        var kept = new List<PixelBox>();
        foreach (var region in _regions.Where(region => region.Frames.Contains(frame)))
        {
            if (region.IsKept)
            {
                kept.Add(BoxOf(region));
                continue;
            }

            var box = !region.IsSpatial ? BoxOf(region)
                : (ImagePlane.Of(_dataset, _format, frame) ?? throw new PixelDataException(
                    PixelFault.Mask, $"{region.Path} is a 3D region, but the image does not say where its frames are"))
                .Section(region.Origin, region.End);
            areas.Add(new MaskedArea(box, MaskReason.Region), region.FilterWidth is { } width
                ? new MaskedBox(box, MaskKind.Mean) { FilterWidth = width }
                : new MaskedBox(box) { Value = region.FillValue });
        }

        if (kept.Count > 0)
        {
            areas.AddOutside(kept, MaskReason.Region);
        }
    }

    private void AddDevice(FrameAreas areas)
    {
        if (_ultrasound.Count > 0)
        {
            areas.AddOutside(_ultrasound, MaskReason.UltrasoundRegions);
        }

        if (_device is null)
        {
            return;
        }

        foreach (var area in _device.Areas.Where(area => !area.IsKept))
        {
            areas.Add(new MaskedArea(BoxOf(area), MaskReason.Rule));
        }

        if (_device.Areas.Any(area => area.IsKept))
        {
            areas.AddOutside(_device.Areas.Where(area => area.IsKept).Select(BoxOf), MaskReason.Rule);
        }
    }

    private void RequireInside()
    {
        if (_text is { } text && text.Frames.Highest > _format.Frames)
        {
            throw Beyond($"{MaskRequest.Member}.Text", text.Frames);
        }

        foreach (var region in _regions)
        {
            if (region.Frames.Highest > _format.Frames)
            {
                throw Beyond(region.Path, region.Frames);
            }

            if (!region.IsSpatial && !BoxOf(region).Touches(_format.Whole))
            {
                throw Outside(region.Path);
            }
        }

        if (_device is not null && _text is not { IsWhole: true } && _device.Areas.Any(area => !BoxOf(area).Touches(_format.Whole)))
        {
            // The rule is for images of another size, so the text it should mask may be anywhere.
            throw Outside("a rectangle of Deid.PixelRules");
        }
    }

    private PixelDataException Beyond(string owner, FrameSelection frames) => new(
        PixelFault.Mask, $"{owner}.Frames names frame {frames.Highest}, and the image has {_format.Frames}");

    private PixelDataException Outside(string what) => new(
        PixelFault.Mask, $"{what} is outside of the image, which has {_format.Columns} columns and {_format.Rows} rows");

    private static PixelBox BoxOf(MaskedRegion region) =>
        new((int)region.Origin[0], (int)region.Origin[1], (int)region.End[0], (int)region.End[1]);

    private static PixelBox BoxOf(DeviceArea area) =>
        new(area.Left, area.Top, area.Left + area.Width, area.Top + area.Height);
}
