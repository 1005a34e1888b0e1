// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing.Planned;
using OrthancDeid.Deidentification.Editing.Preview;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Subjects;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Deidentification.Values;
using OrthancDeid.Deidentification.Values.Embedding;
using OrthancDeid.Deidentification.Values.Replacements;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>
/// Everything that a request does to any data set, as data: a rule for each element, the values to write, and the
/// identifiers to renew. Built once per request or job, immutable and thread-safe.
/// </summary>
public sealed class ModificationPlan
{
    private ModificationPlan(ModificationRequest request, ResourceLevel level)
    {
        Request = request;
        Level = level;
        var values = new ReplacementReader(request.Host.Dictionary, request.PrivateCreator, request.Host.DecodeImage);

        // In the order of the tags, which decides the error that a client sees.
        foreach (var (tag, value) in request.UnusedValues)
        {
            _ = values.Read(tag, value, mayEmbed: false);
        }

        Replacement[] read = [.. request.ReplacedTags
            .Where(entry => request.Replaces(entry.Key))
            .OrderBy(entry => entry.Key)
            .Select(entry => values.Read(entry.Key, entry.Value, mayEmbed: true))];
        Embedded = new EmbeddedContents(read);
        Replacements = [.. read.Where(given => !Embedded.Overrides(given.Tag))];
        Array.Sort(Replacements, Replacement.Compare);
        Rules = RequestRules.Of(request, Embedded.Rules(request));
        Identities = new KnownIdentities(Rules);
        Record = request.IsRecorded ? new DeidentificationRecord(request) : null;
        DeidentificationMethod = MethodOf(request, Record);
        Renewed = RenewedIdentifiers(request, level);
        PrivateReplacements = [.. request.ReplacedPrivate
            .Select(entry => new PrivateReplacement(entry.Key, entry.Value, request.Host)).OrderBy(given => given.Name.InFirstBlock)];
        PrivatePathReplacements = [.. request.ReplacedPaths.Where(entry => entry.Path.Name.Private is not null)
            .Select(entry => (entry.Path, new PrivateReplacement(entry.Path.Name.Private!.Value, entry.Value, request.Host)))];
        PathReplacements = [.. request.ReplacedPaths.Where(entry => entry.Path.Name.Private is null)
            .Select(entry => (entry.Path, values.Read(entry.Path.Tag, entry.Value, mayEmbed: false)))];
        Derived = [.. request.Derived.Concat(request.DerivedInItems).Select(one => new PlannedDerivation(
            one, ReplacementReader.RepresentationOf(
                one.Target.Tag, one.Target.Name.Private?.Creator ?? request.PrivateCreator, request.Host.Dictionary)))];
        CheckDerived();
        Named = new NamedElements(this);
    }

    /// <summary>The identities that were read from instances.</summary>
    internal KnownIdentities Identities { get; }

    /// <summary>The request that this plan carries out.</summary>
    public ModificationRequest Request { get; }

    /// <summary>The level that decides which identifiers a modification renews.</summary>
    public ResourceLevel Level { get; }

    /// <summary>What becomes of each element.</summary>
    internal RequestRules Rules { get; }

    /// <summary>The rules for the data set of a file.</summary>
    internal ElementRules TopLevel => Rules.TopLevel;

    /// <summary>The rules for items.</summary>
    internal ElementRules Items => Rules.Items;

    /// <summary>The identifiers that get a new value even if they had none.</summary>
    public IReadOnlyList<DicomTag> Renewed { get; }

    /// <summary>The image and the document to embed.</summary>
    internal EmbeddedContents Embedded { get; }

    /// <summary>The elements to set at the top level, in the order they are written.</summary>
    internal Replacement[] Replacements { get; }

    /// <summary>The elements to set in items.</summary>
    internal (TagPath Path, Replacement Replacement)[] PathReplacements { get; }

    /// <summary>The elements whose values are derived from values of the file: at the top level, then in items.</summary>
    internal PlannedDerivation[] Derived { get; }

    /// <summary>The private elements to set at the top level that the request names by their creators.</summary>
    internal PrivateReplacement[] PrivateReplacements { get; }

    /// <summary>The private elements to set in items that the request names by their creators.</summary>
    internal (TagPath Path, PrivateReplacement Replacement)[] PrivatePathReplacements { get; }

    /// <summary>Which elements the request keeps or sets.</summary>
    internal NamedElements Named { get; }

