// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>Collects the areas that are masked in a frame, with their reasons.</summary>
/// <param name="whole">All pixels of the image.</param>
internal sealed class FrameAreas(PixelBox whole)
{
    private readonly List<MaskedBox> _boxes = [];
    private readonly List<MaskedArea> _areas = [];

    /// <summary>The mask of the frame.</summary>
    public FrameMask Mask => new(_boxes);

    /// <summary>The areas, each with its reason.</summary>
    public IReadOnlyList<MaskedArea> Areas => _areas;

    /// <summary>Masks an area.</summary>
    /// <param name="area">The area. Parts outside the image are dropped.</param>
    /// <param name="how">How its pixels change. The box in this parameter is ignored.</param>
    public void Add(MaskedArea area, MaskedBox how = default)
    {
        var box = area.Box.Intersection(whole);
        if (!box.IsEmpty)
        {
            _areas.Add(area with { Box = box });
            _boxes.Add(how with { Box = box, FilterWidth = Math.Max(1, how.FilterWidth) });
        }
    }

    /// <summary>Masks everything outside some boxes.</summary>
    public void AddOutside(IEnumerable<PixelBox> kept, MaskReason reason)
    {
        IEnumerable<PixelBox> outside = [whole];
        foreach (var box in kept)
        {
            // Evaluated at once, since lazy sequences would nest as deep as there are boxes.
            outside = outside.SelectMany(part => part.Except(box)).ToList();
        }

        foreach (var box in outside)
        {
            Add(new MaskedArea(box, reason));
        }
    }
}
