// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Internals;

/// <summary>
/// Guesses the encoding of a data set whose file does not state it, such as a file from before PS3.10.
/// </summary>
internal static unsafe class EncodingGuess
{
    /// <summary>
    /// Looks at the first element. If it has a known VR in the place of an explicit one, the data set is explicit, and
    /// the byte order is the one that gives the lower group number, since data sets begin with low groups.
    /// </summary>
    public static TransferSyntax Of(NativeBuffer source, long start)
    {
        if (source.Length - start < 8)
        {
            // There is no element, so any encoding will do.
            return TransferSyntax.ExplicitLittleEndian;
        }

        var first = (byte*)source.Pointer + start;
        if (!SourceBytes.ReadVR(first + 4).IsKnown())
        {
            return TransferSyntax.ImplicitLittleEndian;
        }

        var littleEndian = SourceBytes.ReadUInt16(first, ByteOrder.LittleEndian);
        var bigEndian = SourceBytes.ReadUInt16(first, ByteOrder.BigEndian);
        return littleEndian <= bigEndian
            ? TransferSyntax.ExplicitLittleEndian
            : TransferSyntax.ExplicitBigEndian;
    }
}
