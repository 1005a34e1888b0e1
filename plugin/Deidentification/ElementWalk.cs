// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Conformance;
using OrthancDeid.Deidentification.Options;
using OrthancDeid.Deidentification.Preview;
using OrthancDeid.Deidentification.Pseudonyms;
using OrthancDeid.Deidentification.Replacements;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification;

/// <summary>
/// Goes through the elements of a data set and of all items below it, once and without recursion, and does to each what
/// the rules of the plan say.
/// </summary>
internal sealed class ElementWalk
{
    private readonly ModificationPlan _plan;
    private readonly ElementDictionary _dictionary;
    private readonly DicomDataset _root;
    private readonly DatasetText _text;
    private readonly IdentifierMap _identifiers;
    private readonly List<DicomDataset> _samePatient;
    private readonly string? _patientName;
    private readonly string _withoutPatientId;
    private readonly OptionRules? _options;
    private readonly EditPreview? _preview;
    private readonly bool _isAnonymization;
    private readonly HashSet<(DicomDataset Dataset, DicomTag Tag)> _spared = [];
    private readonly HashSet<uint> _mapped = [];
    private readonly Stack<DicomDataset> _pending = new();

    /// <summary>New texts that the character set of their data set lacks a character of.</summary>
    private readonly List<(DicomDataset Dataset, DicomTag Tag, DicomVR VR, string Text)> _unwritten = [];

    /// <summary>Which elements of the data set at hand are to be deleted.</summary>
    private bool[] _isRemoved = new bool[64];
    private bool _isAnyRemoved;

    /// <summary>The creators of the data set at hand that have elements left.</summary>
    private readonly HashSet<uint> _creatorsInUse = [];

    /// <summary>Elements of the data set at hand that become empty sequences.</summary>
    private readonly HashSet<DicomTag> _emptied = [];

    /// <summary>Sequences of the data set at hand that get items that say nothing.</summary>
    private readonly HashSet<DicomTag> _dummies = [];

    /// <summary>Makes a walk.</summary>
    /// <param name="plan">The rules.</param>
    /// <param name="file">The file.</param>
    /// <param name="identifiers">New identifiers.</param>
    /// <param name="samePatient">Takes the items whose Patient's Name is that of the data set; it is emptied there.</param>
    /// <param name="preview">Takes the rule that each element is met with; null if nobody asks.</param>
    public ElementWalk(
        ModificationPlan plan, DicomFile file, IdentifierMap identifiers, List<DicomDataset> samePatient,
        EditPreview? preview)
    {
        _plan = plan;
        _preview = preview;
        _dictionary = plan.Request.Host.Dictionary;
        _root = file.Dataset;
        _text = new DatasetText(file);
        _identifiers = identifiers;
        _samePatient = samePatient;
        _options = plan.Request.Options == ConfidentialityOptions.None ? null : new OptionRules(plan.Request, _root);
        _isAnonymization = plan.Request.Operation == Operation.Anonymize;
        _withoutPatientId = plan.Request.PseudonymKey is null ? string.Empty : Subject.Of(_root);
        _patientName = _isAnonymization ? ElementText.Text(_root, DicomTag.PatientName, DicomVR.PN) : null;
    }

    /// <summary>Whether a UID of the root was mapped.</summary>
    public bool HasMapped(DicomTag tag) => _mapped.Contains(tag.Value);

    public void Run()
    {
        if (_plan.TopLevel.IsEmpty && _plan.Items.IsEmpty)
        {
            return;
        }

        SparePaths();
        _pending.Push(_root);
        while (_pending.TryPop(out var dataset))
        {
            Visit(dataset);
        }

        foreach (var (dataset, tag, vr, text) in _unwritten)
        {
            // By place, as setting by tag takes long where the elements are out of order.
            var value = Fitting(dataset, tag, vr, _text.Encode(dataset, tag, vr, text));
            dataset.SetAt(dataset.IndexOf(tag), vr, value);
        }
    }

    /// <summary>Elements that the request keeps by path, and the creators of private ones that it sets by path.</summary>
    private void SparePaths()
    {
        foreach (var path in _plan.Request.KeptPaths)
        {
            foreach (var item in path.Select(_root))
            {
                _spared.Add((item, path.Tag));
            }
        }

        foreach (var (path, replacement) in _plan.PathReplacements)
        {
            if (path.Tag.IsPrivateData && replacement.PrivateCreator.Length == 0)
            {
                foreach (var item in path.Select(_root))
                {
                    _spared.Add((item, path.Tag.PrivateCreator));
                }
            }
        }
    }

