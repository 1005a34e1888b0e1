// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>All elements of a DICOM file, including those in sequences, by path.</summary>
internal sealed class ListedFile
{
    private readonly Dictionary<string, ListedElement> _elements = [];
    private readonly List<ListedElement> _inOrder = [];

    private ListedFile(byte[] bytes)
    {
        Bytes = bytes;
        using var file = DicomFile.Parse(bytes);
        TransferSyntax = file.TransferSyntax;
        List(file.MetaInformation);
        List(file.Dataset);
    }

    /// <summary>The bytes of the file.</summary>
    public byte[] Bytes { get; }

    /// <summary>How the data set is encoded.</summary>
    public TransferSyntax TransferSyntax { get; }

    /// <summary>The elements in the order of the file, those in a sequence right after it.</summary>
    public IReadOnlyList<ListedElement> Elements => _inOrder;

    /// <summary>The element at a path; null if there is none.</summary>
    public ListedElement? this[string path] => _elements.GetValueOrDefault(path);

    /// <summary>The top-level element with a tag; null if there is none.</summary>
    public ListedElement? this[DicomTag tag] => this[tag.ToString()];

    /// <summary>Reads a file.</summary>
    /// <exception cref="DicomFormatException">The bytes are not a DICOM file.</exception>
    public static ListedFile Read(byte[] file) => new(file);

    private void List(DicomDataset root)
    {
        // The last one pushed is popped first, so the elements are pushed in reverse.
        var pending = new Stack<(DataElement Element, string Path, DicomTag Root)>();
        Push(pending, root, string.Empty, null);
        while (pending.TryPop(out var next))
        {
            var (element, path, top) = next;
            var unique = path;
            for (var n = 2; _elements.ContainsKey(unique); n++)
            {
                unique = string.Create(CultureInfo.InvariantCulture, $"{path}#{n}");
            }

            var sequence = element.Sequence;
            var listed = new ListedElement(
                unique, top, element.Tag, element.VR, sequence is null ? element.Value.ToArray() : [], sequence?.Count,
                element.IsEncapsulated)
            {
                CharacterSet = element.Dataset.CharacterSet,
            };
            _elements.Add(unique, listed);
            _inOrder.Add(listed);
            for (var item = (sequence?.Count ?? 0) - 1; item >= 0; item--)
            {
                Push(pending, sequence![item], string.Create(CultureInfo.InvariantCulture, $"{unique}[{item}]."), top);
            }
        }
    }

    private static void Push(
        Stack<(DataElement Element, string Path, DicomTag Root)> pending, DicomDataset dataset, string prefix,
        DicomTag? root)
    {
        for (var i = dataset.Count - 1; i >= 0; i--)
        {
            var element = dataset[i];
            pending.Push((element, prefix + element.Tag, root ?? element.Tag));
        }
    }
}
