// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Deidentification.Values;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Inspection;

/// <summary>
/// Searches a new file, as it was written, for what identifies somebody in the old one, outside pixel data. It is
/// independent of the edit, so it finds what the edit forgot.
/// </summary>
public sealed class LeakCheck
{
    /// <summary>The bytes before the magic word, which can contain anything (PS3.10 7.1).</summary>
    private const int Preamble = 128;

    /// <summary>The record that the plan itself writes (PS3.15 E.1.1).</summary>
    private static readonly DicomTag[] Record =
        [DicomTag.PatientIdentityRemoved, DicomTag.DeidentificationMethod, new(0x0012_0064)];

    /// <summary>What the codec writes about itself into the meta information (PS3.10 7.1).</summary>
    private static readonly DicomTag[] Codec = [DicomTag.ImplementationClassUID, DicomTag.ImplementationVersionName];

    private readonly ModificationPlan _plan;
    private readonly SourceIdentity _source;
    private readonly UidSearch _uids;
    private readonly WordSearch _words;
    private readonly CleanedElements _cleaned;

    private LeakCheck(ModificationPlan plan, CollectedIdentity identity)
    {
        _plan = plan;
        _cleaned = new CleanedElements(plan.Request);
        Identity = identity;
        _source = SourceIdentity.Of(plan, Identity.Known);
        _uids = new UidSearch(Identity.Uids, _source.Spared);
        _words = new WordSearch(plan, _source, _uids);
    }

    /// <summary>What identifies somebody in the file.</summary>
    public CollectedIdentity Identity { get; }

    /// <summary>Collects what identifies somebody in a file, before it is edited.</summary>
    /// <param name="plan">What will be done to the file.</param>
    /// <param name="source">The file.</param>
    /// <returns>Null if the request does not ask for it.</returns>
    public static LeakCheck? For(ModificationPlan plan, DicomFile source)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(source);
        return For(plan, new Lazy<CollectedIdentity>(
            () => CollectedIdentity.Of(source.Dataset, plan.Identities), isThreadSafe: false));
    }

    /// <inheritdoc cref="For(ModificationPlan, DicomFile)"/>
    /// <param name="plan"></param>
    /// <param name="identity">What identifies somebody in the file.</param>
    internal static LeakCheck? For(ModificationPlan plan, Lazy<CollectedIdentity> identity) =>
        plan.Request.IsVerified ? new LeakCheck(plan, identity.Value) : null;

    /// <summary>Searches the new file.</summary>
    /// <param name="result">Its bytes, which the caller still owns.</param>
    /// <param name="identifiers">The new identifiers of the request; null if unknown.</param>
    /// <exception cref="RequestException">Something was found; the message names the tag, not the value.</exception>
    public void Run(NativeBuffer result, IdentifierMap? identifiers = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        var preamble = result.AsSpan(0, (int)Math.Min(Preamble, result.Length));
        if (preamble.ContainsAnyExcept((byte)0) && (_source.Bytes.IsFound(preamble) || _uids.Bytes.IsFound(preamble)))
        {
            throw Leak("the preamble");
        }

        using var file = DicomFile.Parse(
            new NativeBuffer(result.Pointer, result.Length, release: null), _plan.Request.Host.Reading);
        var made = MadeUp(file.Dataset);
        if (identifiers is not null && _plan.NamesPatient)
        {
            // Another Orthanc numbers patients, too, so the original may have the same name.
            made.Add(identifiers.PatientName);
        }

        Search(file.MetaInformation, isKept: false, made, pending: null);
        var pending = new Stack<(DicomDataset Dataset, bool IsKept)>();
        pending.Push((file.Dataset, false));
        while (pending.TryPop(out var place))
        {
            Search(place.Dataset, place.IsKept, made, pending);
        }
    }

    private static RequestException Leak(string place) => new(
        RequestFault.Refused,
        $"Member \"Verify\": {place} still contains identifying data of the original, so no new file was made");

    /// <summary>
    /// The texts that the request or the plan made, which may contain by chance what is searched for.
    /// </summary>
    private HashSet<string> MadeUp(DicomDataset root)
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tag in IdentityReader.Renewed)
        {
            if (root.TryGet(tag, out var element) && !_plan.Named.DeriveOpenly(in element)
                && ElementText.Text(in element, DicomVR.LO) is { Length: > 0 } text && !Identity.Originals.Contains((tag, text)))
            {
                made.Add(text);
            }
        }

        made.UnionWith(_plan.GivenTexts());
        made.UnionWith(DummyItems.Texts);
        made.Add(DeidentificationRecord.MaskedPixels);
        return made;
    }

    /// <summary>Whether an element has a name or a number that the plan gave it.</summary>
    private bool IsRenewed(in DataElement element) => IdentityReader.IsRenewed(element.Tag)
        && !_plan.Named.DeriveOpenly(in element)
        && ElementText.Text(in element, DicomVR.LO) is { } text && !Identity.Originals.Contains((element.Tag, text));

    /// <summary>Searches a data set, except for elements that the request sets.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="isKept">Whether the request keeps what is in it.</param>
    /// <param name="made">Texts that were made up.</param>
    /// <param name="pending">Collects the items below; null if there can be none.</param>
    private void Search(
        DicomDataset dataset, bool isKept, HashSet<string> made, Stack<(DicomDataset Dataset, bool IsKept)>? pending)
    {
        foreach (var element in dataset)
        {
            if (element.Sequence is { } sequence)
            {
                if (pending is not null && sequence.Count > 0 && !IsGiven(in element))
                {
                    var areItemsKept = IsSpared(in element, isKept);
                    foreach (var item in sequence)
                    {
                        pending.Push((item, areItemsKept));
                    }
                }
            }
            // Pixels may be any bytes by chance.
            else if (element.Length > 0 && !IsGiven(in element) && !IsSpared(in element, isKept) && !PixelAttributes.IsPixels(element.Tag)
                && !IsRenewed(in element)
                && (_words.IsFound(in element, made) || IsFoundInBytes(in element, made) || IsDateFound(in element)))
            {
                throw Leak($"({ElementPlace.Of(in element)})");
            }
        }
    }

    /// <summary>
    /// Whether a pattern is in bytes that are not text by the standard either. All text was searched as text, and is
    /// cleaned as text.
    /// </summary>
    private bool IsFoundInBytes(in DataElement element, HashSet<string> made) =>
        ByteSearch.IsSearched(in element) && !_words.Reads(in element)
        && (_source.Bytes.IsFound(in element) || _uids.Bytes.IsFound(in element))
        && !DummyDocument.IsIn(in element)
        && !(ElementText.Text(in element, DicomVR.LO) is { } text && made.Contains(text));

    /// <summary>Whether a date is in numbers or bytes, which are not text.</summary>
    private bool IsDateFound(in DataElement element) => _source.Values is { } dates
        && dates.AreIn(in element, _cleaned.RepresentationOf(in element));

    /// <summary>Whether the request or the codec sets the element.</summary>
    private bool IsGiven(in DataElement element)
    {
        var isInSequence = element.Dataset.Parent is not null;
        return _plan.Named.Give(in element)
            || (!isInSequence && (Record.AsSpan().Contains(element.Tag) || Codec.AsSpan().Contains(element.Tag)));
    }

    /// <summary>Whether the request keeps the element unchanged. What an option cleans is searched even so.</summary>
    private bool IsSpared(in DataElement element, bool isInKept) =>
        (isInKept || _plan.Named.Keep(in element)) && !_cleaned.Include(in element);
}
