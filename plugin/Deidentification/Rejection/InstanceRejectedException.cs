// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Rejection;

/// <summary>The request does not want instances of this kind to be anonymized.</summary>
/// <param name="reason">What of the instance is rejected, in words that the request itself has.</param>
public sealed class InstanceRejectedException(string reason)
    : Exception($"The instance is rejected by the request or its profile: {reason}")
{
    /// <summary>What of the instance is rejected.</summary>
    public string Reason { get; } = reason;
}
