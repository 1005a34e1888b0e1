// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing.Planned;
using OrthancDeid.Deidentification.Editing.Preview;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Deidentification.Values;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>
/// Visits the elements of a data set and of all items below it, once and without recursion, and decides what becomes of
/// each by the rules of the plan. It only reads: all edits are committed together at the end, so that none depends on the
/// order of elements.
/// </summary>
internal sealed class ElementWalk
{
    private static readonly ElementRule Kept = new(ElementAction.Keep, RuleReason.Request);

    private readonly ModificationPlan _plan;
    private readonly DicomDataset _root;
    private readonly OptionRules? _options;
    private readonly AgeRules? _ages;
    private readonly ReferenceRules? _references;
    private readonly EditPreview? _preview;
    private readonly DatasetEdits _edits = new();
    private readonly NewTexts _texts;
    private readonly ValueEdits _values;
    private readonly IdentityEdits _identity;
    private readonly DummyEdits _dummies;
    private readonly MeaninglessBytes _meaningless;
    private readonly CreatorsInUse _creators;
    private readonly SparedElements _spared;
    private readonly Stack<(DicomDataset Dataset, AttributePlace Place)> _pending = new();

    /// <summary>Adapts rules to the types of attributes; null if the request does not ask for a valid object.</summary>
    private readonly TypedRules? _types;

    /// <summary>What is known about the current data set.</summary>
    private AttributePlace _place;

    /// <summary>Items of sequences that are kept with everything in them except ages.</summary>
    private readonly HashSet<DicomDataset> _keptItems = [];

    /// <summary>Prepares a walk.</summary>
    /// <param name="plan">The rules.</param>
    /// <param name="file">The file.</param>
    /// <param name="identifiers">Assigns new identifiers.</param>
    /// <param name="samePatient">Collects the items whose Patient's Name equals that of the data set; the name is emptied
    /// in them.</param>
    /// <param name="preview">Observes the rule of each element; null for none.</param>
    /// <param name="identity">What identifies somebody in the file.</param>
    /// <param name="patientId">The new Patient ID from a template; null if there is none.</param>
    public ElementWalk(
        ModificationPlan plan, DicomFile file, IdentifierMap identifiers, HashSet<DicomDataset> samePatient,
        EditPreview? preview, Lazy<CollectedIdentity> identity, string? patientId)
    {
        _plan = plan;
        _preview = preview;
        _root = file.Dataset;
        var cleaning = new TextCleaning(plan.Request, identity);
        _options = plan.Request is { Options: ConfidentialityOptions.None, IsVerified: false }
            ? null
            : new OptionRules(plan.Request, _root, cleaning);
        _ages = plan.Request.AgeLimit is null ? null : new AgeRules(plan.Request);
        _references = plan.Request.UpdatesReferences ? new ReferenceRules(plan.Request, _root, identifiers) : null;
        _texts = new NewTexts(_root, _edits);
        _values = new ValueEdits(plan.Request, _options, cleaning, _edits, _texts);
        _identity = new IdentityEdits(plan.Request, _root, identifiers, _edits, _texts, samePatient, patientId);
        _dummies = new DummyEdits(_values, _identity, _edits);
        _meaningless = new MeaninglessBytes(file.TransferSyntax, _values, _edits);
        _creators = new CreatorsInUse(_edits);
        _spared = SparedElements.Of(plan, _root);
        _types = plan.Request is { IsConformant: true, Profile: { } profile } ? new TypedRules(profile) : null;
    }

    private bool IsAnonymization => _plan.Request.Operation == Operation.Anonymize;

    /// <summary>Whether a UID of the top level was mapped.</summary>
    public bool HasMapped(DicomTag tag) => _identity.HasMapped(tag);

    public void Run()
    {
        if (_plan.Rules.AreEmpty && _ages is null && _references is null)
        {
            return;
        }

        _pending.Push((_root, _types is null ? default : PlaceOfRoot()));
        while (_pending.TryPop(out var next))
        {
            _place = next.Place;
            Visit(next.Dataset);
        }

        _texts.Write();
        _edits.Commit();
    }

    /// <summary>The place of the top level, by the SOP class of the new instance: the request may set another one.</summary>
    private AttributePlace PlaceOfRoot() => AttributePlace.OfClass(
        _plan.ReplacedText(DicomTag.SOPClassUID) ?? ElementText.Text(_root, DicomTag.SOPClassUID, DicomVR.UI));

