// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Dicom;
using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Phases;

/// <summary>
/// Edits the sources of a job, all in the same way, but for UIDs of those that are set apart
/// (<see cref="JobDefinition.Apart"/>).
/// </summary>
/// <param name="plan">What to do.</param>
/// <param name="identifiers">What the instances of the job share.</param>
/// <param name="apart">The patients and studies that are set apart.</param>
internal sealed class JobEdit(ModificationPlan plan, IdentifierMap identifiers, IReadOnlyCollection<string> apart)
{
    private readonly InstanceEdit _edit = new(plan, identifiers);
    private readonly Dictionary<string, InstanceEdit> _apart = apart.ToDictionary(
        id => id, id => new InstanceEdit(plan, identifiers.SetApart(id)), StringComparer.Ordinal);

    /// <inheritdoc cref="InstanceEdit.Transcodes"/>
    public bool Transcodes => _edit.Transcodes;

    /// <summary>The settings for reading a file of the host.</summary>
    public ReadingSettings Reading => plan.Request.Host.Reading;

    /// <summary>What is made of a source.</summary>
    public InstanceEdit Of(SourceInstance source) =>
        _apart.GetValueOrDefault(source.Series.Study) ?? _apart.GetValueOrDefault(source.Series.Patient) ?? _edit;
}
