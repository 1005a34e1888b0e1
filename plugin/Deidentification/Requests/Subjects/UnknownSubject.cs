// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Subjects;

/// <summary>What happens to an instance whose patient is not among the subjects.</summary>
internal enum UnknownSubject
{
    /// <summary>It is rejected.</summary>
    Reject,

    /// <summary>Its patient gets the same identity as without a list.</summary>
    Pseudonym,
}
