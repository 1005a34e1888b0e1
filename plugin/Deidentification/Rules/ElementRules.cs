// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Rules;

/// <summary>The rules for one place: the data set of a file, or the items inside it. Immutable.</summary>
internal sealed class ElementRules
{
    private static readonly ElementRule RemovePrivate = new(ElementAction.Remove, RuleReason.PrivateElement);

    private readonly Dictionary<uint, ElementRule> _named;
    private readonly ElementRule _private;
    private readonly ConfidentialityProfile? _profile;
    private readonly ElementDictionary _dictionary;
    private readonly ConfidentialityOptions _options;
    private readonly bool _isConformant;
    private readonly bool _removesDates;
    private readonly HashSet<ushort> _namedOverlays;

    /// <summary>Makes the rules.</summary>
    /// <param name="named">The rules of single tags, which override all others.</param>
    /// <param name="removesPrivate">Whether private elements are deleted.</param>
    /// <param name="profile">The profile that is applied, if any.</param>
    /// <param name="dictionary">The elements that a profile can name.</param>
    /// <param name="options">The options of the profile.</param>
    /// <param name="isConformant">Whether values that objects need are replaced, not emptied.</param>
    /// <param name="removesDates">Whether dates and times that no rule names are removed.</param>
    /// <param name="kept">The tags that the request keeps or sets there; an overlay stays if one of its elements is
    /// among them.</param>
    public ElementRules(
        Dictionary<uint, ElementRule> named,
        bool removesPrivate,
        ConfidentialityProfile? profile,
        ElementDictionary dictionary,
        ConfidentialityOptions options = ConfidentialityOptions.None,
        bool isConformant = false,
        bool removesDates = false,
        IEnumerable<DicomTag>? kept = null)
    {
        _named = named;
        _private = removesPrivate ? RemovePrivate : new(ElementAction.Leave, RuleReason.None);
        _profile = profile;
        _dictionary = dictionary;
        _options = options;
        _isConformant = isConformant;
        _removesDates = removesDates;
        _namedOverlays = [.. (kept ?? []).Where(IsOverlay).Select(tag => tag.Group)];
    }

    /// <summary>Whether no element can change.</summary>
    public bool IsEmpty => _profile is null && _private.Action == ElementAction.Leave && _named.Count == 0;

    /// <summary>Whether private elements are deleted unless they are named.</summary>
    public bool RemovesPrivate => _private.Action == ElementAction.Remove;

    /// <summary>The rule of a tag.</summary>
    public ElementRule For(DicomTag tag)
    {
        if (_named.TryGetValue(tag.Value, out var rule))
        {
            return rule;
        }

        if (tag.IsPrivate)
        {
            return _private;
        }

        return _profile is null ? default : ForPublic(tag, _profile);
    }

    /// <summary>The rule that a tag would have if the request neither named it nor kept private elements.</summary>
    public ElementRule WithoutRequest(DicomTag tag) =>
        tag.IsPrivate ? RemovePrivate : _profile is null ? default : ForPublic(tag, _profile);

    /// <summary>
    /// Whether a public element without text is deleted: by its rule, or because an option cleans it, even if the request
    /// keeps it. It cannot be cleaned.
    /// </summary>
    public bool DeletesData(DicomTag tag) => For(tag).Action switch
    {
        ElementAction.Remove or ElementAction.Clean => true,
        ElementAction.Keep => _profile?.OptionActionFor(tag, _options) == OptionAction.Clean,
        _ => false,
    };

    /// <summary>The rule of a public tag by the profile alone.</summary>
    public ElementRule WithoutOptions(DicomTag tag) => _profile is null ? default : ForProfile(tag, _profile, _removesDates);

    /// <summary>The rule of a public tag with dates or times as if no option retained any.</summary>
    public ElementRule WithoutDates(DicomTag tag) =>
        _profile is null ? default : ForProfile(tag, _profile, removesDates: true);

    private ElementRule ForPublic(DicomTag tag, ConfidentialityProfile profile)
    {
        // Commands and meta information must not be in a data set (PS3.7 6.3, PS3.10 7.1), and trailing padding means
        // nothing (PS3.10 7.2). The table has no rule for them; they are deleted.
        if (tag.Group is 0x0000 or 0x0002 || tag == DicomTag.DataSetTrailingPadding)
        {
            return new(ElementAction.Remove, RuleReason.Unreadable);
        }

        if (_options.HasFlag(ConfidentialityOptions.RetainLongitudinalModifiedDates) && VROf(tag) is var vr && IsDate(vr))
        {
            return ForShifted(tag, vr, profile);
        }

        return profile.OptionActionFor(tag, _options) switch
        {
            OptionAction.Retain => new(ElementAction.Leave, RuleReason.Option),
            OptionAction.Clean => new(ElementAction.Clean, RuleReason.Option),
            _ => ForProfile(tag, profile, _removesDates),
        };
    }

