// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Notes;

/// <summary>What is attached to several resources, one of whose instances is overwritten; owns it.</summary>
internal sealed class NotesList : List<KeptNotes>, IDisposable
{
    /// <summary>The edit in place, if the job does one; else null.</summary>
    public InPlaceEdit? Edit { get; set; }

    /// <inheritdoc/>
    public void Dispose() => ForEach(notes => notes.Dispose());
}
