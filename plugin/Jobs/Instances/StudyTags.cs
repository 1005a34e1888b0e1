// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Instances;

/// <summary>The main DICOM tags of a study and of its patient in the host's index.</summary>
internal static class StudyTags
{
    /// <summary>Reads them.</summary>
    /// <param name="study">Orthanc's identifier of the study.</param>
    /// <param name="dictionary">Maps the keywords of the index to tags.</param>
    /// <exception cref="OrthancException">There is no such study, or the index cannot be read.</exception>
    public static RelatedValues Read(string study, ElementDictionary dictionary)
    {
        var shown = ResourceTree.Read(ResourceLevel.Study, study);

        // The index repeats the tags of the patient for each study.
        return new RelatedValues(Of(shown, "MainDicomTags").Concat(Of(shown, "PatientMainDicomTags")), dictionary);

        IEnumerable<(DicomTag Tag, string Text)> Of(JsonElement resource, string member) =>
            !resource.TryGetProperty(member, out var tags) ? []
            : tags.EnumerateObject().Select(tag => dictionary.TryFind(tag.Name, out var entry)
                    && tag.Value.ValueKind == JsonValueKind.String
                ? (entry.Tag, tag.Value.GetString()!)
                : (default, string.Empty));
    }
}
