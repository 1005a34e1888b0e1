// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.RegularExpressions;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>
/// The new identifiers on each side. They differ between the sides, but each side must always map one original to the same
/// new identifier and never two originals to one, and both sides must agree on which originals are the same.
/// </summary>
internal sealed partial class FreshIdentifiers
{
    private readonly Dictionary<string, string> _builtInOf = [];
    private readonly Dictionary<string, string> _pluginOf = [];
    private readonly Dictionary<string, string> _originalOf = [];

    /// <summary>Records the new value of an original on each side.</summary>
    /// <param name="original">The original.</param>
    /// <param name="kind">What it identifies: the built-in has one map for each kind, the plugin one for all.</param>
    /// <param name="builtIn">The built-in's new value.</param>
    /// <param name="plugin">The plugin's new value.</param>
    /// <returns>What is wrong with it; null if it agrees with everything recorded before.</returns>
    public string? Note(string original, string kind, string builtIn, string plugin)
    {
        if (!_pluginOf.TryAdd(original, plugin) && _pluginOf[original] != plugin)
        {
            return "the plugin gave the same original two new identifiers";
        }

        if (!_originalOf.TryAdd(plugin, original) && _originalOf[plugin] != original)
        {
            return "the plugin gave two originals the same new identifier";
        }

        return !_builtInOf.TryAdd($"{kind} {original}", builtIn) && _builtInOf[$"{kind} {original}"] != builtIn
            ? "the built-in gave the same original two new identifiers"
            : null;
    }

    /// <summary>Whether the plugin maps an original to this new value. The first value seen for an original is
    /// recorded.</summary>
    public bool PluginMaps(string original, string plugin) =>
        IsOwnUid(plugin)
        && (_pluginOf.TryAdd(original, plugin) || _pluginOf[original] == plugin)
        && (_originalOf.TryAdd(plugin, original) || _originalOf[plugin] == original);

    /// <summary>Whether a UID has the form that the plugin generates, a UUID under 2.25 (PS3.5 B.2).</summary>
    public static bool IsOwnUid(string? uid) => uid is not null && OwnUid().IsMatch(uid);

    /// <summary>Whether a value is a UUID, which both sides generate for PatientID.</summary>
    public static bool IsUuid(string? value) => Guid.TryParseExact(value, "D", out _);

    /// <summary>Whether a value is a name as both sides generate it, <c>Anonymized</c> and a number.</summary>
    public static bool IsNumberedName(string value) => NumberedName().IsMatch(value);

    /// <summary>Whether a value is a UID (PS3.5 9.1).</summary>
    public static bool IsUid(string value) => value.Length <= 64 && Uid().IsMatch(value);

    [GeneratedRegex(@"^2\.25\.(0|[1-9][0-9]{0,38})$")]
    private static partial Regex OwnUid();

    [GeneratedRegex(@"^(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))+$")]
    private static partial Regex Uid();

    [GeneratedRegex("^Anonymized[1-9][0-9]*$")]
    private static partial Regex NumberedName();
}
