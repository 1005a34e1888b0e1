// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;
using OrthancDeid.Jobs.Phases;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.Tests.Simulation;

namespace OrthancDeid.Jobs.Tests;

/// <summary>A job removes what the index has of the study from an instance that does not name the patient.</summary>
[NonParallelizable]
internal sealed class StudyTagsTests
{
    private static readonly DicomTag AcquisitionProtocolName = new(0x0018_9423);

    [TestCase("{}")]
    [TestCase("""{"Options": ["CleanDescriptors"], "Verify": true}""")]
    public void An_instance_that_does_not_name_the_patient_loses_the_name_that_its_study_has(string request)
    {
        var before = OrthancHost.Current;
        try
        {
            var trace = new List<string>();
            var store = new SimulatedStore(new Random(1));
            store.Store(Instance(1, "Wolkenstein^Anna"));
            var unnamed = store.Store(Instance(2, patient: null)).Instance;
            OrthancHost.Current = new SimulatedHost(
                store, new Schedule(1) { IsQuiet = true }, new SimulatedClock(), new SimulatedJobs(() => "job"), trace,
                checksRevisions: false);
            var plan = ModificationPlan.For(ModificationRequest.Parse(
                RequestBody.Parse(Encoding.UTF8.GetBytes(request)), Operation.Anonymize, SimulatedPlugin.Settings));
            var edit = new JobEdit(plan, new IdentifierMap(() => "Anonymized1"), []);
            var series = new IndexedSeries(
                unnamed.Above(ResourceLevel.Series).Id, unnamed.Above(ResourceLevel.Study).Id,
                unnamed.Above(ResourceLevel.Patient).Id);

            for (var time = 0; time < 2; time++)
            {
                using var edited = edit.Apply(NativeBuffer.CopyOf(unnamed.File), new SourceInstance(unnamed.Id, series));
                using var made = DicomFile.Parse(edited.File.AsSpan(), SimulatedPlugin.Settings.Reading);
                Assert.That(made.Dataset.GetText(AcquisitionProtocolName), Is.EqualTo("CT of"));
            }

            Assert.That(trace.Count(call => call.Contains("/studies/", StringComparison.Ordinal)), Is.EqualTo(1));
        }
        finally
        {
            OrthancHost.Current = before;
        }
    }

    private static byte[] Instance(int number, string? patient)
    {
        using var file = DicomFile.Create(TransferSyntax.ExplicitLittleEndian);
        Set(0x0008_0016, DicomVR.UI, "1.2.840.10008.5.1.4.1.1.7");
        Set(0x0008_0018, DicomVR.UI, $"1.2.3.1.1.{number}");
        if (patient is not null)
        {
            Set(0x0010_0010, DicomVR.PN, patient);
        }

        Set(0x0010_0020, DicomVR.LO, "PID");
        Set(0x0018_9423, DicomVR.LO, "CT of Wolkenstein");
        Set(0x0020_000D, DicomVR.UI, "1.2.3.1");
        Set(0x0020_000E, DicomVR.UI, "1.2.3.1.1");
        Set(0x0020_0013, DicomVR.IS, $"{number}");
        using var written = file.Write(new Implementation("1.2.3.4", "SIMULATION"));
        return written.AsSpan().ToArray();

        void Set(uint tag, DicomVR vr, string text) => file.Dataset.Set(new DicomTag(tag), vr, Encoding.ASCII.GetBytes(text));
    }
}
