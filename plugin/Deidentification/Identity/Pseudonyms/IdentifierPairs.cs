// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity.Pseudonyms;

/// <summary>
/// Pairs of old and new identifiers, for those who keep the list of a trial's subjects. They are for the answer
/// to a request only, and neither stored nor logged. Thread-safe.
/// </summary>
public sealed class IdentifierPairs
{
    private static readonly string[] Names = ["PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"];

    private readonly ConcurrentDictionary<(string Old, string New), bool> _uids = [];
    private readonly ConcurrentDictionary<(int Identifier, string Old, string New), bool> _pairs = [];

    /// <summary>
    /// The identifiers of an instance: of its patient, study and series, and its own; empty where it has none.
    /// </summary>
    public static string[] Of(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return
        [
            .. ModificationRequest.MainIdentifiers.Select(tag =>
                ElementText.Text(dataset, tag, tag == DicomTag.PatientID ? DicomVR.LO : DicomVR.UI) ?? string.Empty),
        ];
    }

    /// <summary>Adds the identifiers of a new instance.</summary>
    /// <param name="old">Those of the one that it was made of, as of <see cref="Of"/>.</param>
    /// <param name="made">Its own.</param>
    public void Add(string[] old, string[] made)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(made);
        for (var i = 0; i < old.Length; i++)
        {
            _pairs[(i, old[i], made[i])] = true;
        }
    }

    /// <summary>Writes the pairs as an object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var pairs = _pairs.Keys.ToLookup(pair => pair.Identifier, pair => (pair.Old, pair.New));
        json.WriteStartObject();
        for (var i = 0; i < Names.Length; i++)
        {
            Write(json, Names[i], pairs[i]);
        }

        // References to what was not part of the request, frames of reference and the like.
        var own = _pairs.Keys.Select(pair => pair.Old).ToHashSet(StringComparer.Ordinal);
        Write(json, "OtherUIDs", _uids.Keys.Where(pair => !own.Contains(pair.Old)));
        json.WriteEndObject();
    }

    /// <summary>Adds a UID that was mapped, at any place.</summary>
    internal void AddUid(string old, string made) => _uids[(old, made)] = true;

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
