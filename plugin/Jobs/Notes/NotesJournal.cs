// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OrthancDeid.Host;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Notes;

/// <summary>
/// Keeps the notes of resources in the database of the host while these are overwritten. If the host is killed
/// meanwhile, the notes are put back after the next start, whether the job goes on or not. Thread-safe.
/// </summary>
/// <param name="temporaryFolder">The folder for files that hold large attachments.</param>
/// <param name="goesOn">Whether the job with a given token has not ended.</param>
/// <param name="logger">Logs faults.</param>
internal sealed partial class NotesJournal(string temporaryFolder, Func<string, bool> goesOn, ILogger logger)
{
    /// <summary>The form of an entry.</summary>
    public static readonly StateForm Form = new(
        "record of labels, metadata and attachments", Mark: "OrthancDeidNotes", Key: "Key", Oldest: 1, Newest: 1);

    // Attachments of an entry beyond this limit are kept in files, and not in the database of the host or in memory.
    private const long LargestAttachments = 16 << 20;

    private readonly JobJournal _journal = new(logger, countProperty: 25703, firstProperty: 0x4F45_0000, Form);
    private readonly Lock _lock = new();

    // By their keys: entries whose resources do not exist now, because a job has deleted them and will make them again.
    private readonly ConcurrentDictionary<string, string> _waiting = new(StringComparer.Ordinal);
    private volatile bool _isTakenUp;

    // The number of the newest entry, also of earlier runs of the host.
    private long _newest;

    /// <summary>Puts back the notes that an earlier run of the host has left. Only the first call does anything.</summary>
    /// <exception cref="OrthancException">The host cannot read the journal.</exception>
    public void TakeUp()
    {
        if (_isTakenUp)
        {
            return;
        }

        lock (_lock)
        {
            if (_isTakenUp)
            {
                return;
            }

            var states = NewestFirst(_journal.States());
            _newest = states.Count > 0 ? OrderOf(states[0]) : 0;
            foreach (var state in states)
            {
                TakeUp(state);
            }

            _isTakenUp = true;
        }
    }

    /// <summary>Reads the attachments of some resources, and keeps all their notes.</summary>
    /// <returns>The key of the entry.</returns>
    /// <exception cref="OrthancException">The host cannot read or write them; nothing is kept.</exception>
    public string Write(NotesList notes)
    {
        var key = Guid.NewGuid().ToString("N");
        notes.Order = Interlocked.Increment(ref _newest);
        try
        {
            ReadAttachments(key, notes);
            Write(key, notes);
            return key;
        }
        catch
        {
            Remove(key);
            throw;
        }
    }

    private void ReadAttachments(string key, NotesList notes)
    {
        var files = new AttachmentFiles(temporaryFolder, key);
        var left = LargestAttachments;
        var isKnown = false;
        foreach (var one in notes)
        {
            one.ReadAttachments(content =>
            {
                if (content.Length <= left)
                {
                    left -= content.Length;
                    return (content, null);
                }

                if (!isKnown)
                {
                    // Before any file is written, so that the files are deleted in any case.
                    Write(key, new NotesList { Order = notes.Order });
                    isKnown = true;
                }

                return (files.Write(content, out var number), number);
            });
        }
    }

    /// <summary>Puts back what a resource no longer has, and removes the entry.</summary>
    /// <exception cref="OrthancException">The host refuses it; it is tried again after the next start.</exception>
    public void PutBack(string key, NotesList notes)
    {
        PutBack(notes);
        Remove(key);
    }

    /// <summary>
    /// Puts back the notes of instances that a job had deleted when the host was killed, and has stored again only now.
    /// If the host refuses them, the log says so.
    /// </summary>
    public void PutBackWaiting()
    {
        foreach (var state in NewestFirst(_waiting.Values))
        {
            TakeUp(state);
        }
    }

    /// <summary>Puts back what a resource no longer has; if the host refuses it, the log says so.</summary>
    public void TryPutBack(string key, NotesList notes)
    {
        try
        {
            Settle(key, notes, () => _journal.Find(key));
        }
        catch (OrthancException fault)
        {
            logger.NotesNotPutBack(fault.Message);
        }
    }

    private void Remove(string key)
    {
        try
        {
            new AttachmentFiles(temporaryFolder, key).Delete();
            _journal.Remove(key);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Nothing is left to put back. The files are deleted after the next start.
            logger.NotesNotPutBack(fault.GetType().Name);
        }
    }

    /// <summary>
    /// Puts back what a resource no longer has, and removes the entry, unless the entry has to wait for a resource that
    /// a job makes again.
    /// </summary>
    private void Settle(string key, NotesList notes, Func<string?> entry)
    {
        if (PutBack(notes) || !Waits(notes))
        {
            Remove(key);
            _waiting.TryRemove(key, out _);
        }
        else if (entry() is { } state)
        {
            _waiting[key] = state;
        }
    }

    private bool Waits(NotesList notes) => notes.Replaces is { } job && goesOn(job);

    /// <returns>Whether all resources exist.</returns>
    private static bool PutBack(NotesList notes)
    {
        var areThere = true;
        foreach (var one in notes)
        {
            areThere &= one.PutBack();
        }

        notes.Edit?.NoteIfDone();
        return areThere;
    }

    private void TakeUp(string state)
    {
        try
        {
            using var notes = Read(state, out var key);
            Settle(key, notes, () => state);
        }
        catch (OrthancException fault)
        {
            logger.NotesNotPutBack(fault.Message);
        }
        catch (Exception fault)
        {
            // The entry is ill-formed. It stays for a version that can read it, and the other entries are put back.
            logger.NotesNotPutBack(fault.GetType().Name);
        }
    }
}
