// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Host;

/// <summary>How a step of a job ended, by the numbers of the SDK.</summary>
public enum JobStepStatus
{
    /// <summary>The job has ended, and succeeded.</summary>
    Success = 1,

    /// <summary>The job has failed.</summary>
    Failure = 2,

    /// <summary>There is more to do.</summary>
    Continue = 3,
}
