// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Editing.Preview;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Targets;

namespace OrthancDeid.Jobs.Phases;

/// <summary>
/// Edits the sources of a job, all in the same way, except that those that are set apart (<see
/// cref="JobDefinition.Apart"/>) get UIDs of their own.
/// </summary>
/// <param name="plan">What to do.</param>
/// <param name="identifiers">The new identifiers that the instances of the job share.</param>
/// <param name="apart">The patients and studies that are set apart.</param>
/// <param name="generations">Records which studies anonymizations make; null if none is stored.</param>
internal sealed class JobEdit(
    ModificationPlan plan, IdentifierMap identifiers, IReadOnlyCollection<string> apart, Generations? generations = null)
{
    private readonly InstanceEdit _edit = new(plan, identifiers);
    private readonly Dictionary<string, InstanceEdit> _apart = apart.ToDictionary(
        id => id, id => new InstanceEdit(plan, identifiers.SetApart(id)), StringComparer.Ordinal);

    /// <inheritdoc cref="InstanceEdit.Transcodes"/>
    public bool Transcodes => _edit.Transcodes;

    /// <inheritdoc cref="InstanceEdit.SearchesText"/>
    public bool SearchesText => _edit.SearchesText;

    /// <inheritdoc cref="ModificationPlan.SharesIdentifiers"/>
    public bool SharesIdentifiers => plan.SharesIdentifiers;

    /// <summary>Whether the new patient depends on the issuer of the Patient ID.</summary>
    public bool TellsIssuers => plan.Request.Subjects is { HasIssuers: true };

    /// <summary>Whether the identifiers of a new instance can be derived from those of the old one.</summary>
    public bool FollowsIdentifiers => plan.Request.IsDerivedOf(
        DicomTag.PatientID, [DicomTag.PatientID, DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID]);

    /// <summary>The settings for reading a file of the host.</summary>
    public ReadingSettings Reading => plan.Request.Host.Reading;

    /// <summary>The values of studies in the index, so that each study is read once.</summary>
    private readonly ConcurrentDictionary<string, RelatedValues> _related = new(StringComparer.Ordinal);

    /// <summary>Makes the new file of a source.</summary>
    /// <param name="old">The bytes of the old one.</param>
    /// <param name="source">The source.</param>
    /// <param name="preview">Records what becomes of each element; null if nobody asks.</param>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    /// <inheritdoc cref="InstanceEdit.Apply"/>
    public EditedInstance Apply(NativeBuffer old, SourceInstance source, EditPreview? preview = null)
    {
        var edited = Of(source).Apply(old, source.Id, preview, () => RelatedTo(source.Series.Study));
        if (plan.Request.Operation == Operation.Anonymize)
        {
            generations?.Note(edited.Study, source.Series.Study);
        }

        return edited;
    }

    /// <summary>
    /// The edit of an instance: with the identifiers that the whole job shares, or with those of its study or patient.
    /// </summary>
    /// <param name="source">The instance.</param>
    public InstanceEdit Of(SourceInstance source) =>
        _apart.GetValueOrDefault(source.Series.Study) ?? _apart.GetValueOrDefault(source.Series.Patient) ?? _edit;

    /// <summary>
    /// The index's values for a study. An instance that does not name the patient may belong to a study that does, and
    /// its text is cleaned of that name, too.
    /// </summary>
    private RelatedValues RelatedTo(string study) => _related.GetOrAdd(
        study, id => StudyTags.Read(id, plan.Request.Host.Dictionary));
}
