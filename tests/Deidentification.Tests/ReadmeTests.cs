// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests;

/// <summary>The example of plugin/Deidentification/README.md is the code that runs here, and does what the README
/// says.</summary>
internal sealed class ReadmeTests
{
    [Test]
    public void The_example_is_the_one_of_the_readme() =>
        Assert.That(ReadmeLines.Run(), Is.EqualTo(ReadmeLines.Shown("Deidentification.README.md")));

    [Test]
    public void The_example_does_what_it_says()
    {
        var folder = Directory.CreateTempSubdirectory("orthanc-deid-");
        try
        {
            var from = folder.CreateSubdirectory("from").FullName;
            var to = folder.CreateSubdirectory("to").FullName;
            foreach (var name in (string[])["1", "2"])
            {
                File.WriteAllBytes(Path.Combine(from, name), Image(name));
            }

            ReadmeExample.Run(from, to);

            var studies = new HashSet<string>();
            foreach (var path in Directory.EnumerateFiles(to))
            {
                using var file = DicomFile.Parse(File.ReadAllBytes(path));
                using (Assert.EnterMultipleScope())
                {
                    Assert.That(file.Dataset.GetText(DicomTag.PatientName), Is.EqualTo("Anonymized1"));
                    Assert.That(file.Dataset.GetText(Tags.StudyDescription), Is.EqualTo("HEAD OF"));
                }

                studies.Add(file.Dataset.GetText(DicomTag.StudyInstanceUID)!);
            }

            Assert.That(Directory.GetFiles(to), Has.Length.EqualTo(2));
            Assert.That(studies, Has.Count.EqualTo(1).And.Not.Contain(Sample.Study), "both are of one new study");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Image(string name)
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.SOPInstanceUID, DicomVR.UI, $"{Sample.Series}.{name}");
        using var bytes = file.Write(new Implementation("1.2.3.9", "TEST"));
        return bytes.AsSpan().ToArray();
    }
}
