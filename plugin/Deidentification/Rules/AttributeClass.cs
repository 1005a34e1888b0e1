// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Rules;

/// <summary>What an attribute of PS3.6 says, by its definition and not by what a file makes of it.</summary>
public enum AttributeClass : byte
{
    /// <summary>It is private, or not in PS3.6.</summary>
    Unknown,

    /// <summary>A setting, a measure or a defined term: of the image, the machine or the file.</summary>
    Technical,

    /// <summary>Items, or what holds the file together.</summary>
    Structure,

    /// <summary>A code or its meaning.</summary>
    Code,

    /// <summary>Who took part, or belongs to the patient.</summary>
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

    /// <summary>What tells one machine from others: its number, name or address.</summary>
    DeviceId,

    /// <summary>An organization, one that issues identifiers included.</summary>
    Institution,

    /// <summary>Where somebody or something is.</summary>
    Place,

    /// <summary>How somebody can be reached: telephone, mail.</summary>
    Contact,

    /// <summary>Free text of a human that objects do not live by.</summary>
    Narrative,

    /// <summary>A short text that objects need, or that says what something is; people may write names there.</summary>
    Label,

    /// <summary>A date or time of the patient's care, or of the instance.</summary>
    CareTime,

    /// <summary>When somebody was born, or died.</summary>
    BirthTime,

    /// <summary>A date or time of a machine or a product, which many patients have in common.</summary>
    DeviceTime,

    /// <summary>A date or time of a template, a code table or another thing that is published.</summary>
    StandardTime,

    /// <summary>A UID of an instance, or of what stands in it.</summary>
    InstanceUid,

    /// <summary>A UID of a machine.</summary>
    DeviceUid,

    /// <summary>A UID of the standard, a coding scheme, a template or a piece of software.</summary>
    StandardUid,

    /// <summary>Where a file or a resource can be had.</summary>
    Url,

    /// <summary>Bytes or values that may hold anything.</summary>
    Binary,
}
