// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Plugin.Configuration;

/// <summary>Thrown for a fault in the configuration with which the plugin cannot start.</summary>
/// <param name="member">The path of the member at fault.</param>
/// <param name="reason">What is wrong with it.</param>
/// <param name="fault">The cause, if any.</param>
internal sealed class ConfigurationException(string member, string reason, Exception? fault = null)
    : Exception($"The configuration of Orthanc has a fault at \"{member}\": {reason}", fault)
{
    /// <summary>The path of the member at fault.</summary>
    public string Member { get; } = member;

    /// <summary>What is wrong with it.</summary>
    public string Reason { get; } = reason;
}