    private void Visit(DicomDataset dataset)
    {
        var isTopLevel = dataset == _root;
        var rules = isTopLevel ? _plan.TopLevel : _plan.Items;
        Begin(dataset.Count, isTopLevel);
        for (var i = 0; i < dataset.Count; i++)
        {
            var element = dataset[i];
            var rule = rules.For(element.Tag);
            rule = _options?.Refine(rules, rule, in element) ?? rule;
            if (_spared.Count > 0 && _spared.Contains((dataset, element.Tag)))
            {
                rule = new(ElementAction.Keep, RuleReason.Request);
            }

            _preview?.Met(in element, rule);
            if (element.Tag.IsPrivateData && rule.Action != ElementAction.Remove)
            {
                _creatorsInUse.Add(element.Tag.PrivateCreator.Value);
            }

            Apply(rule, i, in element, isTopLevel);
        }

        End(dataset, rules);
    }

    private void Begin(int count, bool isTopLevel)
    {
        if (_isRemoved.Length < count)
        {
            _isRemoved = new bool[Math.Max(count, _isRemoved.Length * 2)];
        }

        _isRemoved.AsSpan(0, count).Clear();
        _isAnyRemoved = false;
        _creatorsInUse.Clear();
        _emptied.Clear();
        _dummies.Clear();
        if (isTopLevel)
        {
            foreach (var replacement in _plan.Replacements)
            {
                if (replacement.Tag.IsPrivateData && replacement.PrivateCreator.Length == 0)
                {
                    _creatorsInUse.Add(replacement.Tag.PrivateCreator.Value);
                }
            }
        }
    }

    private void End(DicomDataset dataset, ElementRules rules)
    {
        if (_isAnyRemoved)
        {
            if (rules.RemovesPrivate && _creatorsInUse.Count > 0)
            {
                SpareCreatorsInUse(dataset, rules);
            }

            var at = 0;
            dataset.RemoveWhere(_ => _isRemoved[at++]);
        }

        foreach (var tag in _emptied)
        {
            dataset.SetSequence(tag);
        }

        foreach (var tag in _dummies)
        {
            foreach (var item in DummyItems.Write(dataset, tag))
            {
                _pending.Push(item);
            }
        }
    }

    private void SpareCreatorsInUse(DicomDataset dataset, ElementRules rules)
    {
        for (var i = 0; i < dataset.Count; i++)
        {
            var tag = dataset[i].Tag;
            if (tag.IsPrivateCreator && _creatorsInUse.Contains(tag.Value) && rules.For(tag).Reason != RuleReason.Request)
            {
                _isRemoved[i] = false;
            }
        }
    }

    private void Apply(ElementRule rule, int index, in DataElement element, bool isTopLevel)
    {
        switch (rule.Action)
        {
            case ElementAction.Keep or ElementAction.Replace:
                break;
            case ElementAction.Leave:
                Leave(rule, index, in element);
                break;
            case ElementAction.Remove:
                Remove(index, element.Tag);
                break;
            case ElementAction.Clear:
                Clear(index, in element, isTopLevel);
                break;
            case ElementAction.Clean:
                CleanText(index, in element);
                break;
            case ElementAction.Dummy:
                Replace(rule, index, in element);
                break;
            case ElementAction.ShiftDate:
                ShiftDates(index, in element, isTopLevel);
                break;
            case ElementAction.MapShortId:
                MapShortId(index, in element);
                break;
            case ElementAction.MapUid:
                MapUids(index, in element, isTopLevel);
                break;
            case ElementAction.MapPatientId:
                MapPatientId(index, in element);
                break;
            case ElementAction.RenamePatient when !isTopLevel:
                RenamePatient(index, in element);
                break;
        }
    }

    private void Leave(ElementRule rule, int index, in DataElement element)
    {
        if (element.Sequence is { } sequence)
        {
            foreach (var item in sequence)
            {
                _pending.Push(item);
            }
        }
        else if (_isAnonymization && rule.Reason != RuleReason.Request && element.Length > 0 && IsSequence(element.Tag))
        {
            // Items that cannot be read cannot be anonymized either.
            Remove(index, element.Tag);
        }
    }

    private void Remove(int index, DicomTag tag)
    {
        if (tag == DicomTag.SpecificCharacterSet)
        {
            // It still says what the bytes of the text mean; it goes when the text was converted.
            return;
        }

        _isRemoved[index] = true;
        _isAnyRemoved = true;
    }

    private void Clear(int index, in DataElement element, bool isTopLevel)
    {
        var vr = RepresentationOf(in element);
        if (!isTopLevel && !vr.IsText() && !_plan.Request.IsConformant)
        {
            Remove(index, element.Tag);
        }
        else if (vr == DicomVR.SQ)
        {
            if (element.Sequence is { } sequence)
            {
                sequence.Clear();
            }
            else
            {
                _emptied.Add(element.Tag);
            }
        }
        else if (element.Length > 0 || element.Sequence is not null)
        {
            element.Dataset.SetAt(index, vr, default);
        }
    }

