// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Tests;

/// <summary>The progress of a job, as the threads of the host see it, and as it is saved.</summary>
internal sealed class JobProgressTests
{
    private static readonly IndexedSeries Series = new(Id(1), Id(2), Id(3));

    [Test]
    public void A_snapshot_stays_as_it_was()
    {
        var progress = new JobProgress(4);
        progress.Succeeded(0, new StoredInstance(Id(10), Series));
        var before = progress.Snapshot(JobPhaseName.Transfer, patientNumber: 7);
        progress.Succeeded(1, new StoredInstance(Id(11), Series));
        progress.Failed(2, new InstanceFault(Id(22), OrthancErrorCode.BadFileFormat, "broken"));
        progress.Rejected(3, "not wanted");
        progress.Forget(0);
        progress.BeginUndo();
        var after = progress.Snapshot(JobPhaseName.Undo, patientNumber: null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(before.Stored.Select(one => one.Number), Is.EqualTo((int[])[0]));
            Assert.That(before.Failed, Is.Empty);
            Assert.That(before.Rejected, Is.Empty);
            Assert.That(before.Fault, Is.Null);
            Assert.That(before.IsUndoing, Is.False);
            Assert.That(before.Fraction, Is.EqualTo(0.25f));
            Assert.That(after.Stored.Select(one => one.Number), Is.EqualTo((int[])[1]));
            Assert.That(after.Failed.Select(one => one.Key), Is.EqualTo((int[])[2]));
            Assert.That(after.Rejected.Select(one => one.Key), Is.EqualTo((int[])[3]));
            Assert.That(after.Fault!.Details, Is.EqualTo("broken"));
            Assert.That(after.IsUndoing, Is.True);
            Assert.That(after.Fraction, Is.EqualTo(0.75f));
        }
    }

    [Test]
    public void What_did_not_change_is_not_copied()
    {
        var progress = new JobProgress(2);
        progress.Succeeded(0, new StoredInstance(Id(10), Series));
        var first = progress.Snapshot(JobPhaseName.Transfer, patientNumber: null);
        progress.BeginDeletion();
        var second = progress.Snapshot(JobPhaseName.DeleteSources, patientNumber: null);
        Assert.That(second.Stored, Is.SameAs(first.Stored));
        Assert.That(second.AreSourcesGoing, Is.True);
    }

    [Test]
    public void A_job_that_was_saved_while_it_undid_its_work_goes_on_with_that()
    {
        var progress = new JobProgress(2);
        progress.Succeeded(0, new StoredInstance(Id(10), Series));
        progress.Failed(1, new InstanceFault(Id(21), OrthancErrorCode.UnknownResource, "gone"));
        progress.BeginUndo();
        progress.HasLeft();
        var restored = Restored(progress);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(restored.IsUndoing, Is.True);
            Assert.That(restored.LeavesNothing, Is.False);
            Assert.That(restored.Stored().Select(one => one.Instance.Id), Is.EqualTo((string[])[Id(10)]));
            Assert.That(restored.Fault!.Details, Is.EqualTo("gone"));
        }

        restored.Forget(0);
        Assert.That(restored.LeavesNothing, Is.False, "an instance is left that it no longer knows");
        restored.Restart();
        Assert.That(restored.IsUndoing, Is.False, "submitted again, it starts anew");
        Assert.That(restored.Pending, Is.EqualTo(2));
        Assert.That(Restored(restored).Snapshot(JobPhaseName.Recover, patientNumber: null).Runs, Is.EqualTo(1));
    }

    [Test]
    public void What_the_last_version_saved_can_be_read()
    {
        var progress = new JobProgress(1);
        progress.Succeeded(0, new StoredInstance(Id(10), Series));
        var state = State(progress)
            .Replace("\"IsUndoing\":false,", string.Empty, StringComparison.Ordinal)
            .Replace("\"HasLeft\":false,", string.Empty, StringComparison.Ordinal)
            .Replace("\"Runs\":0,", string.Empty, StringComparison.Ordinal);
        Assert.That(state, Does.Not.Contain("IsUndoing").And.Not.Contain("HasLeft").And.Not.Contain("Runs"));
        Assert.That(JobState.TryRead(state, out _, out var restored), Is.True);
        Assert.That(restored!.IsUndoing, Is.False);
    }

    [Test]
    public void A_fault_of_the_plugin_is_told_without_the_words_of_the_exception()
    {
        var (code, details) = FaultDescription.OfJob(
            new AggregateException(new InvalidOperationException("Müller^Eva")));
        Assert.That(code, Is.EqualTo(OrthancErrorCode.InternalError));
        Assert.That(details, Does.Contain("InvalidOperationException").And.Not.Contain("Müller"));
    }

    private static JobProgress Restored(JobProgress progress) =>
        JobState.TryRead(State(progress), out _, out var restored)
            ? restored : throw new AssertionException("The state is none.");

    private static string State(JobProgress progress)
    {
        var output = new ArrayBufferWriter<byte>();
        JobState.Write(
            output,
            new JobDefinition
            {
                Kind = JobKind.ResourceModification,
                Operation = Operation.Anonymize,
                Request = "{}"u8.ToArray(),
                Level = ResourceLevel.Study,
                Sources = [.. Enumerable.Range(0, progress.Count).Select(n => new SourceInstance(Id(20 + n), Series))],
                Named = [Id(2)],
                Key = IdentifierKey.Create(),
                IsPermissive = false,
                KeepsSource = true,
            },
            progress.Snapshot(JobPhaseName.Transfer, patientNumber: null));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Id(int number) =>
        ResourceIdentifier.FromHash([.. Enumerable.Repeat((byte)number, ResourceIdentifier.Size)]);
}
