// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Host;

/// <summary>Why a job has left the running state, by the numbers of the SDK.</summary>
public enum JobStopReason
{
    /// <summary>It has succeeded.</summary>
    Success = 1,

    /// <summary>It is paused, and may be resumed.</summary>
    Paused = 2,

    /// <summary>It has failed.</summary>
    Failure = 3,

    /// <summary>It was cancelled.</summary>
    Canceled = 4,
}
