// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Orthanc.Resources;

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>
/// Deletes the sources of a job, each only if its successor was stored and read back, is there at that moment, and is
/// not the source itself.
/// </summary>
internal sealed class SourceDeletion
{
    private readonly JobDefinition _definition;
    private readonly JobProgress _progress;
    private readonly Queue<(int Number, StoredInstance Successor)> _left;
    private readonly StoredSeries _there = new();
    private readonly Queue<(int Number, StoredInstance Successor)> _unchecked;

    /// <summary>Takes up a deletion: to delete a source once more does no harm.</summary>
    /// <param name="definition">What the job is to do.</param>
    /// <param name="progress">What it has stored.</param>
    public SourceDeletion(JobDefinition definition, JobProgress progress)
    {
        _definition = definition;
        _progress = progress;
        var stored = progress.Stored();
        var successors = stored.Select(one => one.Instance.Id).ToHashSet(StringComparer.Ordinal);
        _left = new(stored.Where(one => !successors.Contains(definition.Sources[one.Number].Id)));
        _unchecked = new(_left);
    }

    /// <summary>
    /// Says of every source whose successor is gone that it failed, before any of them is deleted: a failed job deletes
    /// no source. Checks as many as there is time for.
    /// </summary>
    /// <returns>Whether none is left to check.</returns>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public bool Check(TimeBudget time)
    {
        while (_unchecked.TryDequeue(out var next))
        {
            if (!_there.Contains(next.Successor))
            {
                Miss(next.Number, next.Successor);
            }

            if (time.IsSpent)
            {
                break;
            }
        }

        return _unchecked.Count == 0;
    }

    /// <summary>Deletes as many as there is time for.</summary>
    /// <param name="time">The time.</param>
    /// <param name="isPermissive">Whether others are deleted after a successor was found to be gone.</param>
    /// <returns>Whether nothing is left to delete.</returns>
    /// <exception cref="OrthancException">The host cannot delete one.</exception>
    public bool Run(TimeBudget time, bool isPermissive)
    {
        for (; _left.TryPeek(out var next); _left.Dequeue())
        {
            if (time.IsSpent)
            {
                return false;
            }

            var source = _definition.Sources[next.Number].Id;
            if (InstanceStorage.Exists(next.Successor.Id))
            {
                InstanceStorage.Delete(source);
            }
            else if (InstanceStorage.Exists(source))
            {
                Miss(next.Number, next.Successor);
                if (!isPermissive)
                {
                    return true;
                }
            }
        }

        return true;
    }

    private void Miss(int number, StoredInstance successor)
    {
        // It may be known by now, from the check.
        if (_progress.Forget(number))
        {
            _progress.Failed(number, new InstanceFault(
                _definition.Sources[number].Id, OrthancErrorCode.UnknownResource,
                $"The new instance {successor.Id} was deleted before the job ended: the old one is kept."));
        }
    }
}
