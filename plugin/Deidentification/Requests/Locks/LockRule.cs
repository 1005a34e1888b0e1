// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Requests.Locks;

/// <summary>What a locked preset lets a request say with one member.</summary>
/// <param name="Allows">What a request may say: what tightens the preset, or does not touch it.</param>
/// <param name="Loosens">
/// Says what would become looser, as the end of a sentence; null if nothing would. Throws a
/// <see cref="RequestException"/> as whoever reads the member later would.
/// </param>
internal sealed record LockRule(string Allows, Func<LockedChange, string?> Loosens)
{
    /// <summary>
    /// Whether the client sends the member whatever its user wants, so that it is answered as the preset says.
    /// </summary>
    public Func<LockedChange, bool> IsIgnored { get; init; } = static _ => false;

    /// <summary>Whether what the request says is added to what the preset says, and does not take its place.</summary>
    public bool Adds { get; init; }
}
