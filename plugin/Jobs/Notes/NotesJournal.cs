// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OrthancDeid.Host;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Notes;

/// <summary>
/// Keeps in the database of the host what is attached to resources while these are overwritten: if the host is killed
/// meanwhile, it is put back after the next start, whether the job goes on or not. Thread-safe.
/// </summary>
/// <param name="temporaryFolder">The folder for files that hold large attachments.</param>
/// <param name="goesOn">Whether a job has not ended, by its token.</param>
/// <param name="logger">Logs faults.</param>
internal sealed partial class NotesJournal(string temporaryFolder, Func<string, bool> goesOn, ILogger logger)
{
    /// <summary>The form of an entry.</summary>
    public static readonly StateForm Form = new(
        "record of labels, metadata and attachments", Mark: "OrthancDeidNotes", Key: "Key", Oldest: 1, Newest: 1);

    // The limit beyond which attachments are kept in files, and not in the database of the host or in memory.
    private const long LargestAttachments = 16 << 20;

    private readonly JobJournal _journal = new(logger, countProperty: 25703, firstProperty: 0x4F45_0000, Form);
    private readonly Lock _lock = new();

    // Entries of resources that a job deletes and makes again, and that are not there, by their keys.
    private readonly ConcurrentDictionary<string, string> _waiting = new(StringComparer.Ordinal);
    private volatile bool _isTakenUp;

    // The number of the newest entry, also of earlier runs of the host.
    private long _newest;

    /// <summary>Puts back what an earlier run of the host has left. Only the first call does anything.</summary>
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

    /// <summary>Reads the attachments of some resources, and keeps everything that is attached to these.</summary>
    /// <returns>The key of the entry.</returns>
    /// <exception cref="OrthancException">The host cannot read or write it; nothing is kept.</exception>
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
                    // First, so that the files are deleted in any case.
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
    /// Puts back what was attached to instances that a job has deleted, and stored again only now, since the host was killed
    /// between the two. If the host refuses it, the log says so.
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
            // All is put back; the files are deleted after the next start.
            logger.NotesNotPutBack(fault.GetType().Name);
        }
    }

    /// <summary>
    /// Puts back what a resource no longer has, and removes the entry, unless that waits for a resource that a job makes again.
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

    /// <returns>Whether all resources are there.</returns>
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
            // It is ill-formed, and stays for a version that can read it. Others are put back.
            logger.NotesNotPutBack(fault.GetType().Name);
        }
    }
}
