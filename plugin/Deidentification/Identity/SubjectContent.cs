// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>What a content item says about the patient (PS3.16, TID 1007, Subject Context, Patient).</summary>
internal enum SubjectContent
{
    /// <summary>Something else.</summary>
    None,

    /// <summary>A name, an ID, or when the patient was born: as in group 0010, no option retains it.</summary>
    Identity,

    /// <summary>Sex, age, size, weight and the like (PS3.15 E.3.7).</summary>
    Characteristic,
}

/// <summary>Reads what content items of reports, and other items with the same structure, say about the patient.</summary>
internal static class SubjectContents
{
    /// <summary>Concept Code Sequence, the value of an item that is a code.</summary>
    public static readonly DicomTag ConceptCode = new(0x0040_A168);

    private static readonly DicomTag ConceptName = new(0x0040_A043);
    private static readonly DicomTag MeasuredValues = new(0x0040_A300);
    private static readonly DicomTag Units = new(0x0040_08EA);
    private static readonly DicomTag CodeValue = new(0x0008_0100);

    /// <summary>What an element says about the patient, if it is the value of a content item.</summary>
    public static SubjectContent Of(in DataElement element) =>
        IsValue(element.Tag) && element.Dataset.Parent is not null
        && element.Dataset.TryGet(ConceptName, out var concept) && concept.Sequence is { Count: > 0 } names
            ? OfCode(ElementText.Text(names[0], CodeValue, DicomVR.SH))
            : SubjectContent.None;

    /// <summary>
    /// Whether an element is the age of the patient, as the value or the measured value of a content item.
    /// </summary>
    public static bool IsAge(in DataElement element) => CodeAround(in element) is
        "121033" or "30525-0" or "397669002" or "424144002";

    /// <summary>Whether an element is the birth date of the patient, as the value of a content item.</summary>
    public static bool IsBirth(in DataElement element) => CodeAround(in element) is "121031" or "21112-8" or "184099003";

    /// <summary>The unit of a number, by its code; null if it has none.</summary>
    public static string? UnitOf(in DataElement number) =>
        number.Dataset.TryGet(Units, out var units) && units.Sequence is { Count: > 0 } codes
            ? ElementText.Text(codes[0], CodeValue, DicomVR.SH)
            : null;

    /// <summary>The code of the concept whose value an element is; null if it is not such a value.</summary>
    private static string? CodeAround(in DataElement element)
    {
        if (!IsValue(element.Tag) || element.Dataset.Parent is not { } sequence)
        {
            return null;
        }

        // The concept of a number is in the item around Measured Value Sequence (PS3.3 C.18.1).
        var item = sequence.Tag == MeasuredValues ? sequence.Owner : element.Dataset;
        return item.TryGet(ConceptName, out var concept) && concept.Sequence is { Count: > 0 } names
            ? ElementText.Text(names[0], CodeValue, DicomVR.SH)
            : null;
    }

    /// <summary>
    /// Date Time, Date, Person Name, Text, Numeric and Measured Value, Concept Code Sequence, and the number repeated as a
    /// floating point value or a fraction (PS3.3 10.2, C.17.3, C.18.1).
    /// </summary>
    private static bool IsValue(DicomTag tag) => tag.Value is 0x0040_A120 or 0x0040_A121 or 0x0040_A123 or 0x0040_A160
        or 0x0040_A161 or 0x0040_A162 or 0x0040_A163 or 0x0040_A168 or 0x0040_A300 or 0x0040_A30A;

    /// <summary>Reads codes of DICOM, LOINC and SNOMED CT, which have no code in common.</summary>
    private static SubjectContent OfCode(string? code) => code switch
    {
        // Subject Name, ID, Birth Date; date of birth.
        "121029" or "121030" or "121031" or "21112-8" or "184099003" => SubjectContent.Identity,

        // Subject Sex, Age, Species, Breed; age, sex.
        "121032" or "121033" or "121034" or "121035" or "30525-0" or "46098-0" or "397669002" or "424144002" or "263495000"
            or "734000001" => SubjectContent.Characteristic,

        // Height, weight, body mass index, body surface area; as measured, as estimated.
        "8302-2" or "3137-7" or "8301-4" or "29463-7" or "3141-9" or "8335-2" or "39156-5" or "8277-6" or "50373000"
            or "27113001" or "60621009" or "301898006" => SubjectContent.Characteristic,
        _ => SubjectContent.None,
    };
}
