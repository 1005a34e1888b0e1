// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;

namespace OrthancDeid.Dicom.Tests;

/// <summary>The example of plugin/Dicom/README.md, word for word.</summary>
internal static class ReadmeExample
{
    public static void Run(string from, string to)
    {
        // Where a file does not say its character set, Latin 1 is meant.
        _ = SpecificCharacterSet.TryParse("ISO_IR 100", out var latin1);
        using var file = DicomFile.Parse(
            File.ReadAllBytes(from), new ReadingSettings(ElementDictionary.Standard, latin1));

        // All text becomes UTF-8.
        file.Dataset.ConvertText(SpecificCharacterSet.Utf8);

        // Of every data set, the items of sequences included.
        foreach (var dataset in file.Dataset.SelfAndDescendants())
        {
            dataset.RemoveWhere(element => element.Tag.IsPrivate);
            if (dataset.GetText(DicomTag.PatientName) is { } name)
            {
                dataset.Set(DicomTag.PatientName, DicomVR.PN, Encoding.UTF8.GetBytes(name.ToUpperInvariant()));
            }
        }

        using var written = file.Write(new Implementation("1.2.3.4", "EXAMPLE"));
        File.WriteAllBytes(to, written.AsSpan());
    }
}
