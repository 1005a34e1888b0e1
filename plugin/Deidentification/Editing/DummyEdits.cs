// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Deidentification.Values;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>Replaces by dummies what must neither stay nor be missing (PS3.15 Table E.1-1a, D).</summary>
/// <param name="values">Replaces values.</param>
/// <param name="identity">Renews identifiers.</param>
/// <param name="edits">Collects the edits.</param>
internal sealed class DummyEdits(ValueEdits values, IdentityEdits identity, DatasetEdits edits)
{
    /// <summary>Items of annotations, of which only the image and the layer stay.</summary>
    private readonly HashSet<DicomDataset> _annotations = [];

    /// <summary>Sequences of the current data set that get dummy items.</summary>
    private readonly HashSet<DicomTag> _sequences = [];

    /// <summary>Begins a data set.</summary>
    public void BeginDataset() => _sequences.Clear();

    /// <summary>Whether a data set is an annotation whose text is replaced.</summary>
    public bool IsAnnotation(DicomDataset dataset) => _annotations.Count > 0 && _annotations.Contains(dataset);

    /// <summary>Ends an annotation after its last element: it gets a dummy text.</summary>
    public void EndAnnotation(DicomDataset annotation) =>
        DummyItems.WriteText(edits.SetSequence(annotation, DummyItems.TextObjects));

    /// <summary>
    /// Replaces the content of an element. An empty element stays empty, unless the object is known to need a value.
    /// </summary>
    /// <param name="element">The element.</param>
    /// <param name="place">Its place in the object.</param>
    /// <returns>Whether its items stay, and must be visited.</returns>
    public bool Replace(in DataElement element, AttributePlace place)
    {
        var vr = values.RepresentationOf(in element);
        var isEmpty = TypedRules.IsEmpty(in element);
        if (vr == DicomVR.UI)
        {
            identity.MapUids(in element, isTopLevel: false);
        }
        else if (isEmpty && place.TypeOf(element.Tag) != AttributeType.Required)
        {
            values.Clear(in element, isTopLevel: true);
        }
        else if (vr == DicomVR.SQ)
        {
            return ReplaceItems(in element);
        }
        else if (!isEmpty && DummyIdentifier.IsNeeded(in element, vr))
        {
            identity.MapIdentifier(in element, vr);
        }
        else
        {
            values.SetDummy(in element, vr);
        }

        return false;
    }

    private bool ReplaceItems(in DataElement element)
    {
        if (!_sequences.Add(element.Tag))
        {
            // The first element with that tag got the items; a repeated one is invalid.
            values.Remove(in element);
        }
        else if (element.Tag == DummyItems.Annotations && element.Sequence is { } annotations)
        {
            foreach (var item in annotations)
            {
                _annotations.Add(item);
            }

            return true;
        }
        else
        {
            // Nothing of the original stays (PS3.15 Table E.1-1a, D).
            DummyItems.Write(
                edits.SetSequence(in element),
                DummyItems.AreReferences(element.Tag) ? identity.MapReference(element.Sequence) : null);
        }

        return false;
    }
}
