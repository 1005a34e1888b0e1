// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Internals;

/// <summary>Guesses the encoding of a data set whose file does not tell it, as files from before PS3.10.</summary>
internal static unsafe class EncodingGuess
{
    /// <summary>
    /// Looks at the first element: a known VR where one would be makes the data set explicit, and of the two ways to
    /// read the group number the lower one gives the byte order, since data sets begin with low groups.
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
