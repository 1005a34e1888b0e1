// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification;

/// <summary>What a plan does to an element.</summary>
public enum ElementAction
{
    /// <summary>Left as it is; the items of a sequence follow their own rules.</summary>
    Leave,

    /// <summary>Left as it is, with all that is inside it.</summary>
    Keep,

    /// <summary>Deleted.</summary>
    Remove,

    /// <summary>Left without a value; inside sequences deleted, if it is not of text.</summary>
    Clear,

    /// <summary>A value becomes one that says nothing, and is valid; items of sequences likewise.</summary>
    Dummy,

    /// <summary>Each UID becomes the new one that the request has for it.</summary>
    MapUid,

    /// <summary>A Patient ID becomes the new one that the request has for it.</summary>
    MapPatientId,

    /// <summary>An accession number or Study ID becomes the one that the project has for it.</summary>
    MapShortId,

    /// <summary>Dates are shifted.</summary>
    ShiftDate,

    /// <summary>The name of the patient becomes the new one; inside sequences another name is emptied.</summary>
    RenamePatient,

    /// <summary>The words that identify somebody are taken out of the text.</summary>
    Clean,

    /// <summary>Set to a value of the request or of the plan.</summary>
    Replace,
}

/// <summary>Why a plan does something.</summary>
public enum RuleReason
{
    /// <summary>Nothing speaks of the element.</summary>
    None,

    /// <summary>The table of the confidentiality profile (PS3.15 E.1).</summary>
    Profile,

    /// <summary>The element is private.</summary>
    PrivateElement,

    /// <summary>
    /// The element identifies somebody, or the study, series or instance, or says that it was anonymized.
    /// </summary>
    Identity,

    /// <summary>It is public, but neither PS3.6 nor the host's dictionary knows what it holds.</summary>
    Unknown,

    /// <summary>An option of the profile (PS3.15 E.3).</summary>
    Option,

    /// <summary>The request names the tag.</summary>
    Request,

    /// <summary>The element, or a part of it, cannot be looked into, or has no place in a data set.</summary>
    Unreadable,

    /// <summary>New text needs another character set, which all text of the file is then written in.</summary>
    CharacterSet,
}

/// <summary>What a plan does to an element, and why.</summary>
/// <param name="Action">What.</param>
/// <param name="Reason">Why.</param>
public readonly record struct ElementRule(ElementAction Action, RuleReason Reason);
