// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Notes;

/// <summary>The notes of an instance that is overwritten, and of the parents that are deleted with it; owns them.</summary>
internal sealed class NotesList : List<KeptNotes>, IDisposable
{
    /// <summary>The edit in place; null if the job does not edit in place.</summary>
    public InPlaceEdit? Edit { get; set; }

    /// <summary>
    /// The token of the job, if it deletes the old instance before it stores the new one; else null. A host that is
    /// killed in between has neither, and the notes wait until the job goes on.
    /// </summary>
    public string? Replaces { get; set; }

    /// <summary>The number of its entry in the journal: newer ones have higher numbers.</summary>
    public long Order { get; set; }

    /// <inheritdoc/>
    public void Dispose() => ForEach(notes => notes.Dispose());
}
