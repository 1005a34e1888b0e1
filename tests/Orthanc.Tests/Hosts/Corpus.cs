// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>DICOM files to store, see <see cref="SharedData"/>.</summary>
internal static class Corpus
{
    /// <summary>The names of the files.</summary>
    public static IEnumerable<string> Names() => SharedData.DicomFiles().Select(path => Path.GetFileName(path));

    /// <summary>Reads one of the files.</summary>
    public static byte[] Read(string name) =>
        File.ReadAllBytes(SharedData.DicomFiles().Single(path => Path.GetFileName(path) == name));
}