    private void Visit(DicomDataset dataset)
    {
        var isTopLevel = dataset == _root;
        var rules = isTopLevel ? _plan.TopLevel : _plan.Items;
        var isAnnotation = _dummies.IsAnnotation(dataset);
        _creators.Begin(isTopLevel ? _plan.Replacements : []);
        _dummies.BeginDataset();
        foreach (var element in dataset)
        {
            if (isAnnotation && !DummyItems.StaysInAnnotation(element.Tag))
            {
                _edits.Remove(in element);
                continue;
            }

            var rule = RuleOf(rules, in element);
            _preview?.Met(in element, rule);
            if (element.Tag.IsPrivateData && rule.Action != ElementAction.Remove)
            {
                _creators.Use(element.Tag.PrivateCreator);
            }

            Apply(rule, in element, isTopLevel, rules);
        }

        _creators.End();
        _values.EndDataset(dataset);
        if (isAnnotation)
        {
            _dummies.EndAnnotation(dataset);
        }
    }

    private ElementRule RuleOf(ElementRules rules, in DataElement element)
    {
        var rule = _spared.Include(in element)
            ? Kept
            : _keptItems.Count > 0 && _keptItems.Contains(element.Dataset) ? Kept
            : _plan.Rules.For(in element, rules);
        rule = _options?.Refine(rules, rule, in element) ?? rule;
        rule = _ages?.Refine(rules, rule, in element) ?? rule;
        return OfType(_references?.Refine(rule, in element) ?? rule, in element);
    }

    private ElementRule OfType(ElementRule rule, in DataElement element) =>
        rule.Action is ElementAction.Keep or ElementAction.MapUid || rule == default || _types is null
            ? rule
            : _types.Refine(rule, in element, _place.TypeOf(element.Tag));

    private void Apply(ElementRule rule, in DataElement element, bool isTopLevel, ElementRules rules)
    {
        switch (rule.Action)
        {
            case ElementAction.Replace:
                break;
            case ElementAction.Keep when _options is not null:
                // Options clean what is below it, too.
                Descend(in element);
                break;
            case ElementAction.Keep when _ages is not null:
                DescendKept(in element);
                break;
            case ElementAction.Leave:
                Leave(rule, in element, rules);
                break;
            case ElementAction.Remove when element.Tag.IsPrivateCreator
                && (rule.Reason == RuleReason.PrivateElement || (rules.RemovesPrivate && rule.Reason != RuleReason.Request)):
                _creators.RemoveUnlessInUse(in element);
                break;
            case ElementAction.Remove:
                _values.Remove(in element);
                break;
            case ElementAction.Clear:
                _values.Clear(in element, isTopLevel);
                break;
            case ElementAction.Clean:
                _values.Clean(in element, isAsked: rule.Reason == RuleReason.Option);
                break;
            case ElementAction.Dummy when _dummies.Replace(in element, _place):
                Descend(in element);
                break;
            case ElementAction.ShiftDate when !_values.ShiftDates(in element):
                // A value that is not a date cannot be shifted, and must not stay as it is.
                Apply(OfType(new(ElementAction.Clear, RuleReason.Unreadable), in element), in element, isTopLevel, rules);
                break;
            case ElementAction.LimitAge when !_values.LimitAge(in element):
                Apply(OfType(new(ElementAction.Clear, RuleReason.Unreadable), in element), in element, isTopLevel, rules);
                break;
            case ElementAction.MapShortId:
                _identity.MapShortId(in element);
                break;
            case ElementAction.MapUid:
                _identity.MapUids(in element, isTopLevel);
                break;
            case ElementAction.MapPatientId:
                _identity.MapPatientId(in element);
                break;
            case ElementAction.RenamePatient when !isTopLevel:
                _identity.RenamePatient(in element);
                break;
        }
    }

    private void Descend(in DataElement element)
    {
        var place = _place.Below(element.Tag);
        for (var i = 0; i < element.Sequence?.Count; i++)
        {
            _pending.Push((element.Sequence[i], place));
        }
    }

    private void DescendKept(in DataElement element)
    {
        for (var i = 0; i < element.Sequence?.Count; i++)
        {
            _keptItems.Add(element.Sequence[i]);
        }

        Descend(in element);
    }

    private void Leave(ElementRule rule, in DataElement element, ElementRules rules)
    {
        if (element.Sequence is not null)
        {
            Descend(in element);
        }
        else if (IsAnonymization && rule.Reason != RuleReason.Request)
        {
            LeaveValue(in element, rules);
        }
    }

    private void LeaveValue(in DataElement element, ElementRules rules)
    {
        if (element.Length > 0 && _values.IsSequence(element.Tag))
        {
            // Items that cannot be read cannot be anonymized either.
            _values.Remove(in element);
        }
        else if (ExtendedOffsetTable.IsMeaningless(in element))
        {
            _values.Remove(in element);
            _preview?.Met(in element, new(ElementAction.Remove, RuleReason.Unreadable));
        }
        else if (_meaningless.Delete(in element, rules))
        {
            _preview?.Met(in element, new(ElementAction.Clean, RuleReason.Unreadable));
        }
    }
}
