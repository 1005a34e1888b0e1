// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Standard;

/// <summary>
/// The options of PS3.15 E.3 that a request can name, one bit each, in the order of the columns of the table.
/// </summary>
[Flags]
public enum ConfidentialityOptions
{
    /// <summary>The Basic Profile alone.</summary>
    None = 0,

    /// <summary>E.3.10: private elements that are known to be safe stay.</summary>
    RetainSafePrivate = 1 << 0,

    /// <summary>E.3.9: UIDs stay.</summary>
    RetainUIDs = 1 << 1,

    /// <summary>E.3.8: the identity of devices stays.</summary>
    RetainDeviceIdentity = 1 << 2,

    /// <summary>E.3.11: names and addresses of institutions stay.</summary>
    RetainInstitutionIdentity = 1 << 3,

    /// <summary>E.3.7: sex, age, size, weight and the like stay.</summary>
    RetainPatientCharacteristics = 1 << 4,

    /// <summary>E.3.6: dates and times stay.</summary>
    RetainLongitudinalFullDates = 1 << 5,

    /// <summary>E.3.6: dates are shifted.</summary>
    RetainLongitudinalModifiedDates = 1 << 6,

    /// <summary>E.3.5: descriptions and comments stay, without what identifies somebody.</summary>
    CleanDescriptors = 1 << 7,

    /// <summary>E.3.4: the content of reports stays, without what identifies somebody.</summary>
    CleanStructuredContent = 1 << 8,

    /// <summary>E.3.3: annotations stay, without what identifies somebody.</summary>
    CleanGraphics = 1 << 9,

    /// <summary>E.3.1: what is burned into pixels is masked. The table has no column for it.</summary>
    CleanPixelData = 1 << 10,
}
