// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Pixels;

/// <summary>Which text in an image is masked.</summary>
internal enum TextChoice
{
    /// <summary>All that is found.</summary>
    All,

    /// <summary>What says who somebody is in the file, and what cannot be read.</summary>
    Identity,
}

/// <summary>What becomes of an image that no rule of a device matches.</summary>
internal enum UnmatchedDevice
{
    /// <summary>It is refused.</summary>
    Fail,

    /// <summary>All text is looked for.</summary>
    Text,

    /// <summary>Rules do nothing to it.</summary>
    Pass,
}

/// <summary>What is done outside of ultrasound regions.</summary>
internal enum UltrasoundChoice
{
    /// <summary>Nothing.</summary>
    Ignore,

    /// <summary>All is masked there.</summary>
    KeepInside,
}

/// <summary>What becomes of an instance whose pixels cannot be read.</summary>
internal enum UnreadablePixels
{
    /// <summary>It is refused.</summary>
    Fail,
}
