// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Host;
using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Work;

namespace OrthancDeid.Jobs.Targets;

/// <summary>
/// Deletes the sources of a job. A source is deleted only if its successor was stored and read back, exists at that
/// moment with the same content and is not the source itself, and if the source is unchanged since it was read.
/// </summary>
internal sealed class SourceDeletion
{
    private readonly JobDefinition _definition;
    private readonly JobProgress _progress;
    private readonly JobTargets _targets;
    private readonly Func<SourceInstance, StoredInstance, StoredInstance?> _makeAgain;
    private readonly StoredSeries _there = new();
    private Queue<(int Number, StoredInstance Successor)>? _unchecked;
    private Queue<(int Number, StoredInstance Successor)>? _left;

    /// <summary>Starts or resumes the deletion: deleting a source again does no harm.</summary>
    /// <param name="definition">What the job is to do.</param>
    /// <param name="progress">What it has stored.</param>
    /// <param name="targets">Deletes the sources.</param>
    /// <param name="makeAgain">
    /// Makes a successor again whose file is not the one that the job knows: the job may have stored it twice, if the host
    /// was killed before it saved that. Returns the successor as it is now if it has the same content, else null.
    /// </param>
    public SourceDeletion(
        JobDefinition definition, JobProgress progress, JobTargets targets,
        Func<SourceInstance, StoredInstance, StoredInstance?> makeAgain)
    {
        _definition = definition;
        _progress = progress;
        _targets = targets;
        _makeAgain = makeAgain;
    }

    /// <summary>
    /// Marks sources as failed that have changed, or whose successor is gone or has changed, before any source is
    /// deleted: a failed job deletes no source. Checks as many as time allows.
    /// </summary>
    /// <returns>Whether none is left to check.</returns>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public bool Check(TimeBudget time)
    {
        _unchecked ??= Successors();
        while (_unchecked.TryDequeue(out var next))
        {
            var source = _definition.Sources[next.Number];
            var state = _there.StateOf(source, next.Successor);
            if (state == SuccessorState.Other && _makeAgain(source, next.Successor) is { } same)
            {
                _progress.Succeeded(next.Number, same);
            }
            else if (state != SuccessorState.Same)
            {
                Miss(next.Number, next.Successor, state);
            }

            if (time.IsSpent)
            {
                break;
            }
        }

        return _unchecked.Count == 0;
    }

    /// <summary>Deletes as many sources as time allows.</summary>
    /// <param name="time">The time.</param>
    /// <param name="isPermissive">Whether to continue after a source that must not be deleted.</param>
    /// <returns>Whether the deletion has ended; false if it has to be called again.</returns>
    /// <exception cref="OrthancException">The host cannot delete one.</exception>
    public bool Run(TimeBudget time, bool isPermissive)
    {
        for (_left ??= Successors(); _left.TryPeek(out var next); _left.Dequeue())
        {
            if (time.IsSpent)
            {
                return false;
            }

            var source = _definition.Sources[next.Number].Id;
            var state = _targets.DeleteSource(source, next.Successor);
            if (state != SuccessorState.Same && InstanceStorage.Exists(source))
            {
                Miss(next.Number, next.Successor, state);
                if (!isPermissive)
                {
                    return true;
                }
            }
        }

        return true;
    }

    private Queue<(int Number, StoredInstance Successor)> Successors()
    {
        var stored = _progress.Stored();
        var successors = stored.Select(one => one.Instance.Id).ToHashSet(StringComparer.Ordinal);
        return new(stored.Where(one => !successors.Contains(_definition.Sources[one.Number].Id)));
    }

    private void Miss(int number, StoredInstance successor, SuccessorState state)
    {
        var source = _definition.Sources[number].Id;
        if (state == SuccessorState.SourceChanged && !_targets.TakeBack(source, successor))
        {
            _progress.HasLeft();
        }

        // It may be known already, from the check.
        if (_progress.Forget(number))
        {
            _progress.Failed(number, new InstanceFault(
                source,
                state == SuccessorState.Gone ? OrthancErrorCode.UnknownResource : OrthancErrorCode.CorruptedFile,
                state switch
                {
                    SuccessorState.Gone =>
                        $"The new instance {successor.Id} was deleted before the job ended: the old one is kept.",
                    SuccessorState.SourceChanged =>
                        $"The old instance {source} has changed since the job read it: it is kept.",
                    _ => $"The new instance {successor.Id} has changed since the job stored it: the old one is kept.",
                }));
        }
    }
}
