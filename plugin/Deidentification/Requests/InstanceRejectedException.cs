// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests;

/// <summary>The request rejects the instance.</summary>
/// <param name="reason">The reason, in the words of the request.</param>
public sealed class InstanceRejectedException(string reason)
    : Exception($"The instance is rejected by the request or its profile: {reason}")
{
    /// <summary>The reason.</summary>
    public string Reason { get; } = reason;
}
