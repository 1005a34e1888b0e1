// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Body;

/// <summary>Routes whose requests have members in common.</summary>
[Flags]
internal enum RequestRoutes
{
    /// <summary>None of the plugin.</summary>
    None = 0,

    /// <summary>Those that anonymize.</summary>
    Anonymize = 1,

    /// <summary>Those that modify.</summary>
    Modify = 2,

    /// <summary>Those that anonymize or modify any resources.</summary>
    Bulk = 4,

    /// <summary>The one that splits a study.</summary>
    Split = 8,

    /// <summary>The one that merges studies.</summary>
    Merge = 16,

    /// <summary>Those that anonymize or modify.</summary>
    Edit = Anonymize | Modify,

    /// <summary>All.</summary>
    All = Edit | Bulk | Split | Merge,
}