    /// <summary>Whether (0008,0005) is deleted, which may change the character set of text.</summary>
    internal bool RemovesCharacterSet => Request.Removes(DicomTag.SpecificCharacterSet);

    /// <summary>The detailed record of the de-identification in a file; null if the request asks for none.</summary>
    internal DeidentificationRecord? Record { get; }

    /// <summary>The value of (0012,0063), in the form that clients already look for.</summary>
    internal string DeidentificationMethod { get; }

    /// <summary>Builds the plan of a request, and checks the removal of identifiers and all values.</summary>
    /// <param name="request">The request.</param>
    /// <param name="level">
    /// The level in the URL; null, as on the routes of instances, for that of the highest identifier that is replaced.
    /// </param>
    /// <exception cref="RequestException">The request is not allowed, or a value does not fit its tag.</exception>
    public static ModificationPlan For(ModificationRequest request, ResourceLevel? level = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach (var tag in ModificationRequest.MainIdentifiers)
        {
            if (request.Removes(tag))
            {
                throw new RequestException(
                    RequestFault.Refused, $"It is forbidden to remove one of the main Dicom identifiers: {tag}");
            }
        }

        return new ModificationPlan(request, level ?? LevelOf(request));
    }

    /// <summary>What happens to an element, and why.</summary>
    /// <param name="tag">Its tag.</param>
    /// <param name="isInSequence">Whether it is in an item and not in the data set of the file.</param>
    public ElementRule RuleFor(DicomTag tag, bool isInSequence) => Rules.At(isInSequence).For(tag);

    /// <summary>
    /// Whether an anonymization gives the patient a new name (<see cref="IdentifierMap.PatientName"/>).
    /// </summary>
    public bool NamesPatient => Request.Operation == Operation.Anonymize && Request.PseudonymKey is null
        && (Request.Subjects is null || Request.UnknownSubject != UnknownSubject.Reject)
        && !Request.Keeps(DicomTag.PatientName)
        && !Request.Removes(DicomTag.PatientName) && !Request.Sets(DicomTag.PatientName);

    /// <summary>Whether another request may assign the same identifiers as this one.</summary>
    public bool SharesIdentifiers => Request.PseudonymKey is not null || Request.Keeps(DicomTag.SOPInstanceUID)
        || Request.Replaces(DicomTag.SOPInstanceUID);

    /// <summary>The identifier that the request keeps or gives; null if the profile decides.</summary>
    /// <param name="tag">PatientID, or the UID of study, series or instance.</param>
    /// <param name="original">The old identifier, without padding.</param>
    /// <param name="characterSet">The character set of the file, see <see cref="ReplacedText"/>.</param>
    public string? GivenIdentifier(DicomTag tag, string original, SpecificCharacterSet? characterSet = null) =>
        Request.Keeps(tag) ? original : ReplacedText(tag, characterSet);

    /// <summary>Tells a map that a study, series or instance is edited, so that references to it follow.</summary>
    /// <param name="identifiers">The map.</param>
    /// <param name="tag">Which of the three UIDs it is.</param>
    /// <param name="original">The old UID; null or empty if it is unknown.</param>
    public void AddOwn(IdentifierMap identifiers, DicomTag tag, string? original)
    {
        ArgumentNullException.ThrowIfNull(identifiers);
        if (original?.Trim(' ', '\0') is not { Length: > 0 } uid)
        {
            return;
        }

        var given = ReplacedText(tag) is { Length: > 0 } replaced && !Request.Keeps(tag) ? replaced : null;
        if (given is not null)
        {
            identifiers.AssignUid(uid, given);
        }

        identifiers.AddOwn(uid, isInstance: tag == DicomTag.SOPInstanceUID, isRenewed: given is not null || Renewed.Contains(tag));
    }

    /// <summary>
    /// The text that the request sets at the top level; null if it sets none, empty if the value is not text.
    /// </summary>
    /// <param name="tag">The tag of the element.</param>
    /// <param name="characterSet">
    /// The character set of the file, in which the client encodes text that it gives as bytes; null for ISO_IR 6.
    /// </param>
    public string? ReplacedText(DicomTag tag, SpecificCharacterSet? characterSet = null) =>
        Array.Find(Replacements, given => given.Tag == tag) is not { } replacement ? null : replacement.Value switch
        {
            TextValue text => text.Text,
            BytesValue bytes => (characterSet ?? SpecificCharacterSet.Default)
                .Decode(bytes.Bytes, replacement.VR).TrimEnd(' ', '\0'),
            _ => string.Empty,
        };

