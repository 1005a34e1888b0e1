// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>What a value reveals about somebody who has to be protected.</summary>
internal enum IdentitySource : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A name of a person.</summary>
    Name,

    /// <summary>The ID of the patient, or an accession number.</summary>
    MainNumber,

    /// <summary>A number of patient, study, order or specimen.</summary>
    Number,

    /// <summary>What identifies a device.</summary>
    Device,

    /// <summary>An institution or an address.</summary>
    Place,

    /// <summary>How somebody can be reached.</summary>
    Contact,

    /// <summary>A UID.</summary>
    Uid,

    /// <summary>An address of a resource, or of mail.</summary>
    Url,

    /// <summary>A date of birth.</summary>
    Birth,

    /// <summary>Another date.</summary>
    Date,

    /// <summary>A code of a person or of an institution, or its meaning.</summary>
    Code,
}

/// <summary>
/// Which elements are sources of identity: all that the request removes or replaces, by the class of their attribute. Free
/// text and characteristics of the patient are not sources. Safe for use by several threads.
/// </summary>
/// <param name="rules">What the request does to each element.</param>
internal sealed class IdentitySources(RequestRules rules)
{
    /// <summary>How many tags are remembered: more than PS3.6 has, but no file makes the table grow without end.</summary>
    private const int MostKnown = 1 << 14;

    private readonly ConcurrentDictionary<ulong, (IdentitySource Source, bool IsGone)> _known = new();
    private int _count;

    /// <summary>What an element is a source of.</summary>
    /// <param name="element">The element.</param>
    /// <param name="isGone">Whether a sequence around it is removed.</param>
    public IdentitySource Of(in DataElement element, bool isGone)
    {
        var (source, isGoneItself) = Known(in element);
        return source switch
        {
            // These identify somebody in any place.
            IdentitySource.None or IdentitySource.Name or IdentitySource.MainNumber or IdentitySource.Birth => source,

            // A date that stays in text would reveal the shift of the others.
            IdentitySource.Date => rules.Request.Options.HasFlag(ConfidentialityOptions.RetainLongitudinalFullDates)
                ? default : source,

            // For a code, the sequence around it decides.
            IdentitySource.Code => element.Dataset.Parent is { } codes && (isGone || !IsRetained(codes)) ? source : default,
            _ => isGone || isGoneItself ? source : default,
        };
    }

    /// <summary>Whether a sequence is removed with everything in it.</summary>
    public bool IsGone(in DataElement sequence) => Known(in sequence).IsGone;

    private bool IsRetained(DicomSequence codes) =>
        rules.At(codes.Owner.Parent is not null).For(codes.Tag).Action == ElementAction.Leave;

    private (IdentitySource Source, bool IsGone) Known(in DataElement element)
    {
        var isInSequence = element.Dataset.Parent is not null;
        var key = (ulong)element.Tag.Value << 1 | (isInSequence ? 1U : 0);
        if (!_known.TryGetValue(key, out var known))
        {
            known = Find(in element, isInSequence);
            if (!element.Tag.IsPrivate && _count < MostKnown && _known.TryAdd(key, known))
            {
                Interlocked.Increment(ref _count);
            }
        }

        // The meaning of a private tag depends on its data set, and that of a code on its sequence.
        return IsCode(element.Tag) ? known with { Source = SourceOf(in element) } : known;
    }

    private (IdentitySource Source, bool IsGone) Find(in DataElement element, bool isInSequence)
    {
        var here = rules.At(isInSequence);
        var rule = here.For(element.Tag);
        if (rule is { Action: ElementAction.Keep or ElementAction.Leave, Reason: RuleReason.Request })
        {
            // An element that is kept here may be removed elsewhere, and is looked for there.
            rule = here.WithoutRequest(element.Tag);
        }

        var source = SourceOf(in element);
        if (!element.Tag.IsPrivate
            && rule is { Action: ElementAction.Leave, Reason: RuleReason.Option } && source != IdentitySource.Date)
        {
            // What an option retains may stay in text, too.
            source = IdentitySource.None;
        }

        return (source, rule.Action is not (ElementAction.Leave or ElementAction.Keep or ElementAction.Clean));
    }

    private static bool IsCode(DicomTag tag) => tag.Value is 0x0008_0100 or 0x0008_0104 or 0x0008_0119;

    private IdentitySource SourceOf(in DataElement element)
    {
        // Only its VR shows what a private element is.
        if (element.Tag.IsPrivate)
        {
            return element.VR switch
            {
                DicomVR.PN => IdentitySource.Name,
                DicomVR.DA or DicomVR.DT => IdentitySource.Date,
                _ => IdentitySource.None,
            };
        }

        if (IsCode(element.Tag))
        {
            return element.Dataset.Parent?.Tag is { } sequence
                && (sequence == CodeItem.Persons || sequence == CodeItem.Institutions)
                    ? IdentitySource.Code
                    : IdentitySource.None;
        }

        if (rules.Request.Host.Dictionary.TryGet(element.Tag, out var entry) && entry.VR == DicomVR.PN)
        {
            return IdentitySource.Name;
        }

        return AttributeClasses.Of(element.Tag) switch
        {
            AttributeClass.Person => IdentitySource.Name,
            _ when element.Tag == DicomTag.PatientID || element.Tag == DicomTag.AccessionNumber => IdentitySource.MainNumber,
            AttributeClass.PatientId or AttributeClass.StudyId or AttributeClass.OrderId or AttributeClass.SpecimenId =>
                IdentitySource.Number,
            AttributeClass.DeviceId => IdentitySource.Device,
            AttributeClass.Institution or AttributeClass.Place => IdentitySource.Place,
            AttributeClass.Contact => IdentitySource.Contact,
            AttributeClass.InstanceUid or AttributeClass.DeviceUid
                when !rules.Request.Options.HasFlag(ConfidentialityOptions.RetainUIDs) => IdentitySource.Uid,
            AttributeClass.Url => IdentitySource.Url,
            AttributeClass.BirthTime => IdentitySource.Birth,
            AttributeClass.StandardTime => IdentitySource.None,
            _ => entry.VR is DicomVR.DA or DicomVR.DT ? IdentitySource.Date : IdentitySource.None,
        };
    }
}
