// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>Why an area is masked.</summary>
internal enum MaskReason
{
    /// <summary>A region of the request masks it.</summary>
    Region,

    /// <summary>It is outside the ultrasound regions.</summary>
    UltrasoundRegions,

    /// <summary>A rule for the device masks it.</summary>
    Rule,

    /// <summary>Text was found there.</summary>
    Text,
}
