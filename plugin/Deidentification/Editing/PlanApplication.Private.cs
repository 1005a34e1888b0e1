// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Deidentification.Values;
using OrthancDeid.Deidentification.Values.Replacements;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <content>Private elements that the request names by their creators.</content>
internal sealed partial class PlanApplication
{
    /// <summary>Writes them to the block of their creator, or to a new one.</summary>
    private void WritePrivate()
    {
        foreach (var replacement in _plan.PrivateReplacements)
        {
            Write(_dataset, replacement);
        }
    }

    private void Write(DicomDataset dataset, PrivateReplacement replacement)
    {
        var vr = replacement.Name.TagsIn(dataset) is [var tag, ..] && dataset.TryGet(tag, out var element) ? element.VR : DicomVR.UN;
        Write(dataset, replacement.Name, replacement.Of(vr));
    }

    private void Write(DicomDataset dataset, PrivateElementName name, Replacement replacement) =>
        _writer.Write(dataset, replacement with { Tag = PrivateBlocks.Place(dataset, name), PrivateCreator = string.Empty });

    private static void Remove(DicomDataset item, ElementName name)
    {
        foreach (var tag in name.TagsIn(item))
        {
            item.Remove(tag);
        }

        if (name.Private is { Element: null } all)
        {
            foreach (var tag in PrivateBlocks.CreatorsOf(item, all))
            {
                item.Remove(tag);
            }
        }
    }
}
