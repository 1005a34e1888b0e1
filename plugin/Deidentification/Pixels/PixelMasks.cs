// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels;

/// <summary>What is masked in each frame of an image. Immutable.</summary>
internal sealed class PixelMasks
{
    private readonly FrameMask _others;
    private readonly IReadOnlyDictionary<int, FrameMask> _own;

    /// <summary>All frames are masked in the same way.</summary>
    public PixelMasks(FrameMask all)
        : this(all, new Dictionary<int, FrameMask>())
    {
    }

    /// <summary>Some frames have a mask of their own.</summary>
    /// <param name="others">The mask of all frames that have none of their own.</param>
    /// <param name="own">The masks of the others by the number of the frame, counted from 0.</param>
    public PixelMasks(FrameMask others, IReadOnlyDictionary<int, FrameMask> own)
    {
        _others = others;
        _own = own;
    }

    /// <summary>Masks nothing.</summary>
    public static PixelMasks None { get; } = new(FrameMask.None);

    /// <summary>Whether nothing is masked in any frame.</summary>
    public bool IsEmpty => _others.IsEmpty && _own.Values.All(mask => mask.IsEmpty);

    /// <summary>All masks, each once at least.</summary>
    public IEnumerable<FrameMask> All => _own.Values.Prepend(_others);

    /// <summary>The mask of a frame.</summary>
    /// <param name="frame">Its number, counted from 0.</param>
    public FrameMask this[int frame] => _own.TryGetValue(frame, out var mask) ? mask : _others;
}
