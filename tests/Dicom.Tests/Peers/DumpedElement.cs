// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;

namespace OrthancDeid.Dicom.Tests.Peers;

/// <summary>
/// An element as one of the readers sees it: its path (<c>0008,1140[0].0008,1155</c>), its VR (empty if the reader has
/// none), its length in bytes (−1 for a sequence or fragments), and its value.
/// </summary>
internal sealed record DumpedElement(string Path, string VR, long Length, string Value)
{
    /// <summary>The elements as this codec reads them, in the order of the file, with values in lower-case hexadecimal
    /// digits.</summary>
    public static List<DumpedElement> Of(DicomFile file)
    {
        var dump = new List<DumpedElement>();
        var paths = new Dictionary<DicomDataset, string> { [file.Dataset] = string.Empty };
        foreach (var dataset in file.Dataset.SelfAndDescendants())
        {
            for (var i = 0; i < dataset.Count; i++)
            {
                var element = dataset[i];
                var path = paths[dataset] + element.Tag;
                var isWhole = element.Sequence is null && !element.IsEncapsulated;
                dump.Add(new DumpedElement(
                    path,
                    element.VR.Letters(),
                    isWhole ? element.Length : -1,
                    isWhole ? Convert.ToHexStringLower(element.Value) : string.Empty));
                for (var item = 0; item < (element.Sequence?.Count ?? 0); item++)
                {
                    paths[element.Sequence![item]] = string.Create(CultureInfo.InvariantCulture, $"{path}[{item}].");
                }
            }
        }

        // A data set is visited before those inside it, so a sequence's items come after its later neighbours.
        dump.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return dump;
    }
}
