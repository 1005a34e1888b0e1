// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>Why a text is reported.</summary>
internal enum TextKind
{
    /// <summary>It is text.</summary>
    Text,

    /// <summary>It says who the file is about.</summary>
    Identity,

    /// <summary>It cannot be read, so it may say so.</summary>
    Unread,
}

/// <summary>A place in a frame where text stands; never what it says, which is patient data.</summary>
/// <param name="Box">The pixels, with a margin.</param>
/// <param name="Score">How likely it is text, from 0 to 1.</param>
/// <param name="Kind">Why it is reported.</param>
internal readonly record struct TextPlace(PixelBox Box, double Score, TextKind Kind);
