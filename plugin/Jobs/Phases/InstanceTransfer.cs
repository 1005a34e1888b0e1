// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Notes;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.Targets;
using OrthancDeid.Jobs.Work;

namespace OrthancDeid.Jobs.Phases;

/// <summary>Transfers one instance of a job, from reading the old one to recording the origin of the new one.</summary>
/// <param name="edit">Makes the new file.</param>
/// <param name="memory">Limits what is in memory at the same time.</param>
/// <param name="sizes">The sizes of the files of all sources of the job.</param>
/// <param name="origin">The metadata that names the old resource; null for none.</param>
/// <param name="copiesLabels">Whether labels go to the new resources.</param>
/// <param name="verifies">Whether the new instance is read back, since the old one may be deleted afterwards.</param>
/// <param name="targets">Stores the new instances, and takes them back.</param>
/// <param name="notes">
/// Keeps the notes of instances that are overwritten; null if no instances with the new identifiers can exist yet,
/// neither from somebody else nor from this job before the host was killed.
/// </param>
/// <param name="goesOn">
/// The token of the job, if it may already have made new instances that it does not know of; else null.
/// </param>
/// <param name="pairs">Collects old and new identifiers; null if they are not needed.</param>
/// <param name="logger">Logs which instances keep their transfer syntax.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class InstanceTransfer(
    JobEdit edit, MemoryBudget memory, SourceSizes sizes, string? origin, bool copiesLabels, bool verifies,
    JobTargets targets, OverwrittenNotes? notes, string? goesOn, IdentifierPairs? pairs, ILogger logger)
{
    private readonly FormerResults? _former = goesOn is null ? null : new FormerResults(edit, targets);

    private readonly ConcurrentDictionary<(string From, string To), bool> _noted = [];

    // The instances of a series share its record, since a job may have a million of them.
    private readonly ConcurrentDictionary<IndexedSeries, IndexedSeries> _series = [];

    private int _left;

    /// <summary>
    /// Whether a new instance may be left that is not among the results: it failed after it was stored and could not be
    /// deleted, or it is unknown whether the job made it before the host was killed.
    /// </summary>
    public bool HasLeft => Volatile.Read(ref _left) > 0;

    /// <summary>Makes and stores the new instance.</summary>
    /// <param name="source">The old one.</param>
    /// <param name="bytes">The size of the new file.</param>
    /// <exception cref="Exception">Whatever reading, editing and storing throw.</exception>
    public StoredInstance Run(SourceInstance source, out long bytes)
    {
        if (edit.SharesIdentifiers && goesOn is not null && InPlaceEdit.IsDone(goesOn, source.Id))
        {
            bytes = 0;
            return TakeUp(source);
        }

        using var share = memory.TakeFor(source, sizes, edit.Transcodes, edit.SearchesText);

        // Before the file is read, so that a later file is not taken for the one that was read.
        var read = verifies ? InstanceStorage.FileOf(source.Id) : null;
        using var old = OrthancHost.ReadInstance(source.Id);
        using var edited = edit.Apply(old, source);
        old.Dispose();
        var file = edited.File;
        bytes = file.Length;
        var stored = targets.Store(
            source, file, Store, made => Complete(source, made, file), made => Discard(source, made));
        if (!edited.IsTranscoded)
        {
            logger.NotTranscoded(source.Id);
        }

        if (edited.Identifiers is { } mapped)
        {
            pairs!.Add(source.Id, mapped);
        }

        return stored with { SourceFile = read };

        StoredInstance Store(string? target, bool isOwn)
        {
            var answer = notes is null ? Post()
                : target is not null ? notes.Around(target, isInPlace: target == source.Id, Post)
                : targets.Former(file, out target) ?? notes.Around(target, isInPlace: false, Post);
            return answer with
            {
                Series = _series.GetOrAdd(answer.Series, answer.Series),
                IsTranscoded = edited.IsTranscoded,
            };

            StoredInstance Post() => InstanceStorage.Store(file, isOwn);
        }
    }

    /// <summary>Recognizes a result whose file is not the one that the job knows.</summary>
    /// <param name="source">The source of the result.</param>
    /// <param name="stored">The result, as the job knows it.</param>
    /// <returns>The result as it is now; null if it is not what the job would make of the source.</returns>
    /// <exception cref="Exception">Whatever reading and editing throw.</exception>
    public StoredInstance? FindAgain(SourceInstance source, StoredInstance stored)
    {
        using var share = memory.TakeFor(source, sizes, edit.Transcodes, edit.SearchesText);

        // Before they are read, so that a later file is not taken for the one that was read.
        var read = InstanceStorage.FileOf(source.Id);
        var there = InstanceStorage.FileOf(stored.Id);
        if (read is null || there is null)
        {
            return null;
        }

        using var old = OrthancHost.ReadInstance(source.Id);
        using var edited = edit.Apply(old, source);
        return InstanceStorage.HasContent(stored.Id, edited.File) ? stored with { SourceFile = read, File = there } : null;
    }

    /// <summary>
    /// Deletes a result that the job may have made of a source before, and does not know of. Called if the job makes none
    /// now.
    /// </summary>
    public void TakeBackFormer(SourceInstance source)
    {
        try
        {
            if (_former?.TakeBack(source) == false)
            {
                Interlocked.Increment(ref _left);
                logger.FormerUnknown(source.Id);
            }
        }
        catch (Exception fault)
        {
            // The client is told why the job, or the instance, has failed.
            Interlocked.Increment(ref _left);
            logger.FormerNotDiscarded(source.Id, fault is OrthancException ? fault.Message : fault.GetType().Name);
        }
    }

    // Orthanc was killed after the new instance had overwritten the old one.
    private StoredInstance TakeUp(SourceInstance source)
    {
        var stored = new StoredInstance(source.Id, source.Series) { WasThere = true };
        targets.Resume(source.Id, stored);
        Note(source, stored);
        return stored;
    }

    private void Complete(SourceInstance source, StoredInstance stored, NativeBuffer file)
    {
        if (verifies)
        {
            InstanceStorage.Verify(stored.Id, file, edit.Reading);
        }

        Note(source, stored);
    }

    private void Note(SourceInstance source, StoredInstance stored)
    {
        Note(ResourceLevel.Instance, source.Id, stored.Id, isSame: false);
        Note(ResourceLevel.Series, source.Series.Id, stored.Series.Id);
        Note(ResourceLevel.Study, source.Series.Study, stored.Series.Study);
        Note(ResourceLevel.Patient, source.Series.Patient, stored.Series.Patient);
    }

    /// <summary>
    /// Deletes a new instance that failed after it was stored, since nobody else knows of it; but not if it may be all
    /// that is left of a source, or belongs to another job.
    /// </summary>
    private void Discard(SourceInstance source, StoredInstance stored)
    {
        Interlocked.Increment(ref _left);

        // A parent is deleted with its last instance, and its metadata with it.
        _noted.TryRemove((source.Series.Id, stored.Series.Id), out _);
        _noted.TryRemove((source.Series.Study, stored.Series.Study), out _);
        _noted.TryRemove((source.Series.Patient, stored.Series.Patient), out _);
        try
        {
            if (targets.TakeBack(source.Id, stored))
            {
                Interlocked.Decrement(ref _left);
            }
        }
        catch (OrthancException fault)
        {
            // The client is told of the earlier fault.
            logger.NotDiscarded(stored.Id, fault.Message);
        }
    }

    private void Note(ResourceLevel level, string from, string to) => Note(level, from, to, isSame: from == to);

    private void Note(ResourceLevel level, string from, string to, bool isSame)
    {
        // A parent is treated with its first instance. Doing it again would change nothing.
        if (level != ResourceLevel.Instance && !_noted.TryAdd((from, to), true))
        {
            return;
        }

        if (origin is not null && !isSame)
        {
            ResourceNotes.WriteMetadata(level, to, origin, from);
        }

        if (copiesLabels)
        {
            ResourceNotes.CopyLabels(level, from, to);
        }
    }
}
