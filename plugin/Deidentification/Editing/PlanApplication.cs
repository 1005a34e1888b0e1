// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing.Preview;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Deidentification.Values;
using OrthancDeid.Deidentification.Values.Replacements;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>Applies one plan to one file, in the order of the steps in docs/requests.md and docs/anonymize.md.</summary>
internal sealed partial class PlanApplication
{
    private readonly ModificationPlan _plan;
    private readonly DicomFile _file;
    private readonly DicomDataset _dataset;
    private readonly IdentifierMap _identifiers;
    private readonly ReplacementWriter _writer;
    private readonly EditPreview? _preview;

    /// <summary>What identifies somebody in the file.</summary>
    private readonly Lazy<CollectedIdentity> _identity;

    /// <summary>Items about the same patient, whose name is still to be written.</summary>
    private readonly HashSet<DicomDataset> _samePatient = [];

    /// <summary>The new name of the patient; null to use the name of the request or job.</summary>
    private readonly string? _pseudonym;

    /// <summary>Whether the pixels were masked before.</summary>
    private readonly bool _hasMaskedPixels;

    /// <summary>The values derived from values of the file, in the order of the plan.</summary>
    private Replacement[] _derived = [];

    /// <summary>Prepares the edit.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="file">The file.</param>
    /// <param name="identifiers">The identifiers that all instances of the request or job share.</param>
    /// <param name="preview">Observes what becomes of each element; null for none.</param>
    /// <param name="identity">What identifies somebody in the file.</param>
    /// <param name="hasMaskedPixels">Whether pixels of the file were masked.</param>
    public PlanApplication(
        ModificationPlan plan, DicomFile file, IdentifierMap identifiers, EditPreview? preview, Lazy<CollectedIdentity> identity,
        bool hasMaskedPixels)
    {
        _hasMaskedPixels = hasMaskedPixels;
        _plan = plan;
        _preview = preview;
        _identity = identity;
        _file = file;
        _dataset = file.Dataset;
        _identifiers = identifiers;
        _writer = new ReplacementWriter(file);
        ListedSubjects.RequireKnown(Request, _dataset);
        ListedSubjects.RequireSamePatient(Request, _dataset, identifiers);
        _pseudonym = ListedSubjects.Of(Request, _dataset)?.PatientName
            ?? (Request.PseudonymKey is null ? null : identifiers.Pseudonym(Subject.Of(_dataset)));
    }

    private ModificationRequest Request => _plan.Request;

    private bool IsAnonymization => Request.Operation == Operation.Anonymize;

    public void Run()
    {
        if (IsAnonymization)
        {
            AssignGivenIdentifiers();
        }
        else if (Request.UpdatesReferences)
        {
            foreach (var tag in ModificationRequest.MainIdentifiers.Where(tag => tag != DicomTag.PatientID))
            {
                _plan.AddOwn(_identifiers, tag, ElementText.Text(_dataset, tag, DicomVR.UI));
            }
        }

        _derived = Derive();
        var earlierMethods = Request.IsRecorded ? EarlierMethods.Of(_dataset, _identity) : [];
        var walk = new ElementWalk(_plan, _file, _identifiers, _samePatient, _preview, _identity, DerivedPatientId());
        walk.Run();
        RemoveCharacterSets();

        // Before the replacements: Pixel Representation of the image decides whether their numbers are signed.
        _plan.Embedded.WriteTo(_file, _writer);
        foreach (var replacement in _plan.Replacements)
        {
            _writer.Write(_dataset, replacement);
        }

        WritePrivate();
        WriteDerived(isTopLevel: true);
        RenewIdentifiers(walk);
        if (IsAnonymization)
        {
            SayAnonymized(earlierMethods);
        }

        if (_hasMaskedPixels && !IsNamed(DeidentificationRecord.DerivationDescription))
        {
            DeidentificationRecord.SayMasked(_dataset);
        }

        RemovePaths();
        ReplacePaths();
        WriteDerived(isTopLevel: false);
        RenamePatient();
    }

