// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests;

/// <summary>A step of a path: items of a sequence.</summary>
/// <param name="Sequence">The tag of the sequence.</param>
/// <param name="Item">Which item, from 0; null for all.</param>
internal readonly record struct TagPathStep(DicomTag Sequence, int? Item);

/// <summary>Selects elements inside sequences: <c>Seq[0].Seq[*].Tag</c>.</summary>
internal sealed class TagPath
{
    private TagPath(TagPathStep[] steps, DicomTag tag)
    {
        Steps = steps;
        Tag = tag;
    }

    /// <summary>The steps through the sequences.</summary>
    public IReadOnlyList<TagPathStep> Steps { get; }

    /// <summary>The element in the items that the steps lead to.</summary>
    public DicomTag Tag { get; }

    /// <summary>Whether a name is a path and not a tag.</summary>
    public static bool IsPath(string name) => name.Contains('.', StringComparison.Ordinal);

    /// <summary>Reads a path.</summary>
    /// <exception cref="RequestException">
    /// <see cref="RequestFault.UnknownTag"/>, or <see cref="RequestFault.OutOfRange"/> if it is malformed.
    /// </exception>
    public static TagPath Parse(string path, ElementDictionary dictionary)
    {
        var parts = path.Split('.');
        var tag = TagName.Parse(parts[^1], dictionary);
        var steps = new TagPathStep[parts.Length - 1];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = Step(parts[i].AsSpan().Trim(), path, dictionary);
        }

        return new TagPath(steps, tag);
    }

    /// <summary>The data sets that the path leads to; none if it leads nowhere.</summary>
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
            ? string.Create(CultureInfo.InvariantCulture, $"{step.Sequence}[{item}].")
            : $"{step.Sequence}[*].")) + Tag;

    /// <summary>A broken file may have a sequence twice; the path selects both.</summary>
    private static void AddItems(DicomDataset dataset, TagPathStep step, List<DicomDataset> items)
    {
        var first = dataset.IndexOf(step.Sequence);
        for (var i = first; i >= 0 && i < dataset.Count; i++)
        {
            if (dataset[i] is { Sequence: { } sequence } element && element.Tag == step.Sequence)
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
        var bracket = part.IndexOf('[');
        if (bracket < 0 || part[^1] != ']')
        {
            throw Malformed(path, "a sequence on the way has no index");
        }

        if (part[..bracket].IsWhiteSpace())
        {
            throw Malformed(path, "an index has no sequence");
        }

        var sequence = TagName.Parse(part[..bracket], dictionary);
        var index = part[(bracket + 1)..^1].Trim();
        if (index is "*")
        {
            return new TagPathStep(sequence, null);
        }

        return int.TryParse(index, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var item) && item >= 0
            ? new TagPathStep(sequence, item)
            : throw Malformed(path, $"[{index}] is not an index");
    }

    private static RequestException Malformed(string path, string reason) =>
        new(RequestFault.OutOfRange, $"Malformed path to a tag, {reason}: {path}");
}
