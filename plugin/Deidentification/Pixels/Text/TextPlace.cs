// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>Why a text is reported.</summary>
internal enum TextKind
{
    /// <summary>It is text, and all text is reported.</summary>
    Text,

    /// <summary>It may identify the subject of the file.</summary>
    Identity,

    /// <summary>It cannot be read, so it may identify the subject.</summary>
    Unread,
}

/// <summary>A place of text in a frame. The text itself is patient data and is never kept here.</summary>
/// <param name="Box">The pixels, including a margin.</param>
/// <param name="Score">The probability that it is text, from 0 to 1.</param>
/// <param name="Kind">Why it is reported.</param>
internal readonly record struct TextPlace(PixelBox Box, double Score, TextKind Kind);
