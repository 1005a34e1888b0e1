// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing.Preview;

/// <summary>The reasons for what became of elements: their rules, and the steps after the rules.</summary>
internal sealed class PreviewReasons
{
    private readonly ModificationPlan _plan;
    private readonly DicomDataset _root;
    private readonly Dictionary<(DicomDataset Dataset, DicomTag Tag), ElementRule> _rules;

    /// <summary>What the request sets and deletes by paths, which comes last.</summary>
    private readonly HashSet<(DicomDataset Dataset, DicomTag Tag)> _byPath = [];

    public PreviewReasons(
        ModificationPlan plan, DicomDataset root, Dictionary<(DicomDataset Dataset, DicomTag Tag), ElementRule> rules)
    {
        _plan = plan;
        _root = root;
        _rules = rules;
        foreach (var path in plan.Request.RemovedPaths.Concat(plan.PathReplacements.Select(given => given.Path))
            .Concat(plan.Request.DerivedInItems.Select(derived => derived.Target))
            .Concat(plan.PrivatePathReplacements.Select(given => given.Path)))
        {
            foreach (var item in path.Select(root))
            {
                _byPath.UnionWith(path.Name.TagsIn(item).Select(tag => (item, tag)));
            }
        }
    }

    /// <summary>Whether an element with other bytes has the same text, because nothing was to be done to it.</summary>
    public bool IsConversion(DicomDataset dataset, DicomTag tag, DicomVR vr) =>
        vr.IsText() && tag != DicomTag.SpecificCharacterSet && Named(dataset, tag) == RuleReason.None
        && _rules.GetValueOrDefault((dataset, tag)).Action is ElementAction.Leave or ElementAction.Keep;

    /// <summary>Why an element became what it is.</summary>
    public (RuleReason Reason, ConfidentialityOptions Options) Of(DicomDataset dataset, DicomTag tag, ElementFate fate)
    {
        if (fate == ElementFate.Converted)
        {
            return (RuleReason.CharacterSet, ConfidentialityOptions.None);
        }

        if (_byPath.Contains((dataset, tag)))
        {
            return (RuleReason.Request, ConfidentialityOptions.None);
        }

        var rule = _rules.GetValueOrDefault((dataset, tag));
        if (tag.IsPrivate && fate == ElementFate.Kept && rule.Reason is RuleReason.None or RuleReason.PrivateElement)
        {
            return OfKeptPrivate();
        }

        if (rule.Reason != RuleReason.None)
        {
            return (rule.Reason, rule.Reason == RuleReason.Option ? OptionsOf(dataset, tag, rule) : ConfidentialityOptions.None);
        }

        return fate == ElementFate.Kept ? (RuleReason.None, ConfidentialityOptions.None)
            : Named(dataset, tag) is not RuleReason.None and var reason ? (reason, ConfidentialityOptions.None)
            : dataset.Parent is { } sequence ? OfSequence(sequence)
            : (RuleReason.None, ConfidentialityOptions.None);
    }

    /// <summary>The reason for what is done to single elements after the rules, whatever the rules say.</summary>
    private RuleReason Named(DicomDataset dataset, DicomTag tag)
    {
        var isTopLevel = dataset == _root;
        return tag == DicomTag.SpecificCharacterSet ? RuleReason.CharacterSet
            : isTopLevel && (_plan.Request.Sets(tag) || Array.Exists(_plan.Replacements, given => given.Tag == tag) || _plan.Embedded.Overrides(tag))
                ? RuleReason.Request
            : tag.IsPrivate && (Array.Exists(_plan.Replacements, given => given.Tag.IsPrivate && given.Tag.Group == tag.Group)
                || (isTopLevel && _plan.Request.SetPrivate.Any(name => name.Group == tag.Group))) ? RuleReason.Request
            : isTopLevel && (ModificationRequest.MainIdentifiers.AsSpan().Contains(tag) || tag == DicomTag.PatientName
                || RecordTags.Has(tag)) ? RuleReason.Identity

            // The overlays in its unused bits.
            : tag == DicomTag.PixelData ? RuleReason.Profile
            : RuleReason.None;
    }

    private (RuleReason Reason, ConfidentialityOptions Options) OfKeptPrivate() =>
        _plan.Request.Operation == Operation.Modify && !_plan.Request.RemovePrivateTags
            ? (RuleReason.None, ConfidentialityOptions.None)
            : !_plan.Request.KeepPrivateTags && _plan.Request.Options.HasFlag(ConfidentialityOptions.RetainSafePrivate)
                ? (RuleReason.Option, ConfidentialityOptions.RetainSafePrivate)
                : (RuleReason.Request, ConfidentialityOptions.None);

    private (RuleReason Reason, ConfidentialityOptions Options) OfSequence(DicomSequence sequence)
    {
        var rule = _rules.GetValueOrDefault((sequence.Owner, sequence.Tag));
        return (rule.Reason, rule.Reason == RuleReason.Option
            ? OptionsOf(sequence.Owner, sequence.Tag, rule) : ConfidentialityOptions.None);
    }

    /// <summary>The options that apply to an element, or to the sequence around it.</summary>
    private ConfidentialityOptions OptionsOf(DicomDataset dataset, DicomTag tag, ElementRule rule)
    {
        if (rule.Action == ElementAction.ShiftDate)
        {
            return ConfidentialityOptions.RetainLongitudinalModifiedDates;
        }

        if (tag.IsPrivate)
        {
            return ConfidentialityOptions.RetainSafePrivate;
        }

        for (var place = (Dataset: dataset, Tag: tag); ; place = (place.Dataset.Parent.Owner, place.Dataset.Parent.Tag))
        {
            var found = ConfidentialityOptions.None;
            foreach (var option in DeidentificationCode.Options)
            {
                if (_plan.Request.Options.HasFlag(option)
                    && _plan.Request.Profile!.OptionActionFor(place.Tag, option) != OptionAction.None)
                {
                    found |= option;
                }
            }

            if (found != ConfidentialityOptions.None)
            {
                return found;
            }

            if (place.Dataset.Parent is null)
            {
                // UIDs that are in no row of the table are retained like those that are.
                return _plan.Request.Options & ConfidentialityOptions.RetainUIDs;
            }
        }
    }
}
