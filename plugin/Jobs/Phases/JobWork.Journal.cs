// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using OrthancDeid.Host;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Phases;

/// <content>What the journal says of the job, and whether the host has accepted it.</content>
internal sealed partial class JobWork
{
    private bool _isRecorded;
    private bool _isNew;
    private bool _isRefused;

    /// <summary>
    /// Says that the job is about to be submitted. The journal has the job before the host has, and has to tell later
    /// whether the host accepted it.
    /// </summary>
    public void Await()
    {
        _isNew = true;
        Progress.Await();
    }

    /// <summary>
    /// Requires that the host has accepted the job and that the journal says so: a client was, or would have been, told
    /// that it did.
    /// </summary>
    /// <param name="isAccepted">What the route that has submitted the job knows; null if it was in an earlier run of the
    /// host.</param>
    /// <exception cref="OrthancException">It was refused, or the host was killed before it was accepted.</exception>
    public void RequireAcceptance(Func<bool?> isAccepted)
    {
        if (!Progress.IsAwaited)
        {
            return;
        }

        // Where the journal cannot be read, the job may have been accepted and have worked.
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
    /// Writes the job into the journal, if jobs are to survive the host: it may be killed before it saves them.
    /// </summary>
    /// <exception cref="OrthancException">The host cannot write it.</exception>
    public void Record()
    {
        // An entry of an earlier run of the job that could not be removed would have the next start of the host undo this
        // one.
        if (!_isRecorded && (Services.SavesJobs || Services.Journal.Has(Definition.Token)))
        {
            WriteJournal();
        }

        _isRecorded = true;
    }

    /// <summary>
    /// Adds what the journal knows and the host does not: that the job was deleting its sources when the host was
    /// killed, its results, or the number of the new patient name. Other results are found again, since identifiers are
    /// derived.
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
    /// Writes into the journal that the job was submitted again, unless the job has done so: until then, the next start of
    /// the host may find only that it had ended. For any thread, also while the job works or ends.
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

            // As the first step decides what it takes up.
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
    /// Records that the deletion of sources begins, first in the journal: if that fails, the results can be taken back.
    /// A host that is killed meanwhile still has all sources, and goes on with the deletion.
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
            // One that was not accepted never comes back by its entry, which only keeps what the host has saved from
            // running.
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
