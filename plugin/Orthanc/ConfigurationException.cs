// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc;

/// <summary>The configuration asks for what cannot be had, and the plugin cannot do without: it does not start.</summary>
/// <param name="member">The path of the member at fault.</param>
/// <param name="reason">What is wrong with it.</param>
/// <param name="fault">What showed it, if anything.</param>
internal sealed class ConfigurationException(string member, string reason, Exception? fault = null)
    : Exception($"The configuration of Orthanc is ill-formed at \"{member}\": {reason}", fault)
{
    /// <summary>The path of the member at fault.</summary>
    public string Member { get; } = member;

    /// <summary>What is wrong with it.</summary>
    public string Reason { get; } = reason;
}
