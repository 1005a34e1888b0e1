// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Targets;

/// <summary>
/// What has become of new instances since they were stored, and of their sources since these were read: no source is
/// deleted whose successor is not what was stored.
/// </summary>
internal static class Successors
{
    /// <summary>What has become of an instance.</summary>
    /// <param name="id">Orthanc's identifier of it.</param>
    /// <param name="known">The mark of its earlier file; null if unknown.</param>
    /// <exception cref="OrthancException">The host does not answer.</exception>
    public static SuccessorState StateOf(string id, FileMark? known) =>
        InstanceStorage.FileOf(id) is not { } file ? SuccessorState.Gone
        : known is { } mark && !mark.IsOfSame(file) ? SuccessorState.Other
        : SuccessorState.Same;

    /// <summary>What has become of a new instance and its source.</summary>
    /// <param name="successor">What has become of the new instance.</param>
    /// <param name="source">Finds out what has become of the source.</param>
    public static SuccessorState StateOf(SuccessorState successor, Func<SuccessorState> source) =>
        successor == SuccessorState.Same && source() == SuccessorState.Other ? SuccessorState.SourceChanged : successor;

    /// <summary>
    /// Deletes a source, if its successor exists and is unchanged since it was stored, and the source since it was read. The
    /// caller holds the claim of a successor that other jobs may have.
    /// </summary>
    /// <returns>The state of both.</returns>
    /// <exception cref="OrthancException">The host does not answer, or cannot delete it.</exception>
    public static SuccessorState DeleteSource(string source, StoredInstance successor)
    {
        var state = StateOf(StateOf(successor.Id, successor.File), () => StateOf(source, successor.SourceFile));
        if (state == SuccessorState.Same)
        {
            InstanceStorage.Delete(source);
        }

        return state;
    }
}
