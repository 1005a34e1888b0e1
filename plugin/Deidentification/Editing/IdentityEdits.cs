// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Deidentification.Values;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>Replaces identifiers and names. The same old identifier always gets the same new one.</summary>
internal sealed class IdentityEdits
{
    private readonly IdentifierMap _identifiers;
    private readonly DatasetEdits _edits;
    private readonly NewTexts _texts;
    private readonly HashSet<DicomDataset> _samePatient;
    private readonly string? _patientName;
    private readonly string _withoutPatientId;
    private readonly (string Old, string New)? _patientId;
    private readonly ModificationRequest _request;
    private readonly DicomDataset _root;
    private readonly HashSet<uint> _mapped = [];
    private readonly bool _isAnonymization;

    /// <summary>Reads who the patient is, before the file is edited.</summary>
    /// <param name="request">The request.</param>
    /// <param name="root">The data set of the file.</param>
    /// <param name="identifiers">Assigns new identifiers.</param>
    /// <param name="edits">Collects the edits.</param>
    /// <param name="texts">Collects new texts.</param>
    /// <param name="samePatient">Collects the items whose Patient's Name equals that of the data set; the name is emptied
    /// in them.</param>
    /// <param name="patientId">The new Patient ID from a template; null if there is none.</param>
    public IdentityEdits(
        ModificationRequest request, DicomDataset root, IdentifierMap identifiers, DatasetEdits edits, NewTexts texts,
        HashSet<DicomDataset> samePatient, string? patientId)
    {
        _patientId = patientId is null ? null
            : (root.TryGet(DicomTag.PatientID, out var old) ? Subject.OriginalOf(in old, DicomVR.LO) ?? string.Empty : string.Empty,
                patientId);
        (_request, _root) = (request, root);
        _identifiers = identifiers;
        _edits = edits;
        _texts = texts;
        _samePatient = samePatient;
        _isAnonymization = request.Operation == Operation.Anonymize;
        _withoutPatientId = request.PseudonymKey is null ? string.Empty : Subject.Of(root);
        _patientName = _isAnonymization
            ? ElementText.Text(root, DicomTag.PatientName, DicomVR.PN) : null;
    }

    /// <summary>Whether a UID of the top level was mapped.</summary>
    public bool HasMapped(DicomTag tag) => _mapped.Contains(tag.Value);

    public void MapUids(in DataElement element, bool isTopLevel)
    {
        var original = ElementText.Text(in element, DicomVR.UI);
        if (original is null)
        {
            _edits.SetValue(in element, DicomVR.UI, default);
            return;
        }

        var isOwn = isTopLevel && ModificationRequest.MainIdentifiers.AsSpan().Contains(element.Tag);
        var mapped = original.Contains('\\', StringComparison.Ordinal)
            ? string.Join('\\', original.Split('\\').Select(uid => uid.Trim(' ', '\0'))
                .Select(uid => uid.Length == 0 ? uid : MapUid(uid, isOwn)))
            : MapUid(original, isOwn);
        _texts.Set(in element, DicomVR.UI, mapped);
        if (isTopLevel)
        {
            _mapped.Add(element.Tag.Value);
        }
    }

    public void MapPatientId(in DataElement element)
    {
        if (ListedSubjects.Of(_request, element.Dataset, _root) is { } subject)
        {
            _texts.Set(in element, DicomVR.LO, subject.PatientID);
            return;
        }

        // An empty ID gets a new one, too.
        var original = Subject.OriginalOf(in element, DicomVR.LO) ?? string.Empty;
        if (_patientId is var (own, given) && original == own)
        {
            _texts.Set(in element, DicomVR.LO, given);
            return;
        }

        _texts.Set(
            in element, DicomVR.LO, _identifiers.MapPatientId(original.Length > 0 ? original : _withoutPatientId));
    }

    public void MapShortId(in DataElement element)
    {
        if (Subject.OriginalOf(in element, DicomVR.SH) is not { } original)
        {
            _edits.SetValue(in element, DicomVR.SH, default);
        }
        else if (original.Length > 0)
        {
            _texts.Set(in element, DicomVR.SH, _identifiers.MapShortId(element.Tag, original));
        }
    }

    /// <summary>
    /// Replaces an identifier by one that only shows whether two are equal. It has at most 16 characters, so it fits every
    /// VR of short text.
    /// </summary>
    public void MapIdentifier(in DataElement element, DicomVR vr)
    {
        var original = Subject.OriginalOf(in element, vr) ?? $"\0{Convert.ToHexString(element.Value)}";
        _texts.Set(in element, vr, _identifiers.MapShortId(element.Tag, original));
    }

    /// <summary>
    /// The new UID of the instance that the first item of a sequence refers to; null if there is none.
    /// </summary>
    public string? MapReference(DicomSequence? references) =>
        references is { Count: > 0 }
        && ElementText.Text(references[0], DummyItems.ReferencedInstance, DicomVR.UI) is { Length: > 0 } uid
            ? _identifiers.MapUid(uid)
            : null;

    /// <summary>Empties a name. If it is the patient's, the item gets the patient's new name at the end.</summary>
    public void RenamePatient(in DataElement element)
    {
        var original = ElementText.Text(in element, DicomVR.PN);
        if (original is not { Length: 0 })
        {
            _edits.SetValue(in element, DicomVR.PN, default);
        }

        if (original is { Length: > 0 } && original == _patientName)
        {
            _samePatient.Add(element.Dataset);
        }
    }

    /// <summary>
    /// UIDs of the standard, such as a frame of reference shared by all brain images, identify nobody and stay, unless
    /// they are the file's main identifiers. A modification replaces only the UIDs of what it edits.
    /// </summary>
    private string MapUid(string uid, bool isOwn) =>
        (UniqueIdentifier.IsOfStandard(uid) && !isOwn) || (!_isAnonymization && !_identifiers.IsRenewed(uid))
            ? uid : _identifiers.MapUid(uid);
}
