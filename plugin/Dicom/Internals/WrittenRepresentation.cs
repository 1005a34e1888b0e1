// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Internals;

/// <summary>
/// The VR that an element gets in an explicit data set if the file has no valid one: the dictionary's, else UN (PS3.5
/// 6.2.2). A reader that does not know a VR cannot tell how long the element is.
/// </summary>
internal static class WrittenRepresentation
{
    /// <summary>The VR of a value.</summary>
    /// <param name="entry">What the dictionary says about the element.</param>
    /// <param name="length">The length of the value in bytes.</param>
    /// <param name="isSigned">Whether Pixel Representation says that pixels are signed.</param>
    public static DicomVR Of(in DictionaryEntry entry, long length, bool isSigned) =>
        entry is { VR: DicomVR.US, AlternativeVR: DicomVR.SS } && isSigned && Fits(DicomVR.SS, length) ? DicomVR.SS

        // OW is right for pixels and overlays of all sizes, unless they are encapsulated (PS3.5 8.1.2, 8.2).
        : entry is { VR: DicomVR.OB, AlternativeVR: DicomVR.OW } && Fits(DicomVR.OW, length) ? DicomVR.OW
        : Fits(entry.VR, length) ? entry.VR
        : Fits(entry.AlternativeVR, length) ? entry.AlternativeVR
        : DicomVR.UN;

    /// <summary>Whether a value of a VR can have this many bytes.</summary>
    private static bool Fits(DicomVR vr, long length) => vr.IsKnown() && vr != DicomVR.SQ
        && length <= vr.MaximumLength() && length % Math.Max(1, vr.UnitSize()) == 0;
}
