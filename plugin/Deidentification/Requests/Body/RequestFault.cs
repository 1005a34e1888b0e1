// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Body;

/// <summary>What is wrong with a request. It decides which error the client gets.</summary>
public enum RequestFault
{
    /// <summary>A member, a value or the body as a whole cannot be understood.</summary>
    BadFormat,

    /// <summary>A value is of the right type, but not among the allowed ones.</summary>
    OutOfRange,

    /// <summary>A value has a JSON type that its tag cannot have.</summary>
    WrongType,

    /// <summary>The request is understood, but not allowed.</summary>
    Refused,

    /// <summary>No tag has that name.</summary>
    UnknownTag,

    /// <summary>The request is understood, but the site does not allow it.</summary>
    Forbidden,
}
