// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Plugin.Access;

/// <summary>The routes that a site can close to some of its users, and whose requests are audited.</summary>
internal enum RouteName
{
    /// <summary>One that is neither.</summary>
    None,

    /// <summary>Those that anonymize.</summary>
    Anonymize,

    /// <summary>Those that modify.</summary>
    Modify,

    /// <summary>The one that splits a study.</summary>
    Split,

    /// <summary>The one that merges studies.</summary>
    Merge,

    /// <summary>Whatever tells old and new identifiers.</summary>
    Mapping,

    /// <summary>What tells of the plugin and its configuration.</summary>
    Deid,
}
