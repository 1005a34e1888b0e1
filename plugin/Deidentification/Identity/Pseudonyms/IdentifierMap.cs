// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity.Pseudonyms;

/// <summary>
/// Maps old to new identifiers. All instances of one request or job share it, so that references among them stay
/// valid. Safe for use by several threads.
/// </summary>
public sealed class IdentifierMap
{
    private readonly ConcurrentDictionary<string, string> _uids = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _patientIds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _issuers = new(StringComparer.Ordinal);

    /// <summary>The UIDs of what a modification edits.</summary>
    private readonly ConcurrentDictionary<string, (bool IsInstance, bool IsRenewed)> _own = new(StringComparer.Ordinal);

    // A prefix of the old UIDs from which new ones are derived.
    private readonly string _apart = string.Empty;
    private readonly Lock _nameLock = new();
    private readonly IdentifierKey _key;
    private readonly Func<string> _nextPatientName;
    private string? _patientName;

    /// <summary>Makes an empty map with a key of its own.</summary>
    /// <param name="nextPatientName">See the other constructor.</param>
    public IdentifierMap(Func<string> nextPatientName)
        : this(IdentifierKey.Create(), nextPatientName)
    {
    }

    /// <summary>Makes an empty map.</summary>
    /// <param name="key">The key from which new identifiers are derived.</param>
    /// <param name="nextPatientName">
    /// Makes the new name of the patient; called at most once, when a data set gets that name.
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
        _own = other._own;
        _issuers = other._issuers;
        Pairs = other.Pairs;

        // No UID has a space, so none is confused with a prefixed one.
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

    /// <summary>Collects old and new UIDs; null if they are not needed.</summary>
    internal IdentifierPairs? Pairs { get; init; }

    /// <summary>The new UID for an old one; always the same.</summary>
    /// <param name="original">One UID, without padding.</param>
    public string MapUid(string original)
    {
        var mapped = _uids.GetValueOrDefault(original) ?? UniqueIdentifier.Of(_key.Derive("UID", $"{_apart}{original}"));
        Pairs?.AddUid(original, mapped);
        return mapped;
    }

    /// <summary>
    /// A map for instances that have the same UIDs as others. It derives different new UIDs, also for references among
    /// these instances. Everything else is as in this map, even what is assigned later.
    /// </summary>
    /// <param name="apart">What distinguishes these instances from the others.</param>
    public IdentifierMap SetApart(string apart) => new(this, apart);

    /// <summary>
    /// Adds the UID of a study, series or instance that a modification edits. Call this for all instances before the first
    /// one is edited, if they may refer to each other.
    /// </summary>
    /// <param name="uid">The old UID, without padding.</param>
    /// <param name="isInstance">Whether it is an instance.</param>
    /// <param name="isRenewed">Whether it gets another one.</param>
    public void AddOwn(string uid, bool isInstance, bool isRenewed) => _own[uid] = (isInstance, isRenewed);

    /// <summary>Whether a UID is that of an instance that a modification edits.</summary>
    public bool IsOwnInstance(string uid) => _own.GetValueOrDefault(uid).IsInstance;

    /// <summary>
    /// Whether a UID is that of a study, series or instance that a modification edits and gives another UID.
    /// </summary>
    public bool IsRenewed(string uid) => _own.GetValueOrDefault(uid).IsRenewed;

    /// <summary>The new Patient ID for an old one; always the same.</summary>
    /// <param name="original">The text, without padding.</param>
    public string MapPatientId(string original) =>
        _patientIds.GetValueOrDefault(original) ?? Pseudonym(original);

    /// <summary>Whether no other issuer of the same Patient ID was met.</summary>
    /// <param name="original">The old Patient ID.</param>
    /// <param name="issuer">Who has issued it.</param>
    internal bool IsOnlyIssuer(string original, string issuer) => _issuers.GetOrAdd(original, issuer) == issuer;

    /// <summary>The new name of a patient who has the same one in every request.</summary>
    /// <param name="patient">The text for the patient, as for <see cref="MapPatientId"/>.</param>
    internal string Pseudonym(string patient) => _key.Derive("PatientID", patient).ToString();

    /// <summary>The new accession number or Study ID, at most 16 characters; always the same.</summary>
    /// <param name="tag">Which of the two.</param>
    /// <param name="original">The text, without padding.</param>
    internal string MapShortId(DicomTag tag, string original) => ShortPseudonym.Of(_key.Hash(tag.ToString(), original));

    /// <summary>
    /// Assigns a new UID: the old one if it is kept, or the one that the request gives. Call this for all instances before
    /// the first one is edited, if they may refer to each other.
    /// </summary>
    /// <param name="original">One UID, without padding.</param>
    /// <param name="replacement">Its replacement from now on.</param>
    public void AssignUid(string original, string replacement) => _uids[original] = replacement;

    /// <summary>Assigns a new Patient ID, as <see cref="AssignUid"/> does.</summary>
    public void AssignPatientId(string original, string replacement) => _patientIds[original] = replacement;
}
