// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Notes;

/// <summary>What is attached to several resources, one of whose instances is overwritten; owns it.</summary>
internal sealed class NotesList : List<KeptNotes>, IDisposable
{
    /// <summary>The edit in place, if the job does one; else null.</summary>
    public InPlaceEdit? Edit { get; set; }

    /// <summary>
    /// The token of the job if it deletes the old instance before it stores the new one: a host that is killed between the two
    /// has neither, and what was attached waits until the job goes on. Else null.
    /// </summary>
    public string? Replaces { get; set; }

    /// <summary>The number of its entry in the journal: newer ones have higher numbers.</summary>
    public long Order { get; set; }

    /// <inheritdoc/>
    public void Dispose() => ForEach(notes => notes.Dispose());
}