    /// <summary>What had no value gets none: an object without it was no better before.</summary>
    private void Replace(ElementRule rule, int index, in DataElement element)
    {
        var vr = RepresentationOf(in element);
        if (vr == DicomVR.UI)
        {
            MapUids(index, in element, isTopLevel: false);
        }
        else if (element.Length == 0 && element.Sequence is not { Count: > 0 })
        {
            Clear(index, in element, isTopLevel: true);
        }
        else if (vr != DicomVR.SQ)
        {
            var value = DummyValue.Of(in element, vr);
            if (element.Tag == DicomTag.EncapsulatedDocument)
            {
                DummyDocument.SetLength(element.Dataset, value.Length);
            }

            element.Dataset.SetAt(index, vr, value);
        }
        else if (DummyItems.AreNeeded(element.Tag))
        {
            // The items take the place of the first element with that tag; a second one has no right to be there.
            if (!_dummies.Add(element.Tag))
            {
                Remove(index, element.Tag);
            }
        }
        else
        {
            // The rules for its items leave nothing of the original there.
            Leave(rule, index, in element);
        }
    }

    private void CleanText(int index, in DataElement element)
    {
        if (_options?.Clean(in element) is { } cleaned)
        {
            var vr = _options.TextRepresentationOf(in element);
            if (cleaned.Length == 0 && _plan.Request.IsConformant)
            {
                element.Dataset.SetAt(index, vr, DummyValue.Of(in element, vr));
            }
            else
            {
                SetText(index, in element, vr, cleaned);
            }
        }
    }

    private void MapUids(int index, in DataElement element, bool isTopLevel)
    {
        var original = ElementText.Text(in element, DicomVR.UI);
        if (original is null)
        {
            element.Dataset.SetAt(index, DicomVR.UI, default);
            return;
        }

        var mapped = original.Contains('\\', StringComparison.Ordinal)
            ? string.Join('\\', original.Split('\\').Select(uid => MapUid(uid.Trim(' ', '\0'))))
            : _identifiers.MapUid(original);
        SetText(index, in element, DicomVR.UI, mapped);
        if (isTopLevel)
        {
            _mapped.Add(element.Tag.Value);
        }
    }

    private string MapUid(string uid) => uid.Length == 0 ? uid : _identifiers.MapUid(uid);

    private void MapPatientId(int index, in DataElement element)
    {
        // An empty ID is filled, as is one that cannot be read.
        var original = ElementText.Text(in element, DicomVR.LO) ?? string.Empty;
        SetText(
            index, in element, DicomVR.LO, _identifiers.MapPatientId(original.Length > 0 ? original : _withoutPatientId));
    }

    private void MapShortId(int index, in DataElement element)
    {
        if (ElementText.Text(in element, DicomVR.SH) is not { } original)
        {
            element.Dataset.SetAt(index, DicomVR.SH, default);
        }
        else if (original.Length > 0)
        {
            SetText(index, in element, DicomVR.SH, _identifiers.MapShortId(element.Tag, original));
        }
    }

    private void ShiftDates(int index, in DataElement element, bool isTopLevel)
    {
        if (_options!.Shift(in element) is { } shifted)
        {
            SetText(index, in element, RepresentationOf(in element), shifted);
        }
        else
        {
            // What is no date cannot be shifted, and is not passed on as it is.
            Clear(index, in element, isTopLevel);
        }
    }

    private void RenamePatient(int index, in DataElement element)
    {
        if (ElementText.Text(in element, DicomVR.PN) is not { } original)
        {
            element.Dataset.SetAt(index, DicomVR.PN, default);
        }
        else if (original.Length > 0)
        {
            element.Dataset.SetAt(index, DicomVR.PN, default);
            if (original == _patientName)
            {
                _samePatient.Add(element.Dataset);
            }
        }
    }

    private void SetText(int index, in DataElement element, DicomVR vr, string text)
    {
        var dataset = element.Dataset;
        if (DatasetText.TryEncode(dataset, vr, text, out var value))
        {
            dataset.SetAt(index, vr, Fitting(dataset, element.Tag, vr, value));
        }
        else
        {
            // Another character set adds and removes elements, so it has to wait for the end of the walk.
            dataset.SetAt(index, vr, default);
            _unwritten.Add((dataset, element.Tag, vr, text));
        }
    }

    private static byte[] Fitting(DicomDataset dataset, DicomTag tag, DicomVR vr, byte[] value) =>
        value.Length <= (dataset.IsImplicitVR ? DicomVR.UN : vr).MaximumLength()
            ? value
            : throw new RequestException(RequestFault.BadFormat, $"The new value of ({tag}) is too long for its VR");

    private bool IsSequence(DicomTag tag) =>
        !tag.IsPrivate && _dictionary.TryGet(tag, out var entry) && entry.VR == DicomVR.SQ;

    /// <summary>The VR that the standard gives a tag; only where it knows none, that of the file.</summary>
    private DicomVR RepresentationOf(in DataElement element) =>
        !element.Tag.IsPrivate && _dictionary.TryGet(element.Tag, out var entry) && entry.VR != DicomVR.None ? entry.VR
        : element.VR.IsKnown() ? element.VR
        : DicomVR.UN;
}