    /// <summary>The texts that the request sets anywhere.</summary>
    internal IEnumerable<string> GivenTexts() => Replacements.Concat(PathReplacements.Select(given => given.Replacement))
        .Select(given => given.Value).OfType<TextValue>().Select(value => value.Text);

    /// <summary>Rejects a file that the request does not want.</summary>
    /// <param name="dataset">Its data set, before it is edited.</param>
    /// <exception cref="InstanceRejectedException">It is rejected.</exception>
    internal void RequireWanted(DicomDataset dataset)
    {
        Request.Rejection.Check(dataset);
        ListedSubjects.RequireKnown(Request, dataset);
    }

    /// <summary>Edits a file.</summary>
    /// <param name="file">The file; after an exception it is half edited and must not be used.</param>
    /// <param name="identifiers">The identifiers that all instances of the request or job share.</param>
    /// <param name="preview">Observes what becomes of each element; null for none.</param>
    /// <param name="identity">What identifies somebody in the file; null to collect it from the file.</param>
    /// <param name="hasMaskedPixels">Whether pixels of the file were masked before.</param>
    /// <exception cref="RequestException">The request cannot be carried out on this file.</exception>
    /// <exception cref="DicomFormatException">The file is too damaged to be edited.</exception>
    public void Apply(
        DicomFile file, IdentifierMap identifiers, EditPreview? preview = null, CollectedIdentity? identity = null,
        bool hasMaskedPixels = false)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(identifiers);
        Apply(file, identifiers, preview, new Lazy<CollectedIdentity>(
            () => identity ?? CollectedIdentity.Of(file.Dataset, Identities), isThreadSafe: false), hasMaskedPixels);
    }

    /// <inheritdoc cref="Apply(DicomFile, IdentifierMap, EditPreview, CollectedIdentity, bool)"/>
    /// <param name="file"></param>
    /// <param name="identifiers"></param>
    /// <param name="preview"></param>
    /// <param name="identity">What identifies somebody in the file, collected when it is first needed.</param>
    /// <param name="hasMaskedPixels"></param>
    internal void Apply(
        DicomFile file, IdentifierMap identifiers, EditPreview? preview, Lazy<CollectedIdentity> identity, bool hasMaskedPixels)
    {
        preview?.Begin(file.Dataset);
        new PlanApplication(this, file, identifiers, preview, identity, hasMaskedPixels).Run();
        preview?.End(this, file.Dataset);
    }

    private void CheckDerived()
    {
        var sources = new ProtectedSources(Rules);
        foreach (var one in Derived)
        {
            sources.Check(one.Derivation);
            one.RequireRoom();
        }
    }

    private static string MethodOf(ModificationRequest request, DeidentificationRecord? record)
    {
        var software = request.Host.SoftwareName;

        // Without a record, the profile is named when Orthanc names it; with one, when the record has the profile's code.
        var isNamed = record is not null
            ? new AppliedProfile(request).IsWhole
            : !request.NamesTags && !request.KeepPrivateTags;
        var method = !isNamed
            ? software
            : $"{software} - PS 3.15-{request.DicomVersion} Table E.1-1{(request.DicomVersion == "2008" ? "" : " Basic Profile")}";
        return record is null ? method : string.Join('\\', record.Methods.Prepend(method));
    }

    private static ResourceLevel LevelOf(ModificationRequest request) =>
        request.Sets(DicomTag.PatientID) ? ResourceLevel.Patient
        : request.Replaces(DicomTag.StudyInstanceUID) ? ResourceLevel.Study
        : request.Replaces(DicomTag.SeriesInstanceUID) ? ResourceLevel.Series
        : ResourceLevel.Instance;

    private static DicomTag[] RenewedIdentifiers(ModificationRequest request, ResourceLevel level)
    {
        var widest = request.Operation == Operation.Anonymize ? ResourceLevel.Patient : level;
        DicomTag[] identifiers = widest switch
        {
            ResourceLevel.Patient or ResourceLevel.Study =>
                [DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID],
            ResourceLevel.Series => [DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID],
            _ => [DicomTag.SOPInstanceUID],
        };
        return [.. identifiers.Where(tag => !request.Keeps(tag) && !request.Replaces(tag))];
    }
}
