// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Requests;

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>The content of the simulated host before the first job: one to six small instances of one or two
/// studies.</summary>
internal static class SimulatedStudies
{
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
            store.Store(HostScript.Instance(number, patient, study, series, $"STUDY {study}"));
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
}
