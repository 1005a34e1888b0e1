// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>What has become of a new instance since it was stored, and of its source since that was read.</summary>
internal enum SuccessorState
{
    /// <summary>Both are what they were, or the source is gone.</summary>
    Same,

    /// <summary>The new instance is not there.</summary>
    Gone,

    /// <summary>The identifiers of the new instance are those of something else.</summary>
    Other,

    /// <summary>The new instance is what it was, but the source is something else than what was read.</summary>
    SourceChanged,
}
