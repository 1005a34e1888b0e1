// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Tags;

/// <summary>A step of a path: one or all items of a sequence.</summary>
/// <param name="Name">The sequence.</param>
/// <param name="Item">The index of the item, from 0; null for all.</param>
internal readonly record struct TagPathStep(ElementName Name, int? Item)
{
    /// <summary>The tag of the sequence. If it is named by its creator, it is the tag in the first block.</summary>
    public DicomTag Sequence => Name.Tag;
}

/// <summary>Selects elements inside sequences: <c>Seq[0].Seq[*].Tag</c>.</summary>
internal sealed class TagPath
{
    private TagPath(TagPathStep[] steps, ElementName name)
    {
        Steps = steps;
        Name = name;
    }

    /// <summary>The steps through the sequences.</summary>
    public IReadOnlyList<TagPathStep> Steps { get; }

    /// <summary>The element in the items to which the steps lead.</summary>
    public ElementName Name { get; }

    /// <summary>The tag of the element. If it is named by its creator, it is the tag in the first block.</summary>
    public DicomTag Tag => Name.Tag;

    /// <summary>Whether a name is a path rather than a tag.</summary>
    public static bool IsPath(string name) => name.Contains('.', StringComparison.Ordinal) && Parts(name).Count > 1;

    /// <summary>Reads a path.</summary>
    /// <exception cref="RequestException">
    /// <see cref="RequestFault.UnknownTag"/>, or <see cref="RequestFault.OutOfRange"/> if it is malformed.
    /// </exception>
    public static TagPath Parse(string path, ElementDictionary dictionary)
    {
        var parts = Parts(path);
        var name = ElementName.Parse(parts[^1], dictionary);
        var steps = new TagPathStep[parts.Count - 1];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = Step(parts[i].AsSpan().Trim(), path, dictionary);
        }

        return new TagPath(steps, name);
    }

    /// <summary>The data sets to which the path leads; none if it leads nowhere.</summary>
    public List<DicomDataset> Select(DicomDataset root)
    {
        var found = new List<DicomDataset> { root };
        foreach (var step in Steps)
        {
            var next = new List<DicomDataset>();
            foreach (var dataset in found)
            {
                AddItems(dataset, step, next);
            }

            found = next;
        }

        return found;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Concat(Steps.Select(step => step.Item is { } item
            ? string.Create(CultureInfo.InvariantCulture, $"{step.Name}[{item}].")
            : $"{step.Name}[*].")) + Name;

    /// <summary>Adds the items of a step. A broken file may have a sequence twice, and the path selects both.</summary>
    private static void AddItems(DicomDataset dataset, TagPathStep step, List<DicomDataset> items)
    {
        foreach (var tag in step.Name.TagsIn(dataset))
        {
            AddItems(dataset, tag, step, items);
        }
    }

    private static void AddItems(DicomDataset dataset, DicomTag tag, TagPathStep step, List<DicomDataset> items)
    {
        var first = dataset.IndexOf(tag);
        for (var i = first; i >= 0 && i < dataset.Count; i++)
        {
            if (dataset[i] is { Sequence: { } sequence } element && element.Tag == tag)
            {
                var (from, to) = step.Item is { } item ? (item, Math.Min(item, sequence.Count - 1)) : (0, sequence.Count - 1);
                for (var k = from; k <= to; k++)
                {
                    items.Add(sequence[k]);
                }
            }
        }
    }

    private static TagPathStep Step(ReadOnlySpan<char> part, string path, ElementDictionary dictionary)
    {
        var start = PrivateElementName.Begins(part) ? PrivateElementName.LengthIn(part) : 0;
        var bracket = part[start..].IndexOf('[') is >= 0 and var at ? start + at : -1;
        if (bracket < 0 || part[^1] != ']')
        {
            throw Malformed(path, "a sequence on the way has no index");
        }

        if (part[..bracket].IsWhiteSpace())
        {
            throw Malformed(path, "an index has no sequence");
        }

        var sequence = ElementName.Parse(part[..bracket], dictionary);
        var index = part[(bracket + 1)..^1].Trim();
        if (index is "*")
        {
            return new TagPathStep(sequence, null);
        }

        return int.TryParse(index, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var item) && item >= 0
            ? new TagPathStep(sequence, item)
            : throw Malformed(path, $"[{index}] is not an index");
    }

    /// <summary>The parts between dots, except dots in the name of a creator.</summary>
    private static List<string> Parts(string path)
    {
        var parts = new List<string>();
        for (var start = 0; ;)
        {
            var name = PrivateElementName.Begins(path.AsSpan(start)) ? PrivateElementName.LengthIn(path.AsSpan(start)) : 0;
            var dot = path.IndexOf('.', start + name);
            if (dot < 0)
            {
                parts.Add(path[start..]);
                return parts;
            }

            parts.Add(path[start..dot]);
            start = dot + 1;
        }
    }

    private static RequestException Malformed(string path, string reason) =>
        new(RequestFault.OutOfRange, $"Malformed path to a tag, {reason}: {path}");
}
