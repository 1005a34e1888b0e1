// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Notes;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Targets;

/// <summary>
/// The new instances of a job: stores them, takes them back, and deletes sources whose new instances exist. If other
/// jobs may have the same ones, each of these operations holds the claim (<see cref="TargetClaims"/>). Thread-safe.
/// </summary>
/// <param name="job">What the job is to do.</param>
/// <param name="plan">What it does to each instance.</param>
/// <param name="sources">The identifiers of all its sources: a new instance may overwrite one.</param>
/// <param name="claims">What the jobs of this host know about each other.</param>
/// <param name="overwrites">Whether the host replaces instances that it has (<c>OverwriteInstances</c>).</param>
internal sealed class JobTargets(
    JobDefinition job, ModificationPlan plan, IReadOnlySet<string> sources, TargetClaims claims, bool overwrites = true)
{
    private readonly bool _areShared = plan.SharesIdentifiers;

    // The source of each new instance. An earlier check has found no two sources of the job that would become one.
    private readonly ConcurrentDictionary<string, string> _made = new(StringComparer.Ordinal);

    // Reading a series takes longer the more instances it has.
    private readonly ConcurrentDictionary<string, IndexedSeries> _series = new(StringComparer.Ordinal);

    /// <summary>Stores a new instance.</summary>
    /// <param name="source">Its source.</param>
    /// <param name="file">The new file.</param>
    /// <param name="store">
    /// Stores it. Takes Orthanc's identifier of it, or null if only this job can have made it, and whether to replace an
    /// existing instance: one that this job made before a restart, or one that the request overwrites.
    /// </param>
    /// <param name="complete">Does what remains to be done after that.</param>
    /// <param name="discard">Called with an instance that was or may have been stored, if anything fails.</param>
    /// <exception cref="Exception">Whatever they throw; or an instance of another source is there.</exception>
    public StoredInstance Store(
        SourceInstance source, NativeBuffer file, Func<string?, bool, StoredInstance> store, Action<StoredInstance> complete,
        Action<StoredInstance> discard)
    {
        if (!_areShared)
        {
            return Completed(source, Stored(source, file, isNew: true, () => store(null, true), discard), complete, discard);
        }

        var target = InstanceIdentity.Of(file, plan.Request.Host.Reading);
        using var claim = claims.Take(target);
        while (true)
        {
            var notes = TargetNotes.Read(target);
            var isOwn = notes?.IsOnlyOf(job.Token) == true;
            var isReplaced = false;
            StoredInstance? there = null;
            if (notes is { } found && !sources.Contains(target))
            {
                if (InstanceStorage.HasContent(target, file))
                {
                    there = new StoredInstance(target, SeriesOf(target));
                }
                else if (!isOwn)
                {
                    // A client that gives identifiers wants to overwrite, but nobody chooses a pseudonym.
                    FormerTarget.RequireSameSource(
                        target, claim.Source ?? (plan.Request.PseudonymKey is null ? null : found.Source), source.Id);
                    isReplaced = FormerTarget.IsReplaced(plan, target, found, source.Id, overwrites);
                }
            }

            // If the host computes another identifier, it is unknown whether the instance was there before.
            var stored = there ?? Stored(
                source, file, isNew: notes is null && !sources.Contains(target), () => store(target, isOwn || isReplaced),
                discard);
            stored = stored with
            {
                WasThere = stored.Id != target || (!isOwn && (notes is not null || stored.WasThere)),
            };
            claim.Enter(job.Token, source.Id, isMade: !stored.WasThere, isNoted: notes is { IsUsedHere: false });
            stored = Completed(source, stored, complete, discard);
            if (IsNoted(source, stored, discard))
            {
                return stored;
            }

            claim.Leave(job.Token);
        }
    }

    /// <summary>
    /// The result that only this job can have made before the host was killed, if it has the content of the new file.
    /// </summary>
    /// <param name="file">The new file.</param>
    /// <param name="target">Orthanc's identifier of it.</param>
    /// <returns>Null if there is no such instance, or it has other content.</returns>
    /// <exception cref="OrthancException">The host does not answer, or cannot read it.</exception>
    public StoredInstance? Former(NativeBuffer file, out string target)
    {
        target = InstanceIdentity.Of(file, plan.Request.Host.Reading);
        return InstanceStorage.Exists(target) && InstanceStorage.HasContent(target, file)
            ? new StoredInstance(target, SeriesOf(target)) : null;
    }

    /// <summary>Registers a result from before a pause or a restart.</summary>
    public void Resume(string source, StoredInstance stored)
    {
        if (_areShared)
        {
            using var claim = claims.Take(stored.Id);
            claim.Enter(job.Token, source, isMade: !stored.WasThere, isNoted: false);
        }
    }

    /// <summary>
    /// Deletes a new instance of a job that failed, but not if it has overwritten a source, if another job uses it, if
    /// it has changed, or if the source is gone: nothing may be lost.
    /// </summary>
    /// <returns>Whether it was deleted.</returns>
    /// <exception cref="OrthancException">The host does not answer, or cannot delete it.</exception>
    public bool TakeBack(string source, StoredInstance stored)
    {
        if (!_areShared)
        {
            return !stored.WasThere && Delete(source, stored);
        }

        using var claim = claims.Take(stored.Id);
        if (!stored.WasThere)
        {
            // After a restart it is not registered yet.
            claim.Enter(job.Token, source, isMade: true, isNoted: false);
        }

        if (!claim.Leave(job.Token))
        {
            return false;
        }

        if (TargetNotes.Read(stored.Id) is null)
        {
            return true;
        }

        TargetNotes.WriteGoing(stored.Id, isGoing: true);
        if (TargetNotes.Read(stored.Id)?.IsUsedBeside(job.Token, claim.IsNotedHere) != true && Delete(source, stored))
        {
            return true;
        }

        TargetNotes.WriteGoing(stored.Id, isGoing: false);
        return false;
    }

    /// <summary>Whether an instance exists that this job, and no other one, has made.</summary>
    /// <param name="target">Orthanc's identifier of the instance.</param>
    /// <returns>
    /// Null if that is unknown: the host may have been killed between storing the instance and noting the job, or other
    /// jobs have the instance, too.
    /// </returns>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public bool? IsMade(string target)
    {
        if (sources.Contains(target))
        {
            return InPlaceEdit.IsDone(job.Token, target) ? null : false;
        }

        if (!_areShared)
        {
            return InstanceStorage.Exists(target);
        }

        return TargetNotes.Read(target) is not { } notes ? false : notes.IsOnlyOf(job.Token) ? true : null;
    }

    /// <summary>
    /// Deletes a source, if its successor exists and is unchanged since it was stored, and the source since it was read.
    /// </summary>
    /// <returns>The state of both.</returns>
    /// <exception cref="OrthancException">The host does not answer, or cannot delete it.</exception>
    public SuccessorState DeleteSource(string source, StoredInstance successor)
    {
        if (!_areShared)
        {
            return Successors.DeleteSource(source, successor);
        }

        using var claim = claims.Take(successor.Id);
        return Successors.DeleteSource(source, successor);
    }

    /// <summary>Records that the job has ended.</summary>
    /// <param name="stored">Its results.</param>
    /// <param name="areKept">Whether they must not be taken back.</param>
    public void End(IEnumerable<StoredInstance> stored, bool areKept)
    {
        if (_areShared)
        {
            claims.End(job.Token, stored.Select(one => one.Id), areKept);
        }
    }

    private bool Delete(string source, StoredInstance stored)
    {
        if (sources.Contains(stored.Id) || !InstanceStorage.Exists(source)
            || Successors.StateOf(stored.Id, stored.File) == SuccessorState.Other)
        {
            return false;
        }

        InstanceStorage.Delete(stored.Id);
        return true;
    }

    /// <summary>Stores an instance. A host that answers with an error may have stored it nevertheless.</summary>
    private StoredInstance Stored(
        SourceInstance source, NativeBuffer file, bool isNew, Func<StoredInstance> store, Action<StoredInstance> discard)
    {
        try
        {
            return store();
        }
        catch (OrthancException fault) when (isNew && fault.Code != OrthancErrorCode.CannotStoreInstance)
        {
            discard(new StoredInstance(InstanceIdentity.Of(file, plan.Request.Host.Reading), source.Series));
            throw;
        }
    }

    private StoredInstance Completed(
        SourceInstance source, StoredInstance stored, Action<StoredInstance> complete, Action<StoredInstance> discard)
    {
        try
        {
            // Before it is read back, so that a later file is not taken for the one that was read.
            if (_areShared || !job.KeepsSource)
            {
                stored = stored with { File = InstanceStorage.FileOf(stored.Id) };
            }

            FormerTarget.RequireSameSource(stored.Id, _made.GetOrAdd(stored.Id, source.Id), source.Id);
            complete(stored);
            return stored;
        }
        catch
        {
            discard(stored);
            throw;
        }
    }

    private bool IsNoted(SourceInstance source, StoredInstance stored, Action<StoredInstance> discard)
    {
        try
        {
            return Note(stored, source.Id);
        }
        catch
        {
            discard(stored);
            throw;
        }
    }

    private IndexedSeries SeriesOf(string instance) => _series.GetOrAdd(
        ResourceTree.Read(ResourceLevel.Instance, instance).GetProperty("ParentSeries").GetString()!,
        _ => ResourceTree.Instances(ResourceLevel.Instance, instance).Single().Series);

    /// <summary>Records in the metadata of a target that the job has made or uses it.</summary>
    /// <returns>Whether it still exists.</returns>
    private bool Note(StoredInstance stored, string source)
    {
        if (sources.Contains(stored.Id))
        {
            return true;
        }

        if (!stored.WasThere)
        {
            TargetNotes.WriteMade(stored.Id, source, job.Token, job.Operation == Operation.Anonymize);
            return true;
        }

        TargetNotes.WriteUsed(stored.Id);
        return TargetNotes.WaitWhileGoing(stored.Id);
    }
}
