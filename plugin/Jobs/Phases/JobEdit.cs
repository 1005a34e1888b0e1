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
/// Edits the sources of a job, all in the same way, but for UIDs of those that are set apart
/// (<see cref="JobDefinition.Apart"/>).
/// </summary>
/// <param name="plan">What to do.</param>
/// <param name="identifiers">What the instances of the job share.</param>
/// <param name="apart">The patients and studies that are set apart.</param>
/// <param name="generations">Told which studies anonymizations make; null if none is stored.</param>
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

    /// <summary>Whether the issuer of a Patient ID decides who the patient becomes.</summary>
    public bool TellsIssuers => plan.Request.Subjects is { HasIssuers: true };

    /// <summary>Whether the identifiers of a new instance follow from those of the old one.</summary>
    public bool FollowsIdentifiers => plan.Request.IsDerivedOf(
        DicomTag.PatientID, [DicomTag.PatientID, DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID]);

    /// <summary>The settings for reading a file of the host.</summary>
    public ReadingSettings Reading => plan.Request.Host.Reading;

    /// <summary>What the index says of studies, so that each is read once.</summary>
    private readonly ConcurrentDictionary<string, RelatedValues> _related = new(StringComparer.Ordinal);

    /// <summary>Makes the new file of a source.</summary>
    /// <param name="old">The bytes of the old one.</param>
    /// <param name="source">The source.</param>
    /// <param name="preview">Observes what becomes of each element; null for none.</param>
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

    /// <summary>How an instance is edited: by the identifiers that all of the job share, or by those of its study or patient.</summary>
    /// <param name="source">The instance.</param>
    public InstanceEdit Of(SourceInstance source) =>
        _apart.GetValueOrDefault(source.Series.Study) ?? _apart.GetValueOrDefault(source.Series.Patient) ?? _edit;

    /// <summary>
    /// An instance that does not name the patient may be one of a study that does: its text is cleaned of that, too.
    /// </summary>
    private RelatedValues RelatedTo(string study) => _related.GetOrAdd(
        study, id => StudyTags.Read(id, plan.Request.Host.Dictionary));
}
