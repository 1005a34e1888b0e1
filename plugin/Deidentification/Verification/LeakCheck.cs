// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Conformance;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Verification;

/// <summary>
/// Searches a new file, as it was written, for what identifies somebody in the old one, outside pixel data. It knows
/// nothing of how the file was edited, so it finds what an edit forgot.
/// </summary>
public sealed class LeakCheck
{
    /// <summary>The bytes before the magic word, which can hold anything (PS3.10 7.1).</summary>
    private const int Preamble = 128;

    private const ushort PixelDataGroup = 0x7FE0;

    /// <summary>What the plan itself writes to say how the file was made (PS3.15 E.1.1).</summary>
    private static readonly DicomTag[] Record =
        [DicomTag.PatientIdentityRemoved, DicomTag.DeidentificationMethod, new(0x0012_0064)];

    /// <summary>What the codec says of itself in the meta information (PS3.10 7.1).</summary>
    private static readonly DicomTag[] Codec = [DicomTag.ImplementationClassUID, DicomTag.ImplementationVersionName];

    /// <summary>What the plan itself makes up.</summary>
    private static readonly DicomTag[] Renewed =
        [DicomTag.PatientName, DicomTag.PatientID, DicomTag.AccessionNumber, DicomTag.StudyID];

    private readonly ModificationPlan _plan;
    private readonly WordSearch _words;
    private readonly ByteSearch _bytes;
    private readonly string?[] _originals;

    private LeakCheck(ModificationPlan plan, DicomFile source)
    {
        _plan = plan;
        var identity = new SourceIdentity(plan, source.Dataset);
        _words = new WordSearch(plan, identity);
        _bytes = new ByteSearch(identity.Bytes());
        _originals = [.. Renewed.Select(tag => ElementText.Text(source.Dataset, tag, DicomVR.LO))];
    }

    /// <summary>Reads what identifies somebody in a file, before it is edited.</summary>
    /// <param name="plan">What is going to be done to the file.</param>
    /// <param name="source">The file.</param>
    /// <returns>Null if the request does not ask for it.</returns>
    public static LeakCheck? For(ModificationPlan plan, DicomFile source)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(source);
        return plan.Request.IsVerified ? new LeakCheck(plan, source) : null;
    }

    /// <summary>Searches the new file.</summary>
    /// <param name="result">Its bytes, which stay their owner's.</param>
    /// <param name="identifiers">What the edit gave the instances of the request; null if nobody knows.</param>
    /// <exception cref="RequestException">Something is left; the message names the tag, not the value.</exception>
    public void Run(NativeBuffer result, IdentifierMap? identifiers = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (_bytes.IsFound(result.AsSpan(0, (int)Math.Min(Preamble, result.Length))))
        {
            throw Leak("the preamble");
        }

        using var file = DicomFile.Parse(
            new NativeBuffer(result.Pointer, result.Length, release: null), _plan.Request.Host.Dictionary);
        file.DefaultCharacterSet = _plan.Request.Host.DefaultEncoding;
        var made = MadeUp(file.Dataset);
        if (identifiers is not null && _plan.NamesPatient)
        {
            // Another Orthanc counts as well, so the original may be called by the same number.
            made.Add(identifiers.PatientName);
        }

        Search(file.MetaInformation, made);
        foreach (var dataset in SearchedDatasets(file.Dataset))
        {
            Search(dataset, made);
        }
    }

    private static RequestException Leak(string place) => new(
        RequestFault.Refused,
        $"Member \"Verify\": {place} still holds what identifies somebody in the original, so there is no new file");

    /// <summary>The texts that the request or the plan made up, which may hold by chance what is searched for.</summary>
    private HashSet<string> MadeUp(DicomDataset root)
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Renewed.Length; i++)
        {
            if (ElementText.Text(root, Renewed[i], DicomVR.LO) is { Length: > 0 } text && text != _originals[i])
            {
                made.Add(text);
            }
        }

        made.UnionWith(_plan.GivenTexts());
        made.Add(DummyValue.Word);
        return made;
    }

    /// <summary>The data sets but those inside of elements that the request keeps or sets.</summary>
    private IEnumerable<DicomDataset> SearchedDatasets(DicomDataset root)
    {
        var pending = new Stack<DicomDataset>();
        pending.Push(root);
        while (pending.TryPop(out var dataset))
        {
            yield return dataset;
            for (var i = dataset.Count - 1; i >= 0; i--)
            {
                var element = dataset[i];
                for (var item = 0; element.Sequence is { } sequence && item < sequence.Count && !IsSpared(in element); item++)
                {
                    pending.Push(sequence[item]);
                }
            }
        }
    }

    private void Search(DicomDataset dataset, HashSet<string> made)
    {
        foreach (var element in dataset)
        {
            if (element.Tag.Group != PixelDataGroup && element.Sequence is null && !IsSpared(in element)
                && (_words.IsFound(in element, made) || IsFoundInBytes(in element, made)))
            {
                throw Leak($"({ElementPlace.Of(in element)})");
            }
        }
    }

    private bool IsFoundInBytes(in DataElement element, HashSet<string> made) =>
        _bytes.IsFound(in element) && !(ElementText.Text(in element, DicomVR.LO) is { } text && made.Contains(text));

    private bool IsSpared(in DataElement element) =>
        element.Dataset.Parent is null
            ? Record.AsSpan().Contains(element.Tag) || Codec.AsSpan().Contains(element.Tag)
                || _plan.Request.Keeps(element.Tag) || _plan.Request.Replaces(element.Tag)
            : _plan.Names(element.Tag);
}
