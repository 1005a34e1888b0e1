// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text.Json;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Editing.Preview;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.Phases;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Targets;
using OrthancDeid.Jobs.Work;

namespace OrthancDeid.Jobs.Checks;

/// <summary>
/// Does everything that a request asks for except storing, and reports what becomes of each element. The report
/// contains no value, neither old nor new.
/// </summary>
internal static class DryRun
{
    // A dry run stores nothing, so it takes no number from the counter in the host's database.
    private const string PatientName = "Anonymized";

    /// <summary>Reports on each element of an instance.</summary>
    /// <param name="plan">What the request asks for.</param>
    /// <param name="source">The file.</param>
    /// <param name="instance">Orthanc's identifier of the instance.</param>
    /// <exception cref="Exception">Whatever the request without <c>DryRun</c> throws.</exception>
    public static byte[] OfInstance(ModificationPlan plan, NativeBuffer source, string instance)
    {
        var preview = Preview(plan, source, instance);
        return Write(plan, json =>
        {
            json.WriteString("Instance", instance);
            json.WritePropertyName("Elements");
            PreviewReport.Write(json, preview);
            PixelsReport.Write(json, preview);
        });
    }

    /// <summary>Previews what the request does to an instance.</summary>
    /// <inheritdoc cref="OfInstance(ModificationPlan, NativeBuffer, string)"/>
    public static EditPreview Preview(ModificationPlan plan, NativeBuffer source, string instance)
    {
        var preview = new EditPreview();
        using var edited = new InstanceEdit(plan, Identifiers(plan, IdentifierKey.Create())).Apply(source, instance, preview);
        edited.RequireTranscoded(plan, instance);
        return preview;
    }

    /// <summary>Reports on the elements of all instances of a job: each element once, with its count.</summary>
    /// <param name="plan">What the request asks for.</param>
    /// <param name="job">The job as it would be submitted.</param>
    /// <param name="services">What the plugin provides to jobs.</param>
    /// <param name="isStopping">Whether the host is stopping, so that nobody waits for the answer any more.</param>
    /// <exception cref="OrthancException">The index cannot be read, or the host stops.</exception>
    public static byte[] OfJob(ModificationPlan plan, JobDefinition job, JobServices services, Func<bool> isStopping)
    {
        var identifiers = Identifiers(plan, job.Key);
        GivenIdentifiers.Assign(plan, job.Sources, identifiers);
        var edit = new JobEdit(plan, identifiers, job.Apart);
        var report = new PreviewReport();
        var pixels = new PixelsReport();
        var sizes = new SourceSizes(job.Sources);
        var progress = new JobProgress(job.Sources.Count);
        var all = job.Sources.Select(static source => source.Id).ToHashSet(StringComparer.Ordinal);
        var notTranscoded = new SortedSet<string>(StringComparer.Ordinal);
        WorkerThreads.Run(Math.Clamp(job.Sources.Count, 1, services.Threads), () =>
        {
            while (!isStopping() && progress.TryTake(out var number))
            {
                var source = job.Sources[number];
                try
                {
                    if (!Preview(edit, source, sizes, services, report, pixels, file => FormerTarget.RequireNone(
                        plan, file, source.Id, all, services.OverwritesInstances)))
                    {
                        lock (notTranscoded)
                        {
                            notTranscoded.Add(source.Id);
                        }
                    }
                }
                catch (InstanceRejectedException rejection)
                {
                    progress.Rejected(number, rejection.Reason);
                }
                catch (Exception fault)
                {
                    // As in the job itself, only this instance fails, whatever the reason, and the client learns of it.
                    var (code, details) = FaultDescription.OfInstance(fault);
                    progress.Failed(number, new InstanceFault(source.Id, code, details));
                }
            }
        }, services.Logger);
        if (isStopping())
        {
            throw new OrthancException(OrthancErrorCode.CanceledJob, "Orthanc stops before the dry run has ended.");
        }

        return Write(plan, json =>
        {
            var ended = progress.Snapshot(JobPhaseName.Done, patientNumber: null);
            json.WriteNumber("InstancesCount", job.Sources.Count);
            json.WriteNumber("FailedInstancesCount", ended.Failed.Count);
            JobContent.WriteFault(json, job, ended.Fault, ended.Failed);
            JobContent.WriteRejected(json, job, ended.Rejected);
            JobContent.WriteIgnored(json, job);
            if (notTranscoded.Count > 0)
            {
                json.WriteStartArray("NotTranscoded");
                foreach (var id in notTranscoded)
                {
                    json.WriteStringValue(id);
                }

                json.WriteEndArray();
            }

            json.WritePropertyName("Elements");
            report.WriteSum(json);
            pixels.WriteSum(json);
        });
    }

    private static IdentifierMap Identifiers(ModificationPlan plan, IdentifierKey key) =>
        new(plan.Request.PseudonymKey ?? key, static () => PatientName);

    /// <returns>Whether the new file has the transfer syntax that the request asks for.</returns>
    private static bool Preview(
        JobEdit edit, SourceInstance source, SourceSizes sizes, JobServices services, PreviewReport report,
        PixelsReport pixels, Action<NativeBuffer> require)
    {
        using var share = services.Memory.TakeFor(source, sizes, edit.Transcodes, edit.SearchesText);
        using var old = OrthancHost.ReadInstance(source.Id);
        var preview = new EditPreview();
        using var edited = edit.Apply(old, source, preview);
        require(edited.File);
        report.Add(preview);
        pixels.Add(preview);
        return edited.IsTranscoded;
    }

    private static byte[] Write(ModificationPlan plan, Action<Utf8JsonWriter> members)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, AnswerStyle.Escaped))
        {
            json.WriteStartObject();
            json.WriteBoolean("DryRun", true);
            json.WriteBoolean("IsAnonymization", plan.Request.Operation == Operation.Anonymize);
            members(json);
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }
}
