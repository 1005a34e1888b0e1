// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Internals;

/// <summary>Guesses the encoding of a data set whose file does not say it (files from before PS3.10).</summary>
internal static unsafe class EncodingGuess
{
    /// <summary>
    /// The encoding by the look of the first element: a known VR in the place of one makes it explicit, and the lower
    /// reading of its group number gives the byte order, since data sets begin with a low group.
    /// </summary>
    public static TransferSyntax Of(NativeBuffer source, long start)
    {
        if (source.Length - start < 8)
        {
            // There is no element to be read, in any encoding.
            return TransferSyntax.ExplicitLittleEndian;
        }

        var first = (byte*)source.Pointer + start;
        if (!SourceBytes.ReadVR(first + 4).IsKnown())
        {
            return TransferSyntax.ImplicitLittleEndian;
        }

        return SourceBytes.ReadUInt16(first, ByteOrder.LittleEndian) <= SourceBytes.ReadUInt16(first, ByteOrder.BigEndian)
            ? TransferSyntax.ExplicitLittleEndian
            : TransferSyntax.ExplicitBigEndian;
    }
}
