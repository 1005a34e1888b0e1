// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using OrthancDeid.Deidentification.Pseudonyms;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification;

/// <summary>
/// From old to new identifiers: the state that all instances of one request or job share, so that references among
/// them stay valid. Safe for use by several threads.
/// </summary>
public sealed class IdentifierMap
{
    private readonly ConcurrentDictionary<string, string> _uids = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _patientIds = new(StringComparer.Ordinal);

    // What stands before a UID that a new one is derived from.
    private readonly string _apart = string.Empty;
    private readonly Lock _nameLock = new();
    private readonly IdentifierKey _key;
    private readonly Func<string> _nextPatientName;
    private string? _patientName;

    /// <summary>Makes an empty map with a key of its own.</summary>
    /// <param name="nextPatientName">As of the other constructor.</param>
    public IdentifierMap(Func<string> nextPatientName)
        : this(IdentifierKey.Create(), nextPatientName)
    {
    }

    /// <summary>Makes an empty map.</summary>
    /// <param name="key">What new identifiers are derived with.</param>
    /// <param name="nextPatientName">
    /// Makes the new name of the patient; called at most once, and only when a data set is given that name.
    /// </param>
    public IdentifierMap(IdentifierKey key, Func<string> nextPatientName)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(nextPatientName);
        _key = key;
        _nextPatientName = nextPatientName;
    }

    private IdentifierMap(IdentifierMap other, string apart)
        : this(other._key, () => other.PatientName)
    {
        _uids = other._uids;
        _patientIds = other._patientIds;
        Pairs = other.Pairs;

        // No UID has a space, so none is taken for one that is set apart.
        _apart = $"{apart} ";
    }

    /// <summary>The new name of the patient.</summary>
    public string PatientName
    {
        get
        {
            lock (_nameLock)
            {
                return _patientName ??= _nextPatientName();
            }
        }
    }

    /// <summary>Takes which UIDs became which; null if nobody asks.</summary>
    public IdentifierPairs? Pairs { get; init; }

    /// <summary>The new UID of a UID; the same one each time.</summary>
    /// <param name="original">One UID, without padding.</param>
    public string MapUid(string original)
    {
        var mapped = _uids.GetValueOrDefault(original) ?? UniqueIdentifier.Of(_key.Derive("UID", $"{_apart}{original}"));
        Pairs?.AddUid(original, mapped);
        return mapped;
    }

    /// <summary>
    /// The map for instances whose UIDs others have, too: what it makes of UIDs is its own, and so are the references of
    /// these instances to each other. All else is as in this map, also what is assigned later.
    /// </summary>
    /// <param name="apart">What tells these instances from the others.</param>
    public IdentifierMap SetApart(string apart) => new(this, apart);

    /// <summary>The new Patient ID of a Patient ID; the same one each time.</summary>
    /// <param name="original">The text, without padding.</param>
    public string MapPatientId(string original) =>
        _patientIds.GetValueOrDefault(original) ?? Pseudonym(original);

    /// <summary>The name of a patient whose identity is the same in every request.</summary>
    /// <param name="patient">Who it is, as of <see cref="MapPatientId"/>.</param>
    internal string Pseudonym(string patient) => _key.Derive("PatientID", patient).ToString();

    /// <summary>The new accession number or Study ID, at most 16 characters; the same one each time.</summary>
    /// <param name="tag">Which of the two.</param>
    /// <param name="original">The text, without padding.</param>
    internal string MapShortId(DicomTag tag, string original) => ShortPseudonym.Of(_key.Hash(tag.ToString(), original));

    /// <summary>
    /// Says what a UID becomes: itself if it is kept, another if the request says so. To be told of all instances
    /// before the first one is edited, if they may refer to each other.
    /// </summary>
    /// <param name="original">One UID, without padding.</param>
    /// <param name="replacement">What it becomes from now on.</param>
    public void AssignUid(string original, string replacement) => _uids[original] = replacement;

    /// <summary>Says what a Patient ID becomes; otherwise as <see cref="AssignUid"/>.</summary>
    public void AssignPatientId(string original, string replacement) => _patientIds[original] = replacement;
}
