// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Dates;

namespace OrthancDeid.Deidentification.Identity.Words;

/// <summary>What a word of an instance says about somebody.</summary>
internal enum IdentityKind
{
    /// <summary>A whole name, however it is written.</summary>
    Name,

    /// <summary>A whole name, some words of which are also common words.</summary>
    MixedName,

    /// <summary>A whole name that consists only of common words.</summary>
    CommonName,

    /// <summary>A family name with initials.</summary>
    Initials,

    /// <summary>A family or given name, or a part of one.</summary>
    PartOfName,

    /// <summary>A part of a name that is also a common word, so that the context decides whether it is the name.</summary>
    CommonPartOfName,

    /// <summary>A number of the patient, of a study, an order, a telephone.</summary>
    Identifier,

    /// <summary>An identifier so short that it may be any number.</summary>
    ShortNumber,

    /// <summary>A UID of the study, the series or an instance.</summary>
    Uid,

    /// <summary>What identifies a device.</summary>
    Device,

    /// <summary>An address or an institution.</summary>
    Place,

    /// <summary>A word of an address or of the name of an institution.</summary>
    PartOfPlace,
}

/// <summary>Collects the words that identify somebody, see <see cref="IdentifyingWords"/>.</summary>
internal interface IIdentityCollector
{
    /// <summary>Names the element of the words that follow.</summary>
    /// <param name="value">The element.</param>
    /// <param name="isReadable">Whether all of its text could be read.</param>
    void Begin(in IdentityValue value, bool isReadable);

    /// <summary>Adds a word.</summary>
    void Add(IdentityKind kind, string word);

    /// <summary>Adds a date.</summary>
    /// <param name="date">The date.</param>
    /// <param name="isBirth">Whether it is a date of birth.</param>
    void Add(CalendarDate date, bool isBirth);
}
