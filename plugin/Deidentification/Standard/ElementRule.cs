// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Standard;

/// <summary>What a plan does to an element.</summary>
public enum ElementAction
{
    /// <summary>Left as it is; the items of a sequence follow their own rules.</summary>
    Leave,

    /// <summary>Left as it is, with everything inside it.</summary>
    Keep,

    /// <summary>Deleted.</summary>
    Remove,

    /// <summary>Emptied; inside sequences deleted, unless it is text.</summary>
    Clear,

    /// <summary>The value, or the items of a sequence, are replaced by a valid dummy.</summary>
    Dummy,

    /// <summary>Each UID is replaced by the new one that the request assigns to it.</summary>
    MapUid,

    /// <summary>A Patient ID is replaced by the new one that the request assigns to it.</summary>
    MapPatientId,

    /// <summary>An accession number or Study ID is replaced by the one that the project assigns to it.</summary>
    MapShortId,

    /// <summary>Dates are shifted.</summary>
    ShiftDate,

    /// <summary>The patient's name is replaced by the new one; other names inside sequences are emptied.</summary>
    RenamePatient,

    /// <summary>Words that identify somebody are removed from the text.</summary>
    Clean,

    /// <summary>Set to a value of the request or of the plan.</summary>
    Replace,

    /// <summary>An age beyond the limit of the request becomes one year more than the limit.</summary>
    LimitAge,
}

/// <summary>Why a plan does something.</summary>
public enum RuleReason
{
    /// <summary>No rule applies to the element.</summary>
    None,

    /// <summary>The table of the confidentiality profile (PS3.15 E.1).</summary>
    Profile,

    /// <summary>The element is private.</summary>
    PrivateElement,

    /// <summary>
    /// The element identifies somebody, or the study, series or instance, or says that it was anonymized.
    /// </summary>
    Identity,

    /// <summary>It is public, but neither in PS3.6 nor in the host's dictionary.</summary>
    Unknown,

    /// <summary>An option of the profile (PS3.15 E.3).</summary>
    Option,

    /// <summary>The request names the tag.</summary>
    Request,

    /// <summary>The element, or a part of it, cannot be read, or must not be in a data set.</summary>
    Unreadable,

    /// <summary>New text needs another character set, so all text of the file is converted.</summary>
    CharacterSet,
}

/// <summary>What a plan does to an element, and why.</summary>
/// <param name="Action">What.</param>
/// <param name="Reason">Why.</param>
public readonly record struct ElementRule(ElementAction Action, RuleReason Reason);
