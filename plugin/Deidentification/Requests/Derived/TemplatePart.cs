// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Derived;

/// <summary>A part of a template: text of the request, or a value of the file. Immutable.</summary>
internal abstract record TemplatePart;

/// <summary>Text as the request gives it.</summary>
/// <param name="Text">The text.</param>
internal sealed record LiteralPart(string Text) : TemplatePart;

/// <summary>A value of the original file, after functions.</summary>
/// <param name="Source">Where it stands; steps lead to one item each.</param>
/// <param name="VR">Its VR in the dictionary; UN if that is unknown.</param>
/// <param name="Functions">What is done to it, in this order.</param>
internal sealed record ValuePart(TagPath Source, DicomVR VR, IReadOnlyList<ValueFunction> Functions) : TemplatePart
{
    /// <summary>
    /// The fewest characters of a hash that two of 100,000 patients hardly have in common: 8, of 5 bits each.
    /// </summary>
    private const int FewestOfPatient = 8;

    /// <summary>Whether it is the Patient ID of the file.</summary>
    public bool IsPatientId => Source.Steps.Count == 0 && Source.Tag == DicomTag.PatientID;

    /// <summary>
    /// Whether it differs for two patients: the hash of the whole Patient ID, or, for one who has none, of the study.
    /// </summary>
    public bool TellsPatients => IsPatientId && Functions is [{ Name: FunctionName.Hmac, Number: >= FewestOfPatient }, ..];

    /// <summary>Whether one of the functions is that.</summary>
    public bool Has(FunctionName name) => Functions.Any(function => function.Name == name);
}
