// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests.Pixels;
using OrthancDeid.Deidentification.Requests.Subjects;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests;

/// <summary>The members of a request, checked as far as possible without the resource and the values. Immutable.</summary>
public sealed partial class ModificationRequest
{
    internal static readonly DicomTag[] MainIdentifiers =
        [DicomTag.PatientID, DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID];

    private readonly HashSet<DicomTag> _removed = [];
    private readonly HashSet<DicomTag> _kept = [];
    private readonly Dictionary<DicomTag, JsonElement> _replaced = [];
    private readonly List<TagPath> _removedPaths = [];
    private readonly List<TagPath> _keptPaths = [];
    private readonly List<(TagPath Path, JsonElement Value)> _replacedPaths = [];

    /// <summary>Values that are checked but not written: those of group 0002 at the top level.</summary>
    private readonly Dictionary<DicomTag, JsonElement> _unused = [];

    /// <summary>Values that are checked but not written, given by paths.</summary>
    private readonly List<(DicomTag Tag, JsonElement Value)> _unusedOfPaths = [];

    private ModificationRequest(Operation operation, HostSettings host)
    {
        Operation = operation;
        Host = host;
    }

    /// <summary>What the route does.</summary>
    public Operation Operation { get; }

    /// <summary>The settings with which the request was read.</summary>
    public HostSettings Host { get; }

    /// <summary>Whether the four identifiers may be named.</summary>
    public bool Force { get; private init; }

    /// <summary>Whether a modification deletes all private elements.</summary>
    public bool RemovePrivateTags { get; private init; }

    /// <summary>Whether an anonymization keeps private elements.</summary>
    public bool KeepPrivateTags { get; private init; }

    /// <summary>Whether labels are copied to the new resources.</summary>
    public bool KeepLabels { get; private init; }

    /// <summary>Whether a modification updates references among the edited instances to the new instances.</summary>
    public bool UpdatesReferences { get; private set; }

    /// <summary>The edition of the confidentiality profile.</summary>
    public string DicomVersion { get; private init; } = DefaultDicomVersion;

    /// <summary>The options of the confidentiality profile.</summary>
    public ConfidentialityOptions Options { get; private set; }

    /// <summary>The names of the options, as in a request.</summary>
    internal IEnumerable<string> OptionNames => Enum.GetValues<ConfidentialityOptions>()
        .Where(one => one != ConfidentialityOptions.None && Options.HasFlag(one)).Select(static one => one.ToString());

    /// <summary>
    /// The key from which pseudonyms are derived, the same in every request. Null if each request or job has its own key.
    /// </summary>
    public IdentifierKey? PseudonymKey { get; private set; }

    /// <summary>The key from which shifts of dates are derived; null if dates are not shifted.</summary>
    internal IdentifierKey? DateShiftKey { get; private set; }

    /// <summary>Whether dates are shifted.</summary>
    internal bool AreDatesShifted => DateShiftKey is not null;

    /// <summary>Whether the new file gets every value that its object may need.</summary>
    public bool IsConformant { get; private set; }

    /// <summary>Whether the new file is searched for what identifies somebody in the source.</summary>
    public bool IsVerified { get; private set; }

    /// <summary>What happens to unreadable text that has to be cleaned.</summary>
    public UnreadableText Unreadable { get; private set; }

    /// <summary>Whether the file gets a longer record of its de-identification than Orthanc's.</summary>
    public bool IsRecorded { get; private set; }

    /// <summary>What to mask in pixels; null for nothing.</summary>
    internal MaskRequest? Masks { get; private set; }

    /// <summary>Which instances are not anonymized.</summary>
    public RejectionRules Rejection { get; private set; } = RejectionRules.None;

    /// <summary>
    /// Whether the results of an earlier anonymization of the same instances are replaced; null for the behavior of the
    /// host.
    /// </summary>
    internal bool? Overwrites { get; private set; }

    /// <summary>The new identities of patients; null if the request does not list them.</summary>
    internal SubjectList? Subjects { get; private set; }

    /// <summary>What happens to patients that are not listed.</summary>
    internal UnknownSubject UnknownSubject { get; private set; }

    /// <summary>The creator of the private tags of <c>Replace</c>; empty for none.</summary>
    public string PrivateCreator { get; private set; } = string.Empty;

    /// <summary>The UID of the transfer syntax of the output; null for that of the input.</summary>
    public string? Transcode { get; private set; }

    /// <summary>The quality of lossy transcoding, from 1 to 100; null for that of the host's configuration.</summary>
    public int? LossyQuality { get; private set; }

    /// <summary>Whether <c>Replace</c>, <c>Remove</c>, <c>Keep</c> or <c>Derive</c> has any entry, even an ignored one, or
    /// ages are limited.</summary>
    internal bool NamesTags { get; private set; }

    internal ConfidentialityProfile? Profile { get; private init; }

    internal IReadOnlyCollection<DicomTag> RemovedTags => _removed;

    internal IReadOnlyCollection<DicomTag> KeptTags => _kept;

    internal IReadOnlyDictionary<DicomTag, JsonElement> ReplacedTags => _replaced;

    internal IReadOnlyList<TagPath> RemovedPaths => _removedPaths;

    internal IReadOnlyList<TagPath> KeptPaths => _keptPaths;

    internal IReadOnlyList<(TagPath Path, JsonElement Value)> ReplacedPaths => _replacedPaths;

    internal IEnumerable<(DicomTag Tag, JsonElement Value)> UnusedValues =>
        _unused.OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Value)).Concat(_unusedOfPaths);

    /// <summary>Whether a tag at the top level is kept, which overrides everything else.</summary>
    public bool Keeps(DicomTag tag) => _kept.Contains(tag);

    /// <summary>Whether a tag at the top level is replaced.</summary>
    public bool Replaces(DicomTag tag) => !Keeps(tag) && _replaced.ContainsKey(tag);

    /// <summary>Whether a tag at the top level is removed.</summary>
    public bool Removes(DicomTag tag) =>
        !Keeps(tag) && !_replaced.ContainsKey(tag) && !_derived.ContainsKey(tag) && _removed.Contains(tag);
}
