// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Requests.Locks;

/// <summary>The rule for what a request may say with one member if its preset is locked.</summary>
/// <param name="Allows">What a request may say: what tightens the preset, or does not affect it.</param>
/// <param name="Loosens">Returns what would become looser, as the end of a sentence, or null if nothing would. Throws a
/// <see cref="RequestException"/> like the code that reads the member later.</param>
internal sealed record LockRule(string Allows, Func<LockedChange, string?> Loosens)
{
    /// <summary>
    /// Whether the client sends the member regardless of what its user wants, so that it is ignored in favor of the
    /// preset.
    /// </summary>
    public Func<LockedChange, bool> IsIgnored { get; init; } = static _ => false;

    /// <summary>Whether the member of the request is added to that of the preset rather than replacing it.</summary>
    public bool Adds { get; init; }
}
