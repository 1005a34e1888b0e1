// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;

namespace OrthancDeid.Jobs.State;

/// <summary>
/// The form of records that survive a restart in the database of the host: JSON objects with a member that marks the kind
/// of record and holds its version, and one that identifies it. Only these two are the same in every version.
/// </summary>
/// <remarks>
/// Each release reads what the release before wrote, so <paramref name="Oldest"/> is never above the
/// <paramref name="Newest"/> of the release before. An optional member that an older plugin may ignore needs no new version.
/// </remarks>
/// <param name="What">The kind of record, for the log.</param>
/// <param name="Mark">The name of the member that holds the version.</param>
/// <param name="Key">The name of the member that identifies the record.</param>
/// <param name="Oldest">The oldest version that is read.</param>
/// <param name="Newest">The newest version that is read, and the one that is written.</param>
internal sealed record StateForm(string What, string Mark, string Key, int Oldest, int Newest)
{
    /// <summary>Writes both members.</summary>
    /// <param name="json">Takes them, inside an object.</param>
    /// <param name="key">What identifies the record.</param>
    public void Write(Utf8JsonWriter json, string key)
    {
        json.WriteNumber(Mark, Newest);
        json.WriteString(Key, key);
    }

    /// <summary>What identifies a record; null if it is of another form, or of a version that is not read.</summary>
    /// <param name="text">The text in the database.</param>
    public string? KeyOf(string text) => Find(text) is { } found && Reads(found.Version) ? found.Key : null;

    /// <summary>The version and key of a record that is newer than this plugin reads; null for any other text.</summary>
    /// <param name="text">The text in the database.</param>
    public (int Version, string Key)? NewerThanRead(string text) =>
        Find(text) is { } found && found.Version > Newest ? found : null;

    /// <summary>Whether JSON is of this form and of a version that is read.</summary>
    public bool IsRead(JsonElement json) => VersionOf(json) is { } version && Reads(version);

    private bool Reads(int version) => version >= Oldest && version <= Newest;

    private (int Version, string Key)? Find(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var json = document.RootElement;
            return VersionOf(json) is { } version && json.TryGetProperty(Key, out var key)
                && key.ValueKind == JsonValueKind.String ? (version, key.GetString()!) : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is thrown for a string with half of a surrogate pair.
            return null;
        }
    }

    private int? VersionOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(Mark, out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var version) ? version : null;
}
