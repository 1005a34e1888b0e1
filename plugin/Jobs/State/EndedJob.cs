// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.State;

/// <summary>A job that has succeeded, failed or been cancelled.</summary>
/// <param name="Definition">What it was to do.</param>
/// <param name="Request">The request for each instance; null if it cannot be carried out.</param>
/// <param name="Progress">How far it came.</param>
/// <param name="Reason">How it ended.</param>
internal sealed record EndedJob(JobDefinition Definition, ModificationRequest? Request, JobSnapshot Progress, JobStopReason Reason);
