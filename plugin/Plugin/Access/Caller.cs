// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Plugin.Access;

/// <summary>Who has sent a request.</summary>
/// <param name="User">The name of a registered user who gave the right password; null for anybody else.</param>
/// <param name="IsInternal">Whether it was no client, but a script of the host or another plugin.</param>
internal readonly record struct Caller(string? User, bool IsInternal)
{
    /// <summary>As the log calls it.</summary>
    public override string ToString() => IsInternal ? "Orthanc itself" : User ?? "an unknown user";
}
