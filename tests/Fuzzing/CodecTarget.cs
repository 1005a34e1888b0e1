// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Fuzzing;

/// <summary>
/// What has to hold for any bytes: they are refused by a <see cref="DicomFormatException"/>, or read, and then writing
/// and reading again loses nothing, before and after edits at every depth.
/// </summary>
internal static class CodecTarget
{
    private static readonly Implementation Fuzzer = new("1.2.3.4", "FUZZER");

    public static void Run(byte[] input)
    {
        try
        {
            using var file = DicomFile.Parse(input);
            ThrowIfChanged(file);
            foreach (var dataset in file.Dataset.SelfAndDescendants())
            {
                _ = dataset.GetText(DicomTag.PatientName, DicomVR.PN);
                _ = dataset.PrivateCreatorOf(new DicomTag(0x0009_1001));
                dataset.Set(DicomTag.PatientID, DicomVR.LO, "FUZZED"u8.ToArray());
                dataset.RemoveWhere(element => element.Tag.IsPrivate);
            }

            ConvertText(file.Dataset);
            ThrowIfChanged(file);
        }
        catch (DicomFormatException)
        {
            // The one answer to bytes that are no DICOM.
        }
    }

    private static void ConvertText(DicomDataset dataset)
    {
        try
        {
            dataset.ConvertText(SpecificCharacterSet.Utf8);
        }
        catch (InvalidOperationException)
        {
            // A value that fits its VR in one character set may be too long in UTF-8.
        }
    }

    private static void ThrowIfChanged(DicomFile file)
    {
        using var written = file.Write(Fuzzer);
        DicomFile again;
        try
        {
            again = DicomFile.Parse(written.AsSpan());
        }
        catch (DicomFormatException e) when (file.Dataset.Count > 0 && !BeginsAsMetaInformation(file.Dataset))
        {
            throw new InvalidOperationException("what was written cannot be read", e);
        }

        using (again)
        {
            if (BeginsAsMetaInformation(file.Dataset))
            {
                return;
            }

            using var twice = again.Write(Fuzzer);
            if (!written.AsSpan().SequenceEqual(twice.AsSpan()))
            {
                throw new InvalidOperationException("a round trip changed the file");
            }
        }
    }

    /// <summary>Group 0002 at the start of a data set, in either byte order, is taken for meta information when it is
    /// read again.</summary>
    private static bool BeginsAsMetaInformation(DicomDataset dataset) =>
        dataset.Count > 0 && dataset[0].Tag.Group is 0x0002 or 0x0200;
}
