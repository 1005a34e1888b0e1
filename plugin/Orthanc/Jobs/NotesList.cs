// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Orthanc.Resources;

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>What hangs on several resources, one of whose instances is overwritten; owns it.</summary>
internal sealed class NotesList : List<KeptNotes>, IDisposable
{
    /// <summary>What is done to the instance, if a job edits it in its own place; else null.</summary>
    public InPlaceEdit? Edit { get; set; }

    /// <inheritdoc/>
    public void Dispose() => ForEach(notes => notes.Dispose());
}
