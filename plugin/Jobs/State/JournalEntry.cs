// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;

namespace OrthancDeid.Jobs.State;

/// <summary>
/// The common form of the entries of a <see cref="JobJournal"/>: a member with their kind and version, and one that
/// identifies them. Anything else in the database is ignored and does not disturb others.
/// </summary>
internal static class JournalEntry
{
    /// <summary>What identifies an entry.</summary>
    /// <param name="text">The text in the database.</param>
    /// <param name="mark">The member that says what it is.</param>
    /// <param name="version">The version of it.</param>
    /// <param name="member">The member that identifies it.</param>
    /// <returns>Null if it is no such entry.</returns>
    public static string? KeyOf(string text, string mark, int version, string member)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var json = document.RootElement;
            return IsMarked(json, mark, version) && json.TryGetProperty(member, out var key)
                && key.ValueKind == JsonValueKind.String ? key.GetString() : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The second one is thrown for a string with half of a surrogate pair.
            return null;
        }
    }

    /// <summary>Whether JSON says that it is such an entry.</summary>
    public static bool IsMarked(JsonElement json, string mark, int version) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(mark, out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number == version;
}
