// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using System.Text.Json;

namespace OrthancDeid.Deidentification.Identity.Pseudonyms;

/// <summary>
/// Pairs of old and new identifiers, for those who keep the list of a trial's subjects. They are only for the answer to a
/// request, or are sealed, and are not stored or logged otherwise. Thread-safe.
/// </summary>
/// <param name="hasRows">Whether they are written as a table, too, which has a row for each instance.</param>
internal sealed class IdentifierPairs(bool hasRows = false)
{
    private readonly ConcurrentDictionary<(string Old, string New), bool> _uids = [];
    private readonly ConcurrentDictionary<(int Identifier, string Old, string New), bool> _pairs = [];
    private readonly ConcurrentDictionary<(string PatientID, int Days), bool> _shifts = [];
    private readonly ConcurrentDictionary<string, bool> _sources = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MappedInstance> _rows = new(StringComparer.Ordinal);

    // Instances of a study repeat its identifiers.
    private readonly ConcurrentDictionary<string, string> _shared = new(StringComparer.Ordinal);

    /// <summary>Whether they are for a table.</summary>
    public bool HasRows => hasRows;

    /// <summary>Adds the identifiers of a new instance.</summary>
    /// <param name="source">Identifies the source instance, see <see cref="Has"/>.</param>
    /// <param name="mapped">Its old and new identifiers.</param>
    public void Add(string source, MappedInstance mapped)
    {
        ArgumentNullException.ThrowIfNull(mapped);
        for (var i = 0; i < mapped.Old.Length; i++)
        {
            if (i <= MappedInstance.SOPInstanceUID || mapped.Old[i].Length > 0 || mapped.New[i].Length > 0)
            {
                _pairs[(i, mapped.Old[i], mapped.New[i])] = true;
            }
        }

        if (mapped.DateShift is { } days)
        {
            _shifts[(mapped.Old[MappedInstance.PatientID], days)] = true;
        }

        if (hasRows)
        {
            _rows[source] = mapped with { Old = Shared(mapped.Old), New = Shared(mapped.New) };
        }

        _sources[source] = true;
    }

    /// <summary>Whether the identifiers of a source were added.</summary>
    public bool Has(string source) => _sources.ContainsKey(source);

    /// <summary>Writes the pairs as an object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var pairs = _pairs.Keys.ToLookup(pair => pair.Identifier, pair => (pair.Old, pair.New));
        json.WriteStartObject();
        for (var i = 0; i < MappedInstance.Names.Count; i++)
        {
            Write(json, MappedInstance.Names[i], pairs[i]);
        }

        // References to what was not part of the request, frames of reference and the like.
        var own = _pairs.Keys.Select(pair => pair.Old).ToHashSet(StringComparer.Ordinal);
        Write(json, "OtherUIDs", _uids.Keys.Where(pair => !own.Contains(pair.Old)));
        if (!_shifts.IsEmpty)
        {
            json.WriteStartArray("DateShift");
            foreach (var (patient, days) in _shifts.Keys.Order())
            {
                json.WriteStartObject();
                json.WriteString("PatientID", patient);
                json.WriteNumber("Days", days);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>The table of all instances as comma-separated values (RFC 4180), sorted by their old identifiers.</summary>
    public string ToTable() => MappingTable.Write(_rows.Values);

    /// <summary>The table of some instances.</summary>
    /// <param name="sources">Identifies the source instances; each was added.</param>
    public string ToTable(IEnumerable<string> sources) => MappingTable.Write(sources.Select(source => _rows[source]));

    /// <summary>Adds a UID that was mapped, in any element.</summary>
    internal void AddUid(string old, string made) => _uids[(old, made)] = true;

    private string[] Shared(string[] identifiers) =>
        [.. identifiers.Select((text, i) => i == MappedInstance.SOPInstanceUID ? text : _shared.GetOrAdd(text, text))];

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<(string Old, string New)> pairs)
    {
        json.WriteStartArray(name);
        foreach (var (old, made) in pairs.Order())
        {
            json.WriteStartObject();
            json.WriteString("Old", old);
            json.WriteString("New", made);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
