// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Rules;

/// <summary>
/// Which elements the options of a request clean. An element that one option retains and another cleans is cleaned (PS3.15
/// E.3), even if the request keeps it. Editing, checking and recording all use this class.
/// </summary>
/// <param name="request">The request.</param>
internal sealed class CleanedElements(ModificationRequest request)
{
    private readonly ConfidentialityOptions _options = request.Options;
    private readonly ConfidentialityProfile? _profile = request.Profile;
    private readonly ElementDictionary _dictionary = request.Host.Dictionary;

    /// <summary>Whether an element is cleaned. For private elements this depends on the creator.</summary>
    public bool Include(in DataElement element)
    {
        if (_options == ConfidentialityOptions.None)
        {
            return false;
        }

        if (IsShifted(in element))
        {
            return true;
        }

        return element.Tag.IsPrivate ? IsSafePrivateText(in element) : IncludePublic(in element);
    }

    /// <summary>
    /// Whether the dates of an element are shifted: one that stays unshifted reveals the shift of the others (PS3.15
    /// E.3.6). So would shifted dates of devices and of the standard, which many patients share.
    /// </summary>
    public bool IsShifted(in DataElement element) =>
        _options.HasFlag(ConfidentialityOptions.RetainLongitudinalModifiedDates) && element.Sequence is null
        && DateShift.Applies(RepresentationOf(in element))
        && AttributeClasses.ThatSays(element.Tag) is not (AttributeClass.DeviceTime or AttributeClass.StandardTime);

    /// <summary>
    /// Whether keeping a tag changes nothing, because the options clean or retain its element. False for a private tag,
    /// whose creator is not known here.
    /// </summary>
    public bool AreSameIfKept(DicomTag tag) => !tag.IsPrivate
        && _profile?.OptionActionFor(tag, _options) is OptionAction.Clean or OptionAction.Retain;

    /// <summary>
    /// The VR that the standard, or the table of safe private elements, gives an element; else that of the file.
    /// </summary>
    public DicomVR RepresentationOf(in DataElement element) =>
        element.Tag.IsPrivate ? (IsSafePrivate(in element, out var safe) ? safe : element.VR)
        : _dictionary.TryGet(element.Tag, out var entry) && entry.VR != DicomVR.None ? entry.VR
        : element.VR;

    /// <summary>
    /// The VR as which an element is searched for people: that of the standard, whatever the file claims. If that is not a
    /// VR of text, the file may still contain text, so its own VR is used.
    /// </summary>
    public DicomVR ReadAs(in DataElement element) =>
        RepresentationOf(in element) is var vr && (IsWritten(vr) || IsNumeric(vr) || vr == DicomVR.UI) ? vr
        : element.VR == DicomVR.UI ? DicomVR.LO
        : element.VR;

    /// <summary>Whether a VR holds numbers, dates or times as text, where programs may write anything.</summary>
    public static bool IsNumeric(DicomVR vr) =>
        vr is DicomVR.AS or DicomVR.DA or DicomVR.DS or DicomVR.DT or DicomVR.IS or DicomVR.TM;

    /// <summary>Whether a VR holds words.</summary>
    public static bool IsWritten(DicomVR vr) => vr is DicomVR.AE or DicomVR.CS or DicomVR.LO or DicomVR.LT
        or DicomVR.PN or DicomVR.SH or DicomVR.ST or DicomVR.UC or DicomVR.UR or DicomVR.UT;

    /// <summary>K cleans sequences, too (PS3.15 Table E.1-1a).</summary>
    private bool IncludePublic(in DataElement element) => _profile?.OptionActionFor(element.Tag, _options) switch
    {
        OptionAction.Clean => true,
        OptionAction.Retain => RepresentationOf(in element) == DicomVR.SQ,
        _ => false,
    };

    private bool IsSafePrivateText(in DataElement element) =>
        _options.HasFlag(ConfidentialityOptions.RetainSafePrivate) && IsSafePrivate(in element, out var vr)
        && (vr == DicomVR.SQ || (element.Sequence is null && IsWritten(vr)));

    private bool IsSafePrivate(in DataElement element, out DicomVR vr)
    {
        vr = DicomVR.None;
        return element.Dataset.PrivateCreatorOf(element.Tag) is { } creator
            && request.SafePrivate.TryGet(creator, in element, out vr);
    }
}
