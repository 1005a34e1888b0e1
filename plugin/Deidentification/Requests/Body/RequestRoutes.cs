// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Body;

/// <summary>Groups of routes whose requests have members in common.</summary>
[Flags]
internal enum RequestRoutes
{
    /// <summary>No route of the plugin.</summary>
    None = 0,

    /// <summary>The routes that anonymize.</summary>
    Anonymize = 1,

    /// <summary>The routes that modify.</summary>
    Modify = 2,

    /// <summary>The routes that anonymize or modify any resources.</summary>
    Bulk = 4,

    /// <summary>The route that splits a study.</summary>
    Split = 8,

    /// <summary>The route that merges studies.</summary>
    Merge = 16,

    /// <summary>The routes that anonymize or modify.</summary>
    Edit = Anonymize | Modify,

    /// <summary>All routes.</summary>
    All = Edit | Bulk | Split | Merge,
}
