// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Rules;

/// <summary>
/// Which parts of the profile and its options a request leaves in force: the file must not claim more (PS3.15 E.1.1).
/// </summary>
/// <param name="request">The request.</param>
internal sealed class AppliedProfile(ModificationRequest request)
{
    /// <summary>The options that change what stays.</summary>
    private const ConfidentialityOptions Cleaning = ConfidentialityOptions.CleanDescriptors
        | ConfidentialityOptions.CleanStructuredContent | ConfidentialityOptions.CleanGraphics
        | ConfidentialityOptions.RetainLongitudinalModifiedDates;

    private readonly CleanedElements _cleaned = new(request);

    private IEnumerable<DicomTag> Kept => request.KeptTags.Concat(request.KeptPaths.Select(path => path.Tag))
        .Concat(request.KeptPrivate.Select(name => name.InFirstBlock));

    /// <summary>The tags that stay against the profile and its options.</summary>
    private IEnumerable<DicomTag> Spared => Kept.Where(tag => !_cleaned.AreSameIfKept(tag));

    private IEnumerable<DicomTag> Given => request.SetTags.Concat(request.ReplacedPaths.Select(given => given.Path.Tag))
        .Concat(request.DerivedInItems.Select(derived => derived.Target.Tag))
        .Concat(request.SetPrivate.Select(name => name.InFirstBlock));

    /// <summary>Whether templates, and ages that stay, reveal nothing that the profile hides.</summary>
    private bool DerivesNothing => request.Derived.Concat(request.DerivedInItems).ToArray() is var derived
        && (derived.Length == 0 || new ProtectedSources(RequestRules.Of(request, [])).AddNothing(derived))
        && (request.AgeLimit is null || request.Options.HasFlag(ConfidentialityOptions.RetainPatientCharacteristics));

    /// <summary>
    /// Whether the Basic Profile was carried out. It still is if the request removes more, keeps what an option cleans or
    /// retains, or sets a value that the profile replaces or deletes. Other values may reveal anything.
    /// </summary>
    public bool IsWhole => !request.KeepPrivateTags && !Spared.Any() && AddsNothing;

    /// <summary>Whether no value of the request may reveal something that the profile hides.</summary>
    public bool AddsNothing => request.ReplacedPaths.Count == 0 && request.DerivedInItems.Count == 0 && DerivesNothing
        && !request.SetPrivate.Any()
        && request.SetTags.All(tag => IsOfProfile(tag) || RecordTags.IsDetail(tag));

    /// <summary>What became of the dates (PS3.3 C.12.1.1.8); null if the request keeps or sets one.</summary>
    public string? Dates =>
        Given.Any(MayHoldDate) ? null
        : request.Options.HasFlag(ConfidentialityOptions.RetainLongitudinalFullDates) ? "UNMODIFIED"
        : request.KeepPrivateTags || Kept.Any(tag => tag.IsPrivate) ? null

        // The dates that the request keeps are shifted, too.
        : request.Options.HasFlag(ConfidentialityOptions.RetainLongitudinalModifiedDates) ? "MODIFIED"
        : Spared.Any(MayHoldDate) ? null

        // This option retains the date when a device was calibrated.
        : request.Options.HasFlag(ConfidentialityOptions.RetainDeviceIdentity) ? null
        : "REMOVED";

    /// <summary>
    /// Whether an option of the request was carried out. What it cleans is cleaned even where the request keeps it, but
    /// nobody knows what a private element holds.
    /// </summary>
    public bool Follows(ConfidentialityOptions option) =>
        // A request that keeps all private elements does not keep only the safe ones.
        !(option == ConfidentialityOptions.RetainSafePrivate && request.KeepPrivateTags)
        && (!(Cleaning | ConfidentialityOptions.RetainSafePrivate).HasFlag(option) || !Kept.Any(tag => tag.IsPrivate));

    private bool IsOfProfile(DicomTag tag) => tag == DicomTag.PatientName
        || ModificationRequest.MainIdentifiers.AsSpan().Contains(tag)
        || request.Profile!.ActionFor(tag) != ProfileAction.None
        || ClassRules.ActionFor(tag) != ElementAction.Leave;

    private bool MayHoldDate(DicomTag tag) => tag.IsPrivate || IsSequence(tag)
        || RepresentationOf(tag) is DicomVR.DA or DicomVR.DT or DicomVR.TM;

    /// <summary>Whether any element can be below it.</summary>
    private bool IsSequence(DicomTag tag) => tag.IsPrivate || RepresentationOf(tag) == DicomVR.SQ;

    private DicomVR RepresentationOf(DicomTag tag) =>
        request.Host.Dictionary.TryGet(tag, out var entry) ? entry.VR : DicomVR.UN;
}
