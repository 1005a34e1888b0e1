// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels;

/// <summary>The masks of the frames of an image. Immutable.</summary>
internal sealed class PixelMasks
{
    private readonly FrameMask _others;
    private readonly IReadOnlyDictionary<int, FrameMask> _own;

    /// <summary>Masks all frames in the same way.</summary>
    public PixelMasks(FrameMask all)
        : this(all, new Dictionary<int, FrameMask>())
    {
    }

    /// <summary>Gives some frames a mask of their own.</summary>
    /// <param name="others">The mask of all frames without a mask of their own.</param>
    /// <param name="own">The masks of particular frames, by frame number, counted from 0.</param>
    public PixelMasks(FrameMask others, IReadOnlyDictionary<int, FrameMask> own)
    {
        _others = others;
        _own = own;
    }

    /// <summary>A mask that changes nothing.</summary>
    public static PixelMasks None { get; } = new(FrameMask.None);

    /// <summary>Whether no frame has anything masked.</summary>
    public bool IsEmpty => _others.IsEmpty && _own.Values.All(mask => mask.IsEmpty);

    /// <summary>All masks, each at least once.</summary>
    public IEnumerable<FrameMask> All => _own.Values.Prepend(_others);

    /// <summary>The mask of a frame.</summary>
    /// <param name="frame">Its number, counted from 0.</param>
    public FrameMask this[int frame] => _own.TryGetValue(frame, out var mask) ? mask : _others;
}
