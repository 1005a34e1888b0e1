// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>How a step of a job ended, by the numbers of the SDK.</summary>
internal enum JobStepStatus
{
    Success = 1,
    Failure = 2,
    Continue = 3,
}
