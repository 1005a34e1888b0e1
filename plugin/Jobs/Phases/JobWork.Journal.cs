// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using OrthancDeid.Host;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Phases;

/// <content>What the journal records of the job, and whether the host has accepted it.</content>
internal sealed partial class JobWork
{
    private bool _isRecorded;
    private bool _isNew;
    private bool _isRefused;

    /// <summary>
    /// Marks the job as about to be submitted. The journal has the job before the host has it, and must show later
    /// whether the host accepted it.
    /// </summary>
    public void Await()
    {
        _isNew = true;
        Progress.Await();
    }

    /// <summary>
    /// Requires that the host has accepted the job and that the journal has recorded this, so that a client was, or
    /// would have been, told of it.
    /// </summary>
    /// <param name="isAccepted">
    /// What the route that submitted the job knows; null if that was in an earlier run of the host.
    /// </param>
    /// <exception cref="OrthancException">The job was refused, or the host was killed before it was accepted.</exception>
    public void RequireAcceptance(Func<bool?> isAccepted)
    {
        if (!Progress.IsAwaited)
        {
            return;
        }

        // If the journal cannot be read, the job is not refused: it may have been accepted, and may have worked already.
        _isRefused = !(isAccepted() ?? Services.Journal.IsAccepted(Definition.Token));
        if (_isRefused)
        {
            throw new OrthancException(
                OrthancErrorCode.CanceledJob,
                "The job has done nothing: Orthanc could not note, or was killed before it had noted, that it has the job.");
        }

        Progress.Accept();
    }

    /// <summary>
    /// Writes the job into the journal, if jobs are to survive the host, which may be killed before it saves them.
    /// </summary>
    /// <exception cref="OrthancException">The host cannot write it.</exception>
    public void Record()
    {
        // Also replaces an entry of an earlier run of the job that could not be removed: it would make the next start
        // of the host undo this run.
        if (!_isRecorded && (Services.SavesJobs || Services.Journal.Has(Definition.Token)))
        {
            WriteJournal();
        }

        _isRecorded = true;
    }

    /// <summary>
    /// Adds what is in the journal but not in the state that the host saved: that the job was deleting its sources when
    /// the host was killed, its results, or the number of the new patient name. Other results are found again, since
    /// their identifiers are derived.
    /// </summary>
    /// <exception cref="Exception">The journal cannot be read or written.</exception>
    public void TakeUpJournal()
    {
        if (_isRecorded)
        {
            return;
        }

        if (Services.Journal.Find(Definition.Token) is { } state && JobState.TryRead(state, out var saved, out var progress))
        {
            var runs = Math.Max(Progress.Runs, progress.Runs);
            _isRecorded = progress.Runs == runs;
            if (!Progress.IsOver
                && (progress.Pending < Progress.Pending || progress.AreSourcesGoing || progress.IsUndoing || progress.IsOver))
            {
                Progress = progress;
                if (saved.PatientNumber is { } number)
                {
                    // The results have this name, and the host may not have saved it.
                    _patientNumber = number;
                    Services.Names.Hold(number);
                }
            }

            // The progress is that of an earlier run of the job, which had ended.
            while (Progress.Runs < runs && !Progress.IsOver)
            {
                Progress.Restart();
            }
        }

        Record();
    }

    /// <summary>
    /// Records in the journal that the job was submitted again, unless the job has done so itself. Until then, the next
    /// start of the host may find only that the job had ended. May be called by any thread, also while the job works or
    /// ends.
    /// </summary>
    /// <param name="isOver">Whether the job has ended: from then on it must not be in the journal.</param>
    /// <exception cref="Exception">The journal cannot be read or written.</exception>
    public void RecordRun(Func<bool> isOver)
    {
        if (!Services.SavesJobs && !Services.Journal.Has(Definition.Token))
        {
            return;
        }

        Services.Journal.Update(Definition.Token, last =>
        {
            var snapshot = _snapshot;
            if (isOver())
            {
                return null;
            }

            var state = new ArrayBufferWriter<byte>();
            if (last is null || !JobState.TryRead(last, out var saved, out var progress))
            {
                WriteState(state, snapshot);
                return state.WrittenSpan.ToArray();
            }

            if (progress.Runs >= snapshot.Runs || progress.IsOver)
            {
                return null;
            }

            // The first step uses the same rule to decide which progress it takes up.
            var knowsMore = progress.Pending < snapshot.Count - snapshot.Stored.Count
                || progress.AreSourcesGoing || progress.IsUndoing;
            while (progress.Runs < snapshot.Runs)
            {
                progress.Restart();
            }

            WriteState(
                state,
                knowsMore ? progress.Snapshot(snapshot.Phase, saved.PatientNumber ?? snapshot.PatientNumber) : snapshot);
            return state.WrittenSpan.ToArray();
        });
    }

    /// <summary>Writes the progress of the job into the journal.</summary>
    /// <exception cref="OrthancException">The host cannot write it.</exception>
    public void WriteJournal() => WriteJournal(Progress.Snapshot(_snapshot.Phase, _patientNumber));

    /// <summary>
    /// Records that the deletion of sources begins, first in the journal: if that fails, the results can still be taken
    /// back. If the host is killed meanwhile, it still has all sources, and the job goes on with the deletion.
    /// </summary>
    /// <exception cref="OrthancException">The host cannot write it.</exception>
    public void BeginDeletion()
    {
        WriteJournal(Progress.Snapshot(_snapshot.Phase, _patientNumber) with { AreSourcesGoing = true });
        Progress.BeginDeletion();
    }

    /// <summary>Removes the job from the journal after its end.</summary>
    /// <param name="isKept">Whether it stays there until the host has saved that the job ended.</param>
    public void Unrecord(bool isKept)
    {
        if (isKept)
        {
            // The entry of a job that was not accepted never brings the job back. It only keeps the job from running if
            // the host has saved it.
            Services.Journal.RemoveLater(
                Definition.Token, isNeeded: !Definition.KeepsSource || Progress.IsAwaited, outlastsStop: Progress.IsAwaited);
        }
        else
        {
            Services.Journal.Remove(Definition.Token);
        }

        _isRecorded = false;
    }

    private void WriteJournal(JobSnapshot snapshot)
    {
        var state = new ArrayBufferWriter<byte>();
        WriteState(state, snapshot);
        Services.Journal.Write(Definition.Token, state.WrittenSpan);
    }
}
