// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>
/// Thrown for bytes that are not a DICOM file. The message says what is wrong and never quotes the bytes.
/// </summary>
public sealed class DicomFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="offset">Where, in bytes from the start of the file (of the inflated data set, if deflated).</param>
    /// <param name="innerException">The cause, if any.</param>
    public DicomFormatException(string message, long offset, Exception? innerException = null)
        : base($"{message} (at byte {offset})", innerException) => Offset = offset;

    /// <summary>
    /// Where the fault is, in bytes from the start of the file (of the inflated data set, if deflated).
    /// </summary>
    public long Offset { get; }
}
