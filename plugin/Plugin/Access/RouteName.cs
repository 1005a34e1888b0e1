// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Plugin.Access;

/// <summary>The routes that a site can close to some of its users, and whose requests are audited.</summary>
internal enum RouteName
{
    /// <summary>A route that cannot be closed and is not audited.</summary>
    None,

    /// <summary>The routes that anonymize.</summary>
    Anonymize,

    /// <summary>The routes that modify.</summary>
    Modify,

    /// <summary>The route that splits a study.</summary>
    Split,

    /// <summary>The route that merges studies.</summary>
    Merge,

    /// <summary>Everything that reveals which new identifiers belong to which old ones.</summary>
    Mapping,

    /// <summary>The routes that report on the plugin and its configuration.</summary>
    Deid,
}
