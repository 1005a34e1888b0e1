// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>Why a job has left the running state, by the numbers of the SDK.</summary>
internal enum JobStopReason
{
    Success = 1,
    Paused = 2,
    Failure = 3,
    Canceled = 4,
}
