// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Pixels;

/// <summary>Which text in an image is masked.</summary>
internal enum TextChoice
{
    /// <summary>All text that is found.</summary>
    All,

    /// <summary>Text that may identify the subject of the file, and text that cannot be read.</summary>
    Identity,
}

/// <summary>What happens to an image that matches no rule of a device.</summary>
internal enum UnmatchedDevice
{
    /// <summary>It is refused.</summary>
    Fail,

    /// <summary>All text in it is looked for and masked.</summary>
    Text,

    /// <summary>It passes without being masked by rules.</summary>
    Pass,
}

/// <summary>What happens to pixels outside ultrasound regions.</summary>
internal enum UltrasoundChoice
{
    /// <summary>Nothing.</summary>
    Ignore,

    /// <summary>They are all masked.</summary>
    KeepInside,
}

/// <summary>What happens to an instance whose pixels cannot be read.</summary>
internal enum UnreadablePixels
{
    /// <summary>It is refused.</summary>
    Fail,
}