    /// <summary>
    /// The rule of a date or time where dates are shifted. Dates of a device are the same for many patients, so a shifted
    /// one would reveal the shift; dates of the standard are public.
    /// </summary>
    private ElementRule ForShifted(DicomTag tag, DicomVR vr, ConfidentialityProfile profile) =>
        AttributeClasses.ThatSays(tag) switch
        {
            AttributeClass.StandardTime => new(ElementAction.Leave, RuleReason.Option),
            AttributeClass.DeviceTime => ForProfile(tag, profile, removesDates: true),
            _ => profile.OptionActionFor(tag, _options) switch
            {
                OptionAction.None => ForProfile(tag, profile, _removesDates),

                // A shift by whole days does not change the time of day.
                _ when vr == DicomVR.TM => new(ElementAction.Leave, RuleReason.Option),
                _ => new(ElementAction.ShiftDate, RuleReason.Option),
            },
        };

    private ElementRule ForProfile(DicomTag tag, ConfidentialityProfile profile, bool removesDates)
    {
        // An overlay may show a name. The table of 2008 does not mention overlays, later ones do.
        if (IsCurveOrOverlay(tag) || LosesOverlay(tag))
        {
            return new(ElementAction.Remove, RuleReason.Profile);
        }

        return (_isConformant ? profile.ConformantActionFor(tag) : profile.ActionFor(tag)) switch
        {
            ProfileAction.Remove => new(ElementAction.Remove, RuleReason.Profile),
            ProfileAction.Clear => new(ElementAction.Clear, RuleReason.Profile),
            ProfileAction.Dummy => new(ElementAction.Dummy, RuleReason.Profile),
            ProfileAction.MapUid => new(ElementAction.MapUid, RuleReason.Profile),
            ProfileAction.KeepSequence => new(ElementAction.Leave, RuleReason.Profile),
            _ => ForClass(tag, profile, removesDates),
        };
    }

    /// <summary>The rule of a tag that the table of the edition does not name.</summary>
    private ElementRule ForClass(DicomTag tag, ConfidentialityProfile profile, bool removesDates)
    {
        var action = profile.IsNamed(tag) ? ElementAction.Leave : ClassRules.ActionFor(tag);
        if (action == ElementAction.Leave && removesDates && IsDate(VROf(tag))
            && AttributeClasses.ThatSays(tag) != AttributeClass.StandardTime)
        {
            // (0028,0303) states that all dates of the patient were removed.
            action = ElementAction.Clear;
        }

        return action switch
        {
            // Texts of reports and annotations, which would be useless if empty, and dates that an object may need.
            ElementAction.Clear when _isConformant => new(ElementAction.Dummy, RuleReason.Identity),

            // The option retains most UIDs in the table, so these stay, too.
            ElementAction.MapUid when _options.HasFlag(ConfidentialityOptions.RetainUIDs) =>
                new(ElementAction.Leave, RuleReason.Option),
            not ElementAction.Leave => new(action, RuleReason.Identity),
            _ when _dictionary.TryGet(tag, out _) => default,

            // The table could not consider it, like the names and pronouns of a patient that later editions of PS3.6 added
            // to group 0010.
            _ => new(ElementAction.Remove, RuleReason.Unknown),
        };
    }

    private DicomVR VROf(DicomTag tag) => _dictionary.TryGet(tag, out var entry) ? entry.VR : DicomVR.None;

    private static bool IsDate(DicomVR vr) => vr is DicomVR.DA or DicomVR.DT or DicomVR.TM;

    /// <summary>Without its data, an overlay is invalid (PS3.3 C.9.2).</summary>
    private bool LosesOverlay(DicomTag tag) => IsOverlay(tag) && !_namedOverlays.Contains(tag.Group);

    private static bool IsOverlay(DicomTag tag) => (tag.Group & 0xFF01) == 0x6000;

    /// <summary>(50xx,xxxx), (60xx,3000) and (60xx,4000).</summary>
    private static bool IsCurveOrOverlay(DicomTag tag) =>
        (tag.Group & 0xFF00) == 0x5000 || ((tag.Group & 0xFF00) == 0x6000 && tag.Element is 0x3000 or 0x4000);
}
