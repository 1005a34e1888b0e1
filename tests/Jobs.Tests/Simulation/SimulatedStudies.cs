// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>What is in the simulated host before a job comes: one to six small instances of one or two studies.</summary>
internal static class SimulatedStudies
{
    private static readonly Implementation Implementation = new("1.2.3.4", "SIMULATION");

    public static void Fill(SimulatedStore store, Random random)
    {
        var studies = random.Next(1, 3);
        var patients = random.Next(1, studies + 1);
        var count = random.Next(studies, 7);
        for (var number = 1; number <= count; number++)
        {
            var study = number <= studies ? number : random.Next(1, studies + 1);
            var patient = Math.Min(study, patients);
            var series = random.Next(1, 3);
            store.Store(Instance(number, patient, study, series));
        }

        foreach (var level in Enum.GetValues<ResourceLevel>())
        {
            foreach (var one in store.All(level).Where(_ => random.Next(2) == 0))
            {
                one.Labels.Add($"label-{level}");
                one.Metadata["1030"] = (Encoding.UTF8.GetBytes($"note of {one.Id}"), 0);
                if (random.Next(3) == 0)
                {
                    one.Attachments["1031"] = Encoding.UTF8.GetBytes($"attachment of {one.Id}");
                }
            }
        }

        foreach (var series in store.All(ResourceLevel.Series))
        {
            series.Metadata["RemoteAET"] = ("MODALITY"u8.ToArray(), 0);
        }
    }

    private static byte[] Instance(int number, int patient, int study, int series)
    {
        using var file = DicomFile.Create(TransferSyntax.ExplicitLittleEndian);
        Set(0x0008_0016, DicomVR.UI, "1.2.840.10008.5.1.4.1.1.7");
        Set(0x0008_0018, DicomVR.UI, $"1.2.3.{study}.{series}.{number}");
        Set(0x0008_0020, DicomVR.DA, "20200101");
        Set(0x0008_0060, DicomVR.CS, "OT");
        Set(0x0008_1030, DicomVR.LO, $"STUDY {study}");
        Set(0x0010_0010, DicomVR.PN, $"DOE^JOHN{patient}");
        Set(0x0010_0020, DicomVR.LO, $"PID{patient}");
        Set(0x0020_000D, DicomVR.UI, $"1.2.3.{study}");
        Set(0x0020_000E, DicomVR.UI, $"1.2.3.{study}.{series}");
        Set(0x0020_0013, DicomVR.IS, $"{number}");
        using var written = file.Write(Implementation);
        return written.AsSpan().ToArray();

        void Set(uint tag, DicomVR vr, string text) =>
            file.Dataset.Set(new DicomTag(tag), vr, Encoding.ASCII.GetBytes(text.Length % 2 == 0 ? text : text + (vr == DicomVR.UI ? '\0' : ' ')));
    }
}
