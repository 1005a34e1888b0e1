// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Standard;

/// <summary>
/// A place for attributes in an object definition (PS3.3): the data set of an object, or the items of a sequence in it.
/// The default value is an unknown place.
/// </summary>
internal readonly struct AttributePlace
{
    /// <summary>The node of the tables, plus one.</summary>
    private readonly int _node;

    private AttributePlace(int node) => _node = node + 1;

    /// <summary>The data set of an object.</summary>
    /// <param name="sopClass">Its SOP Class UID, without padding.</param>
    public static AttributePlace OfClass(ReadOnlySpan<char> sopClass)
    {
        var index = 0;
        var classes = AttributeTypeTables.Classes;
        foreach (var range in classes.Split((byte)','))
        {
            if (Ascii.Equals(classes[range], sopClass))
            {
                return new AttributePlace(AttributeTypeTables.Roots[index]);
            }

            index++;
        }

        return default;
    }

    /// <summary>The type of a public attribute in this place.</summary>
    public AttributeType TypeOf(DicomTag tag) =>
        _node == 0 || tag.IsPrivate ? AttributeType.Unknown
        : RowOf(tag) is >= 0 and var row ? (AttributeType)AttributeTypeTables.Types[row]
        : AttributeType.Optional;

    /// <summary>The items of a sequence in this place.</summary>
    public AttributePlace Below(DicomTag sequence) =>
        _node == 0 || sequence.IsPrivate ? default
        : new AttributePlace(RowOf(sequence) is >= 0 and var row ? AttributeTypeTables.Items[row] : 0);

    /// <summary>The row of an attribute; negative if the definition does not mention it.</summary>
    private int RowOf(DicomTag tag)
    {
        var start = AttributeTypeTables.Starts[_node - 1];
        var row = AttributeTypeTables.Tags[start..AttributeTypeTables.Starts[_node]].BinarySearch(tag.Value);
        return row < 0 ? row : start + row;
    }
}
