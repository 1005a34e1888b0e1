// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Derived;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests;

/// <content>Values that are derived from values of the file, and the limit of ages.</content>
public sealed partial class ModificationRequest
{
    private readonly Dictionary<DicomTag, Derivation> _derived = [];
    private readonly List<Derivation> _derivedInItems = [];

    /// <summary>The highest age in years that may appear in a file; null for no limit.</summary>
    internal int? AgeLimit { get; private set; }

    /// <summary>The key of the hashes in derived values; null if there is none.</summary>
    internal IdentifierKey? DerivationKey { get; private set; }

    /// <summary>The fingerprint of the key of pseudonyms, or otherwise of hashes in derived values; null if there is
    /// neither.</summary>
    public string? KeyFingerprint => (PseudonymKey ?? DerivationKey)?.Fingerprint();

    /// <summary>Top-level elements whose values are derived from values of the file, ordered by tag.</summary>
    internal IEnumerable<Derivation> Derived => _derived.Values.Where(one => !Keeps(one.Target.Tag)).Concat(DerivedPrivate)
        .OrderBy(one => one.Target.Tag);

    /// <summary>Elements in items whose values are derived from values of the file.</summary>
    internal IReadOnlyList<Derivation> DerivedInItems => _derivedInItems;

    /// <summary>The top-level tags to which the request gives a value, including those that it keeps instead.</summary>
    internal IEnumerable<DicomTag> SetTags => _replaced.Keys.Concat(_derived.Keys);

    /// <summary>Whether the value of a tag at the top level is derived from values of the file.</summary>
    public bool Derives(DicomTag tag) => !Keeps(tag) && _derived.ContainsKey(tag);

    /// <summary>Whether a value at the top level depends on no elements of the file other than these.</summary>
    internal bool IsDerivedOf(DicomTag tag, IEnumerable<DicomTag> known) => !Derives(tag)
        || _derived[tag].Template.Values.All(part => part.Source.Steps.Count == 0 && known.Contains(part.Source.Tag));

    /// <summary>Whether two patients may get the same Patient ID.</summary>
    public bool MergesPatients => Replaces(DicomTag.PatientID)
        || (Derives(DicomTag.PatientID) && !_derived[DicomTag.PatientID].Template.TellsPatients);

    /// <summary>Whether the request gives a tag at the top level a value, as text or as a template.</summary>
    public bool Sets(DicomTag tag) => Replaces(tag) || Derives(tag);

    private void ReadAgeLimit(JsonElement json)
    {
        AgeLimit = AgeLimits.Read(json);
        NamesTags |= AgeLimit is not null;
        if (AgeLimit is not null
            && _kept.Concat(_keptPaths.Select(path => path.Tag)).FirstOrDefault(IsOfBirth) is { Value: > 0 } kept)
        {
            throw new RequestException(
                RequestFault.Refused, $"Member \"{RequestMember.AgeLimit}\": dates of birth go, so tag {kept} cannot be kept");
        }
    }

    private static bool IsOfBirth(DicomTag tag) => AttributeClasses.ThatSays(tag) == AttributeClass.BirthTime;

    private void ReadDerive(JsonElement json)
    {
        foreach (var (name, given) in ByTag(json, RequestMember.Derive, "templates"))
        {
            var derivation = new Derivation(
                TagPath.Parse(name, Host.Dictionary),
                given.ValueKind == JsonValueKind.String
                    ? DerivedTemplate.Parse(RequestJson.Text(given, "Derive"), name, Host.Dictionary)
                    : throw new RequestException(RequestFault.WrongType, $"Member \"Derive\", \"{name}\": a string is expected"));
            RequireDerivable(derivation, name);
            if (derivation is { IsTopLevel: true, Target.Name.Private: { } element })
            {
                _derivedPrivate[element] = derivation;
            }
            else if (derivation.IsTopLevel)
            {
                _derived[derivation.Target.Tag] = derivation;
            }
            else
            {
                _derivedInItems.Add(derivation);
            }
        }

        var all = _derived.Values.Concat(_derivedPrivate.Values).Concat(_derivedInItems).ToArray();
        if (Array.Exists(all, one => one.Template.Has(FunctionName.Hmac)))
        {
            DerivationKey = RequestedPseudonyms.Key(
                Host, RequestedPseudonyms.Project(json) ?? string.Empty, "Member \"Derive\": hmac");
        }

        if (!AreDatesShifted && Array.Exists(all, one => one.Template.Has(FunctionName.Shift)))
        {
            throw new RequestException(
                RequestFault.Refused,
                "Member \"Derive\": shift needs the option RetainLongitudinalModifiedDates: next to a date that is not shifted, "
                + "one that is tells by how much");
        }
    }

    private void RequireDerivable(Derivation derivation, string name)
    {
        var tag = derivation.Target.Tag;
        var vr = tag.IsPrivate || !Host.Dictionary.TryAsk(tag, out var entry) ? DicomVR.UN : entry.VR;
        var element = derivation.Target.Name.Private;
        var reason = IsIgnored(tag) || tag == DicomTag.SpecificCharacterSet ? "cannot be derived"
            : tag.IsPrivateCreator ? "reserves a block, and cannot be derived"
            : vr == DicomVR.UI ? "is a UID, which the plugin makes itself"
            : !tag.IsPrivate && !vr.IsText() ? $"is no text (VR {vr.Letters()})"
            : element is { Element: null } ? "names all elements of a creator; one is expected"
            : derivation.IsTopLevel && (element is { } one ? _replacedPrivate.ContainsKey(one) : _replaced.ContainsKey(tag))
                ? "stands in \"Replace\", too"
            : Subjects is not null && derivation.IsTopLevel && (tag == DicomTag.PatientID || tag == DicomTag.PatientName)
                ? "is what \"Subjects\" says"
            : null;
        if (reason is not null)
        {
            throw new RequestException(RequestFault.Refused, $"Member \"Derive\": tag \"{name}\" {reason}");
        }

        if (tag == DicomTag.PatientID && derivation.IsTopLevel && derivation.Template.Has(FunctionName.Clean))
        {
            // Cleaning also depends on the index, and a resumed job has to find its results again.
            throw new RequestException(RequestFault.Refused, "Member \"Derive\": tag \"PatientID\" is an identifier, and cannot be made of cleaned text");
        }

        // Two patients with the same new ID become one.
        if (derivation.IsTopLevel && tag == DicomTag.PatientID
            && !(Operation == Operation.Anonymize && derivation.Template.TellsPatients))
        {
            RequireForce(tag, "derived");
        }
    }
}
