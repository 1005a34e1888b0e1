// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Editing.Preview;

/// <summary>How masked pixels were edited.</summary>
internal enum PixelsEncoding
{
    /// <summary>They are not compressed.</summary>
    Native,

    /// <summary>They are run-length encoded, and stay so.</summary>
    RLE,

    /// <summary>Some JPEG blocks were edited, without decoding the others.</summary>
    JPEGBlocks,

    /// <summary>Orthanc decoded them, and encoded them again if it could without loss.</summary>
    Transcoded,
}
