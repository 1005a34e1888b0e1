// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Values.Replacements;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>
/// The private creators of a data set: the creator of an element that stays has to stay, too (PS3.5 7.8.1).
/// </summary>
/// <param name="edits">Collects the edits.</param>
internal sealed class CreatorsInUse(DatasetEdits edits)
{
    private readonly HashSet<uint> _inUse = [];
    private readonly List<DataElement> _removed = [];

    /// <summary>Begins a data set.</summary>
    /// <param name="replacements">The elements that it will get. Private ones without a creator of their own use the
    /// creator of an existing block.</param>
    public void Begin(IReadOnlyList<Replacement> replacements)
    {
        _inUse.Clear();
        _removed.Clear();
        foreach (var replacement in replacements)
        {
            if (replacement.Tag.IsPrivateData && replacement.PrivateCreator.Length == 0)
            {
                Use(replacement.Tag.PrivateCreator);
            }
        }
    }

    /// <summary>Notes that an element of the creator's block stays.</summary>
    public void Use(DicomTag creator) => _inUse.Add(creator.Value);

    /// <summary>
    /// Deletes a creator unless an element of its block stays. <see cref="End"/> decides, when all elements are known.
    /// </summary>
    public void RemoveUnlessInUse(in DataElement creator) => _removed.Add(creator);

    /// <summary>Ends the data set.</summary>
    public void End()
    {
        foreach (var creator in _removed)
        {
            // The first creator reserves the block; repeated ones reserve nothing.
            if (!_inUse.Remove(creator.Tag.Value))
            {
                edits.Remove(in creator);
            }
        }
    }
}
