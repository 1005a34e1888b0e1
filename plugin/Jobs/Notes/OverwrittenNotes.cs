// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Notes;

/// <summary>
/// Preserves the notes of an instance when it is overwritten. The host deletes the old instance first, with its labels,
/// metadata and attachments, and with those of its series, study and patient if these have no other instance.
/// Thread-safe.
/// </summary>
/// <param name="journal">Keeps the notes meanwhile.</param>
/// <param name="job">The token of the job, if it may go on after a restart of the host.</param>
/// <param name="overwrites">
/// Whether the host replaces instances that it has (<c>OverwriteInstances</c>). If not, the old instance is deleted
/// before the new one is stored.
/// </param>
internal sealed class OverwrittenNotes(NotesJournal journal, string? job, bool overwrites)
{
    // Two threads that delete the last two instances of a series would each assume that the other's instance remains.
    private static readonly Lock WithDeletion = new();

    // Attachments may be large, so only one thread at a time has some in memory.
    private static readonly Lock WithAttachments = new();

    private readonly SoleParents _parents = new();

    /// <summary>Stores a file, and puts back what was attached to the resources that it has overwritten.</summary>
    /// <param name="target">Orthanc's identifier of the new instance.</param>
    /// <param name="isInPlace">Whether the old instance has this identifier, too.</param>
    /// <param name="store">Stores the file.</param>
    /// <exception cref="Exception">
    /// Whatever <paramref name="store"/> throws. Or the host cannot read the notes of a resource, and nothing is
    /// stored. Or it does not accept the notes, and the rest is put back after the next start.
    /// </exception>
    public StoredInstance Around(string target, bool isInPlace, Func<StoredInstance> store)
    {
        journal.TakeUp();
        if (overwrites)
        {
            return Kept(target, isInPlace, store);
        }

        if (!InstanceStorage.Exists(target))
        {
            // The job may have deleted the old instance before the host was killed.
            var stored = store();
            journal.PutBackWaiting();
            return stored;
        }

        lock (WithDeletion)
        {
            return Kept(target, isInPlace, store);
        }
    }

    private StoredInstance Kept(string target, bool isInPlace, Func<StoredInstance> store)
    {
        using var notes = Read(target);
        notes.Replaces = overwrites ? null : job;
        notes.Edit = isInPlace && job is not null ? InPlaceEdit.Of(job, target) : null;
        if (!notes.Exists(one => one.Attachments.Count > 0))
        {
            return notes.Count == 0 && notes.Edit is null ? store() : Around(notes, store);
        }

        lock (WithAttachments)
        {
            return Around(notes, store);
        }
    }

    private StoredInstance Around(NotesList notes, Func<StoredInstance> store)
    {
        var key = journal.Write(notes);
        StoredInstance stored;
        try
        {
            stored = store();
        }
        catch
        {
            // The old instance may be gone nevertheless.
            journal.TryPutBack(key, notes);
            throw;
        }

        journal.PutBack(key, notes);
        return stored;
    }

    private NotesList Read(string target)
    {
        var list = new NotesList();
        try
        {
            foreach (var (level, resource) in _parents.With(target))
            {
                var notes = KeptNotes.Read(level, resource);
                if (!notes.IsEmpty)
                {
                    list.Add(notes);
                }
            }

            return list;
        }
        catch
        {
            list.Dispose();
            throw;
        }
    }
}
