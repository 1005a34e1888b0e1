// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing.Planned;

/// <summary>
/// Elements of one file that stay as they are: those that the request keeps by a path, and the creators of private elements
/// that it sets by a path.
/// </summary>
internal sealed class SparedElements
{
    private readonly HashSet<(DicomDataset Dataset, DicomTag Tag)> _spared = [];

    private SparedElements()
    {
    }

    /// <summary>Finds them in a file.</summary>
    public static SparedElements Of(ModificationPlan plan, DicomDataset root)
    {
        var spared = new SparedElements();
        foreach (var path in plan.Request.KeptPaths)
        {
            spared.Add(path, root);
        }

        // An element that gets another value later keeps its VR, so it stays until then.
        var named = plan.PrivatePathReplacements.Select(given => given.Path).Concat(plan.Request.DerivedInItems.Select(one => one.Target));
        foreach (var path in named.Where(path => path.Name.Private is not null))
        {
            spared.Add(path, root);
        }

        foreach (var (path, replacement) in plan.PathReplacements)
        {
            if (path.Tag.IsPrivateData && replacement.PrivateCreator.Length == 0)
            {
                foreach (var item in path.Select(root))
                {
                    spared._spared.Add((item, path.Tag.PrivateCreator));
                }
            }
        }

        return spared;
    }

    /// <summary>Whether an element is one of them.</summary>
    public bool Include(in DataElement element) => _spared.Count > 0 && _spared.Contains((element.Dataset, element.Tag));

    private void Add(TagPath path, DicomDataset root)
    {
        foreach (var item in path.Select(root))
        {
            foreach (var tag in path.Name.TagsIn(item))
            {
                _spared.Add((item, tag));
            }
        }
    }
}
