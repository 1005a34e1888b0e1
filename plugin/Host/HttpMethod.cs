// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Host;

/// <summary>The method of an HTTP request, by the numbers of the SDK.</summary>
public enum HttpMethod
{
    /// <summary>Reads a resource.</summary>
    Get = 1,

    /// <summary>Performs an action.</summary>
    Post = 2,

    /// <summary>Sets a resource.</summary>
    Put = 3,

    /// <summary>Deletes a resource.</summary>
    Delete = 4,
}
