// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>Bytes that are no DICOM file: the message says what is wrong, never what the bytes say.</summary>
public sealed class DicomFormatException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="offset">Where, in bytes from the start of the file (of the inflated data set, if deflated).</param>
    /// <param name="innerException">The failure below this one, if any.</param>
    public DicomFormatException(string message, long offset, Exception? innerException = null)
        : base($"{message} (at byte {offset})", innerException) => Offset = offset;

    /// <summary>Where the fault stands, in bytes from the start of the file (of the inflated data set, if deflated).</summary>
    public long Offset { get; }
}
