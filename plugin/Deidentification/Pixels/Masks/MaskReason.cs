// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>Why an area is masked.</summary>
internal enum MaskReason
{
    /// <summary>The request names it, or all that is outside.</summary>
    Region,

    /// <summary>It is outside of the ultrasound regions.</summary>
    UltrasoundRegions,

    /// <summary>A rule of the device says so.</summary>
    Rule,

    /// <summary>Text was found there.</summary>
    Text,
}