    /// <summary>
    /// Assigns the identifiers that the request keeps or gives, so that references to them at any depth follow.
    /// </summary>
    private void AssignGivenIdentifiers()
    {
        foreach (var tag in ModificationRequest.MainIdentifiers)
        {
            var isUid = tag != DicomTag.PatientID;
            if (ElementText.Text(_dataset, tag, isUid ? DicomVR.UI : DicomVR.LO) is not { Length: > 0 } original
                || _plan.GivenIdentifier(tag, original, _dataset.CharacterSet) is not { } assigned)
            {
                continue;
            }

            if (assigned.Contains(ElementText.Meaningless, StringComparison.Ordinal)
                && Array.Exists(_plan.Replacements, given => given.Tag == tag && given.Value is BytesValue))
            {
                // References would get another ID than this data set.
                throw new RequestException(
                    RequestFault.BadFormat,
                    $"Member \"Replace\": the bytes for tag ({tag}) are not valid text in the character set of the instance");
            }

            if (isUid)
            {
                _identifiers.AssignUid(original, assigned);
            }
            else if (!assigned.Contains(ElementText.Meaningless, StringComparison.Ordinal))
            {
                _identifiers.AssignPatientId(Subject.Of(_dataset), assigned);
            }
        }
    }

    /// <summary>After all other deletions: less text is more likely to fit the character set.</summary>
    private void RemoveCharacterSets()
    {
        if (!_plan.RemovesCharacterSet)
        {
            return;
        }

        _writer.RemoveCharacterSet(_dataset);
        if (IsAnonymization)
        {
            foreach (var item in _dataset.SelfAndDescendants())
            {
                _writer.RemoveCharacterSet(item);
            }
        }
    }

    private void RenewIdentifiers(ElementWalk walk)
    {
        foreach (var tag in _plan.Renewed)
        {
            if (walk.HasMapped(tag))
            {
                continue;
            }

            var original = ElementText.Text(_dataset, tag, DicomVR.UI);
            _writer.WriteText(
                _dataset, tag, DicomVR.UI, original is { Length: > 0 } ? _identifiers.MapUid(original) : UniqueIdentifier.Create());
        }
    }

    /// <summary>Records in the data set that it was anonymized, and by which method (PS3.15 E.1.1).</summary>
    private void SayAnonymized(IEnumerable<string> earlierMethods)
    {
        if (!IsNamed(DicomTag.PatientIdentityRemoved))
        {
            _writer.WriteText(_dataset, DicomTag.PatientIdentityRemoved, DicomVR.CS, "YES");
        }

        if (!IsNamed(DicomTag.DeidentificationMethod))
        {
            var methods = _plan.DeidentificationMethod.Split('\\').Concat(earlierMethods).Distinct(StringComparer.Ordinal);
            _writer.WriteText(_dataset, DicomTag.DeidentificationMethod, DicomVR.LO, string.Join('\\', methods));
        }

        _plan.Record?.Write(_dataset);
    }

    private bool IsNamed(DicomTag tag) => Request.Keeps(tag) || Request.Sets(tag) || Request.Removes(tag);

    private void RemovePaths()
    {
        foreach (var path in Request.RemovedPaths)
        {
            foreach (var item in path.Select(_dataset))
            {
                GivesName(path.Tag, item);
                if (path.Tag == DicomTag.SpecificCharacterSet)
                {
                    _writer.RemoveCharacterSet(item);
                }
                else
                {
                    Remove(item, path.Name);
                }
            }
        }
    }

    private void ReplacePaths()
    {
        foreach (var (path, replacement) in _plan.PathReplacements)
        {
            foreach (var item in path.Select(_dataset))
            {
                GivesName(path.Tag, item);
                _writer.Write(item, replacement);
            }
        }

        foreach (var (path, replacement) in _plan.PrivatePathReplacements)
        {
            foreach (var item in path.Select(_dataset))
            {
                Write(item, replacement);
            }
        }
    }

    /// <summary>
    /// Notes that the request sets or removes an element by a path. If it is a patient's name, it is not replaced later.
    /// </summary>
    private void GivesName(DicomTag tag, DicomDataset item)
    {
        if (tag == DicomTag.PatientName)
        {
            _samePatient.Remove(item);
        }
    }

    /// <summary>
    /// Writes the patient's new name. This comes last, when nothing can fail any more, because the name uses up a number
    /// of the host's counter.
    /// </summary>
    private void RenamePatient()
    {
        if (!IsAnonymization || Request.Keeps(DicomTag.PatientName) || Request.Removes(DicomTag.PatientName))
        {
            return;
        }

        if (GivenName() is { } replacement)
        {
            foreach (var item in _samePatient)
            {
                _writer.Write(item, replacement);
            }

            return;
        }

        var name = _pseudonym ?? _identifiers.PatientName;
        _writer.WriteText(_dataset, DicomTag.PatientName, DicomVR.PN, name);
        foreach (var item in _samePatient)
        {
            _writer.WriteText(item, DicomTag.PatientName, DicomVR.PN, name);
        }
    }
}
