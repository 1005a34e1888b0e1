// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>What has become of a new instance since it was stored.</summary>
internal enum SuccessorState
{
    /// <summary>It is what it was.</summary>
    Same,

    /// <summary>It is not there.</summary>
    Gone,

    /// <summary>Its identifiers are those of something else.</summary>
    Other,
}
