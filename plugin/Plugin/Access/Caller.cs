// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Plugin.Access;

/// <summary>The sender of a request.</summary>
/// <param name="User">The name of a registered user who gave the right password; null for anyone else.</param>
/// <param name="IsInternal">Whether the sender is not a client, but a script of the host or another plugin.</param>
internal readonly record struct Caller(string? User, bool IsInternal)
{
    /// <summary>The sender's name in the log.</summary>
    public override string ToString() => IsInternal ? "Orthanc itself" : User ?? "an unknown user";
}
