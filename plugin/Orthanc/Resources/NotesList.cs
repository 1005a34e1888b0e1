// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Resources;

/// <summary>What hangs on several resources; owns it.</summary>
internal sealed class NotesList : List<KeptNotes>, IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => ForEach(notes => notes.Dispose());
}
