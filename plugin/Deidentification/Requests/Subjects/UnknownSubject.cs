// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Subjects;

/// <summary>What becomes of an instance whose patient is not among the subjects.</summary>
internal enum UnknownSubject
{
    /// <summary>It is rejected.</summary>
    Reject,

    /// <summary>Its patient gets the identity that it would get without a list.</summary>
    Pseudonym,
}
