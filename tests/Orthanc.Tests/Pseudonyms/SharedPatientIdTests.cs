// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Pseudonyms;

/// <summary>
/// A job knows which instances existed before it, whatever their Patient ID consists of, and deletes none of them when it
/// fails.
/// </summary>
internal sealed class SharedPatientIdTests(OrthancVersion version) : VersionFixture(version)
{
    [TestCase("Latin1", null, "M\u00fcller 7")]
    [TestCase("Utf8", null, "M\u00fcller 7")]
    [TestCase("Latin1", "ISO_IR 192", "\u0416 7")]
    [TestCase("Utf8", "ISO_IR 100", "M\u00fcller 7")]
    [TestCase("Latin1", "ISO_IR 100", " A 7 ")]
    [TestCase("Latin1", "ISO_IR 100", "A7\0\0\0")]
    [TestCase("Latin1", "ISO_IR 100", "")]
    [TestCase("Latin1", "ISO_IR 100", null)]
    public async Task A_job_that_fails_deletes_nothing_that_was_there(string assumed, string? characterSet, string? patient)
    {
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], new JsonObject
        {
            ["DefaultEncoding"] = assumed,
            ["OverwriteInstances"] = true,
            ["MaximumStorageCacheSize"] = 0,
        });
        var encoding = (characterSet ?? (assumed == "Utf8" ? "ISO_IR 192" : "ISO_IR 100")) == "ISO_IR 192"
            ? Encoding.UTF8 : Encoding.Latin1;
        var studies = new List<string>();
        var files = new List<byte[]>();
        for (var study = 1; study <= 2; study++)
        {
            for (var image = 1; image <= 2; image++)
            {
                files.Add(SampleFile.Make(dataset =>
                {
                    dataset
                        .With(0x0008_0018, DicomVR.UI, $"{SampleFile.InstanceUid}.{image}")
                        .With(0x0020_000D, DicomVR.UI, $"{SampleFile.StudyUid}.{study}")
                        .With(0x0020_000E, DicomVR.UI, $"{SampleFile.SeriesUid}")
                        .With(0x0020_0013, DicomVR.IS, $"{study}{image}");
                    dataset.Remove(DicomTag.PatientID);
                    dataset.Remove(DicomTag.SpecificCharacterSet);
                    if (characterSet is not null)
                    {
                        dataset.With(0x0008_0005, DicomVR.CS, characterSet);
                    }

                    if (patient is not null)
                    {
                        dataset.With(0x0010_0020, DicomVR.LO, encoding.GetBytes(patient));
                    }
                }));
                studies.Add((await host.Post("/instances", files[^1])).Json().GetProperty("ParentStudy").GetString()!);
            }
        }

        // Into the other study, where it meets existing instances. The second instance of its own study cannot be read.
        host.LoseFile(files[3]);
        var before = (await host.Get("/instances")).Json().Strings();
        Assert.That(before, Has.Count.EqualTo(files.Count));
        var answer = await host.Post($"/studies/{studies[2]}/modify", $$"""
            {"Replace": {"StudyInstanceUID": "{{SampleFile.StudyUid}}.1"}, "Keep": ["SeriesInstanceUID", "SOPInstanceUID"], "Force": true}
            """);
        Assert.That(answer.Status, Is.GreaterThanOrEqualTo(400), answer.ToString);
        Assert.That((await host.Get("/instances")).Json().Strings(), Is.EquivalentTo(before));
    }
}
