// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests;

/// <summary>The example of plugin/Dicom/README.md is the code that runs here, and does what the README says.</summary>
public sealed class ReadmeTests
{
    [Test]
    public void The_example_is_the_one_of_the_readme() =>
        Assert.That(ReadmeLines.Run(), Is.EqualTo(ReadmeLines.Shown("Dicom.README.md")));

    [Test]
    public void The_example_does_what_it_says()
    {
        var item = new RawDataset().Element(0x0010_0010, "PN", "J\u00FCrgen").Element(0x0009_1001, "LO", "AB");
        var raw = new RawDataset().Sequence(0x0008_1140, "SQ", item).Element(0x0009_0010, "LO", "ACME")
            .Element(0x0010_0010, "PN", "M\u00FCller").Element(0x0010_0020, "LO", "I");
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var (from, to) = (Path.Combine(folder.FullName, "from"), Path.Combine(folder.FullName, "to"));
            File.WriteAllBytes(from, raw.File());

            ReadmeExample.Run(from, to);

            using var file = DicomFile.Parse(File.ReadAllBytes(to));
            var expected = new RawDataset().Element(0x0008_0005, "CS", "ISO_IR 192")
                .Sequence(0x0008_1140, "SQ", new RawDataset().Element(0x0010_0010, "PN", [.. "JÜRGEN "u8]))
                .Element(0x0010_0010, "PN", [.. "MÜLLER "u8]).Element(0x0010_0020, "LO", "I");
            Assert.That(Written.Dataset(file), Is.EqualTo(expected.Bytes));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
