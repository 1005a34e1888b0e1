// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing.Preview;

/// <summary>
/// What a plan does to a file, element by element. It compares the file before and after, so it shows what happens, not
/// what was intended. For one file.
/// </summary>
public sealed class EditPreview
{
    // Paths grow with the depth, so those of a deeply nested file would fill the memory.
    private const int GreatestDepth = 256;

    private readonly Dictionary<DicomDataset, DataElement[]> _before = [];
    private readonly Dictionary<DicomSequence, int> _items = [];
    private readonly Dictionary<(DicomDataset Dataset, DicomTag Tag), ElementRule> _rules = [];
    private readonly List<PreviewedElement> _elements = [];
    private PublicNames? _names;
    private int _removedWithPixels;

    /// <summary>The elements in the order of their tags; those of items follow their sequence.</summary>
    public IReadOnlyList<PreviewedElement> Elements => _elements;

    /// <summary>How the pixels were edited before the elements were; null if they stay as they are.</summary>
    internal PreviewedPixels? Pixels { get; set; }

    /// <summary>Notes the elements before the file is edited.</summary>
    internal void Begin(DicomDataset root)
    {
        foreach (var dataset in root.SelfAndDescendants())
        {
            var elements = new DataElement[dataset.Count];
            for (var i = 0; i < elements.Length; i++)
            {
                elements[i] = dataset[i];
                if (elements[i].Sequence is { } sequence)
                {
                    _items[sequence] = sequence.Count;
                }
            }

            _before[dataset] = elements;
        }
    }

    /// <summary>Notes the rule of an element.</summary>
    internal void Met(in DataElement element, ElementRule rule) => _rules[(element.Dataset, element.Tag)] = rule;

    /// <summary>Compares the edited file with the elements noted before.</summary>
    /// <exception cref="RequestException">The file is nested too deeply to be reported.</exception>
    internal void End(ModificationPlan plan, DicomDataset root)
    {
        var reasons = new PreviewReasons(plan, root, _rules);
        _names = new PublicNames(plan.Request);
        var pending = new Stack<IEnumerator<(PreviewedElement? Element, DicomDataset? Item, ElementPath Path)>>();
        pending.Push(Compare(root, ElementPath.TopLevel, reasons).GetEnumerator());
        while (pending.TryPeek(out var steps))
        {
            if (!steps.MoveNext())
            {
                pending.Pop().Dispose();
            }
            else if (steps.Current.Element is { } element)
            {
                AddRemovedBefore(element);
                _elements.Add(WithPixels(element));
            }
            else
            {
                pending.Push(Compare(steps.Current.Item!, steps.Current.Path, reasons).GetEnumerator());
            }
        }

        AddRemovedBefore(null);

        // They would keep a file in memory that may be large.
        _before.Clear();
        _items.Clear();
        _rules.Clear();
    }

    /// <summary>Adds the elements that were removed with the old pixels, each at its old place.</summary>
    /// <param name="next">The next element; null at the end.</param>
    private void AddRemovedBefore(PreviewedElement? next)
    {
        while (Pixels is { } pixels && _removedWithPixels < pixels.Removed.Count
            && pixels.Removed[_removedWithPixels] is var (tag, vr)
            && (next is null || (next.Path == ElementPath.TopLevel && next.Tag > tag)))
        {
            _removedWithPixels++;
            _elements.Add(new PreviewedElement(
                ElementPath.TopLevel, tag, PublicNames.Representation(vr), null, ElementFate.Removed, RuleReason.Request,
                ConfidentialityOptions.None));
        }
    }

    /// <summary>Reports masked pixels as replaced: they were masked before elements were compared.</summary>
    private PreviewedElement WithPixels(PreviewedElement element) =>
        Pixels is { Masks.Count: > 0 } && element.Path == ElementPath.TopLevel && PixelAttributes.IsPixels(element.Tag)
            ? element with { Fate = ElementFate.Replaced, Reason = RuleReason.Request }
            : element;

    /// <summary>
    /// The elements of a data set. After each sequence that stays come its items, which are compared in turn.
    /// </summary>
    private IEnumerable<(PreviewedElement? Element, DicomDataset? Item, ElementPath Path)> Compare(
        DicomDataset dataset, ElementPath path, PreviewReasons reasons)
    {
        if (path.Depth > GreatestDepth)
        {
            throw new RequestException(
                RequestFault.Refused, $"Member \"DryRun\": the instance has items nested deeper than {GreatestDepth} levels");
        }

        var before = _before[dataset].DistinctBy(element => element.Tag).ToDictionary(element => element.Tag);
        var tags = new SortedSet<DicomTag>(before.Keys);
        foreach (var element in dataset)
        {
            tags.Add(element.Tag);
        }

        foreach (var tag in tags)
        {
            var isOld = before.TryGetValue(tag, out var old);
            var isNew = dataset.TryGet(tag, out var made);
            var fate = !isOld ? ElementFate.Added : !isNew ? ElementFate.Removed : FateOf(in old, in made);
            if (fate == ElementFate.Replaced && reasons.IsConversion(dataset, tag, old.VR))
            {
                fate = ElementFate.Converted;
            }

            var (reason, options) = reasons.Of(dataset, tag, fate);
            var vr = PublicNames.Representation(isOld ? old.VR : made.VR);
            var creator = _names!.Creator(CreatorOf(dataset, tag, before));
            yield return (new PreviewedElement(path, tag, vr, creator, fate, reason, options), null, path);
            if (!isOld || !isNew || made.Sequence is not { } items)
            {
                continue;
            }

            for (var i = 0; i < items.Count; i++)
            {
                // The new items are covered by the entry of their sequence.
                if (_before.ContainsKey(items[i]))
                {
                    yield return (null, items[i], path.Item(tag, i));
                }
            }
        }
    }

    private static string? CreatorOf(DicomDataset dataset, DicomTag tag, Dictionary<DicomTag, DataElement> before)
    {
        if (!tag.IsPrivateData)
        {
            return null;
        }

        // The element that names it may be gone by now.
        return before.TryGetValue(tag.PrivateCreator, out var creator)
            ? ElementText.Text(in creator, DicomVR.LO) : dataset.PrivateCreatorOf(tag);
    }

    private ElementFate FateOf(in DataElement old, in DataElement made)
    {
        if (made.Sequence is { } items)
        {
            var count = old.Sequence is null ? 0 : _items[old.Sequence];
            return items.Count == 0 ? (count > 0 || old.Length > 0 ? ElementFate.Emptied : ElementFate.Kept)
                : items == old.Sequence && items.Count == count && AreOld(items) ? ElementFate.Kept
                : ElementFate.Replaced;
        }

        return old.Sequence is null && HaveSameValue(in old, in made) ? ElementFate.Kept
            : made.Length == 0 ? ElementFate.Emptied
            : ElementFate.Replaced;
    }

    private bool AreOld(DicomSequence items)
    {
        foreach (var item in items)
        {
            if (!_before.ContainsKey(item))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Compares in pieces, because one span cannot hold the largest values.</summary>
    private static bool HaveSameValue(in DataElement old, in DataElement made)
    {
        const int Piece = 1 << 24;
        if (old.Length != made.Length)
        {
            return false;
        }

        for (long offset = 0; offset < old.Length; offset += Piece)
        {
            var length = (int)Math.Min(Piece, old.Length - offset);
            if (!old.Slice(offset, length).SequenceEqual(made.Slice(offset, length)))
            {
                return false;
            }
        }

        return true;
    }
}
