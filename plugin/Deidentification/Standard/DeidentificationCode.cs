// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Standard;

/// <summary>A code of CID 7050, De-identification Method (PS3.16).</summary>
/// <param name="Value">The code value, of the coding scheme DCM.</param>
/// <param name="Meaning">The code meaning.</param>
internal readonly record struct DeidentificationCode(string Value, string Meaning)
{
    /// <summary>
    /// The options about elements, in the order of their codes: all but <see cref="ConfidentialityOptions.CleanPixelData"/>.
    /// </summary>
    public static IReadOnlyList<ConfidentialityOptions> Options { get; } =
    [
        ConfidentialityOptions.CleanGraphics,
        ConfidentialityOptions.CleanStructuredContent,
        ConfidentialityOptions.CleanDescriptors,
        ConfidentialityOptions.RetainLongitudinalFullDates,
        ConfidentialityOptions.RetainLongitudinalModifiedDates,
        ConfidentialityOptions.RetainPatientCharacteristics,
        ConfidentialityOptions.RetainDeviceIdentity,
        ConfidentialityOptions.RetainUIDs,
        ConfidentialityOptions.RetainSafePrivate,
        ConfidentialityOptions.RetainInstitutionIdentity,
    ];

    /// <summary>The code of the Basic Profile itself.</summary>
    public static DeidentificationCode BasicProfile { get; } =
        new("113100", "Basic Application Confidentiality Profile");

    /// <summary>The code for images without recognizable faces, which only people can judge.</summary>
    public static DeidentificationCode CleanFaces { get; } =
        new("113102", "Clean Recognizable Visual Features Option");

    /// <summary>The code of one option.</summary>
    public static DeidentificationCode Of(ConfidentialityOptions option) => option switch
    {
        ConfidentialityOptions.CleanPixelData => new("113101", "Clean Pixel Data Option"),
        ConfidentialityOptions.CleanGraphics => new("113103", "Clean Graphics Option"),
        ConfidentialityOptions.CleanStructuredContent => new("113104", "Clean Structured Content Option"),
        ConfidentialityOptions.CleanDescriptors => new("113105", "Clean Descriptors Option"),
        ConfidentialityOptions.RetainLongitudinalFullDates =>
            new("113106", "Retain Longitudinal Temporal Information Full Dates Option"),
        ConfidentialityOptions.RetainLongitudinalModifiedDates =>
            new("113107", "Retain Longitudinal Temporal Information Modified Dates Option"),
        ConfidentialityOptions.RetainPatientCharacteristics =>
            new("113108", "Retain Patient Characteristics Option"),
        ConfidentialityOptions.RetainDeviceIdentity => new("113109", "Retain Device Identity Option"),
        ConfidentialityOptions.RetainUIDs => new("113110", "Retain UIDs Option"),
        ConfidentialityOptions.RetainSafePrivate => new("113111", "Retain Safe Private Option"),
        ConfidentialityOptions.RetainInstitutionIdentity => new("113112", "Retain Institution Identity Option"),
        _ => throw new ArgumentOutOfRangeException(nameof(option)),
    };
}
