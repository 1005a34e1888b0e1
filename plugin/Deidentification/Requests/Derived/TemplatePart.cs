// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Derived;

/// <summary>A part of a template: text of the request, or a value of the file. Immutable.</summary>
internal abstract record TemplatePart;

/// <summary>Literal text of the request.</summary>
/// <param name="Text">The text.</param>
internal sealed record LiteralPart(string Text) : TemplatePart;

/// <summary>A value of the source instance, after functions.</summary>
/// <param name="Source">The path to the element. Each step leads to one item.</param>
/// <param name="VR">Its VR in the dictionary; UN if it is unknown.</param>
/// <param name="Functions">The functions that are applied to it, in this order.</param>
internal sealed record ValuePart(TagPath Source, DicomVR VR, IReadOnlyList<ValueFunction> Functions) : TemplatePart
{
    /// <summary>The fewest characters of a hash that two of 100,000 patients hardly ever share: 8, of 5 bits each.</summary>
    private const int FewestOfPatient = 8;

    /// <summary>Whether it is the Patient ID of the file.</summary>
    public bool IsPatientId => Source.Steps.Count == 0 && Source.Tag == DicomTag.PatientID;

    /// <summary>
    /// Whether it differs for any two patients. It does if it is a hash of the whole Patient ID, or of the study for a
    /// patient without one.
    /// </summary>
    public bool TellsPatients => IsPatientId && Functions is [{ Name: FunctionName.Hmac, Number: >= FewestOfPatient }, ..];

    /// <summary>Whether a function is among those that are applied.</summary>
    public bool Has(FunctionName name) => Functions.Any(function => function.Name == name);
}
