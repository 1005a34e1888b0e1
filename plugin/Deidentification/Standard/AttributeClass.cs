// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Standard;

/// <summary>What an attribute of PS3.6 says by its definition, whatever a file contains.</summary>
internal enum AttributeClass : byte
{
    /// <summary>It is private, or not in PS3.6.</summary>
    Unknown,

    /// <summary>A setting, a measure or a defined term: of the image, the machine or the file.</summary>
    Technical,

    /// <summary>A sequence, or something that the structure of the file needs.</summary>
    Structure,

    /// <summary>A code or its meaning.</summary>
    Code,

    /// <summary>The name of a person.</summary>
    Person,

    /// <summary>A characteristic of the patient, such as age or size.</summary>
    Characteristic,

    /// <summary>A number of the patient.</summary>
    PatientId,

    /// <summary>A number of a study, a stay, a report, or of a trial and its parts.</summary>
    StudyId,

    /// <summary>A number of an order or of a step that was ordered.</summary>
    OrderId,

    /// <summary>A number of a specimen or its container.</summary>
    SpecimenId,

    /// <summary>The number, name or address of a machine.</summary>
    DeviceId,

    /// <summary>An organization, including one that issues identifiers.</summary>
    Institution,

    /// <summary>Where somebody or something is.</summary>
    Place,

    /// <summary>How somebody can be reached: telephone, mail.</summary>
    Contact,

    /// <summary>Free text that objects do not need.</summary>
    Narrative,

    /// <summary>A short text that objects need, or that names a thing; people may write names there.</summary>
    Label,

    /// <summary>A date or time of the patient's care, or of the instance.</summary>
    CareTime,

    /// <summary>When somebody was born, or died.</summary>
    BirthTime,

    /// <summary>A date or time of a machine or a product, which many patients share.</summary>
    DeviceTime,

    /// <summary>A date or time of a template, a code table or another publication.</summary>
    StandardTime,

    /// <summary>A UID of an instance, or of something in it.</summary>
    InstanceUid,

    /// <summary>A UID of a machine.</summary>
    DeviceUid,

    /// <summary>A UID of the standard, a coding scheme, a template or a piece of software.</summary>
    StandardUid,

    /// <summary>The address of a file or a resource.</summary>
    Url,

    /// <summary>Bytes or values that may contain anything.</summary>
    Binary,
}
