// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values;

/// <summary>
/// The record of the de-identification that goes beyond Orthanc's: the codes of the options, and what became of the
/// dates (PS3.15 E.1.1, E.3). The same for all files of a request.
/// </summary>
internal sealed class DeidentificationRecord
{
    /// <summary>What (0008,2111) says about an image with masked pixels.</summary>
    public const string MaskedPixels = "Areas of the image were masked";

    /// <summary>The most characters of the VR ST (PS3.5 6.2).</summary>
    private const int LongestDescription = 1024;

    /// <summary>Derivation Description.</summary>
    public static readonly DicomTag DerivationDescription = new(0x0008, 0x2111);

    private static readonly DicomTag CodeValue = new(0x0008, 0x0100);
    private static readonly DicomTag CodingSchemeDesignator = new(0x0008, 0x0102);
    private static readonly DicomTag CodeMeaning = new(0x0008, 0x0104);

    private static readonly DeidentificationCode FullDates =
        DeidentificationCode.Of(ConfidentialityOptions.RetainLongitudinalFullDates);

    private static readonly DeidentificationCode ShiftedDates =
        DeidentificationCode.Of(ConfidentialityOptions.RetainLongitudinalModifiedDates);

    private readonly ModificationRequest _request;
    private readonly AppliedProfile _applied;
    private readonly DeidentificationCode[] _codes;

    /// <summary>Makes the record of a request.</summary>
    public DeidentificationRecord(ModificationRequest request)
    {
        _request = request;
        _applied = new AppliedProfile(request);
        _codes = [.. Codes(request, _applied)];
    }

    /// <summary>The values of (0012,0063) that follow the one that Orthanc writes.</summary>
    public IEnumerable<string> Methods => _codes.Where(code => code != DeidentificationCode.BasicProfile)
        .Select(code => code.Meaning).Append("OrthancDeid");

    /// <summary>Writes what the request does not set itself.</summary>
    public void Write(DicomDataset dataset)
    {
        // Dates that were shifted before stay modified, even if they are retained now.
        var areShifted = _request.Options.HasFlag(ConfidentialityOptions.RetainLongitudinalFullDates)
            && CodesOf(dataset).Contains(ShiftedDates.Value);
        if (!IsNamed(RecordTags.MethodCodeSequence))
        {
            WriteCodes(
                dataset, areShifted ? [.. _codes.Where(code => code != FullDates), ShiftedDates] : _codes);
        }

        if (!IsNamed(RecordTags.LongitudinalTemporalInformationModified) && _applied.Dates is { } dates)
        {
            dataset.Set(
                RecordTags.LongitudinalTemporalInformationModified,
                DicomVR.CS,
                areShifted ? "MODIFIED"u8.ToArray() : Encoding.ASCII.GetBytes(dates));
        }
    }

    /// <summary>The codes of what was actually carried out.</summary>
    private static IEnumerable<DeidentificationCode> Codes(ModificationRequest request, AppliedProfile applied)
    {
        if (applied.IsWhole)
        {
            yield return DeidentificationCode.BasicProfile;
        }

        foreach (var option in DeidentificationCode.Options)
        {
            if (request.Options.HasFlag(option) && applied.Follows(option))
            {
                yield return DeidentificationCode.Of(option);
            }
        }
    }

    /// <summary>
    /// Appends codes to those of an earlier de-identification that are still true. The code of an option stays
    /// only if this request has it, too; codes for anything that this profile does not touch, such as pixels, stay.
    /// </summary>
    private void WriteCodes(DicomDataset dataset, IReadOnlyList<DeidentificationCode> codes)
    {
        var sequence = dataset.TryGet(RecordTags.MethodCodeSequence, out var element) ? element.Sequence : null;
        for (var i = (sequence?.Count ?? 0) - 1; i >= 0; i--)
        {
            if (CodeOf(sequence![i]) is { } code && IsUntrue(code, codes))
            {
                sequence.RemoveItemAt(i);
            }
        }

        sequence = Append(dataset, codes, sequence);
        if (sequence is { Count: 0 })
        {
            dataset.Remove(RecordTags.MethodCodeSequence);
        }
    }

    /// <summary>Records that pixels were masked (PS3.3 C.7.6.1.1.3).</summary>
    /// <param name="dataset">The data set of the file.</param>
    public static void SayMasked(DicomDataset dataset)
    {
        var earlier = dataset.Contains(DerivationDescription)
            ? ElementText.Text(dataset, DerivationDescription, DicomVR.ST) : string.Empty;

        // What is not text, or in another character set, stays as it is.
        if (earlier is not null && Ascii.IsValid(earlier) && !earlier.Contains(MaskedPixels, StringComparison.Ordinal)
            && earlier.Length + MaskedPixels.Length < LongestDescription)
        {
            dataset.Set(
                DerivationDescription, DicomVR.ST,
                Encoding.ASCII.GetBytes(earlier.Length == 0 ? MaskedPixels : $"{earlier}; {MaskedPixels}"));
        }
    }

    /// <summary>Appends the codes that a file does not have yet.</summary>
    /// <param name="dataset">The data set of the file.</param>
    /// <param name="codes">The codes.</param>
    public static void Append(DicomDataset dataset, IEnumerable<DeidentificationCode> codes) => Append(
        dataset, codes, dataset.TryGet(RecordTags.MethodCodeSequence, out var element) ? element.Sequence : null);

    private static DicomSequence? Append(
        DicomDataset dataset, IEnumerable<DeidentificationCode> codes, DicomSequence? sequence)
    {
        var said = CodesOf(dataset);
        foreach (var code in codes.Where(code => !said.Contains(code.Value)))
        {
            // Created only now, since it is of type 1C and must not be empty (PS3.3 C.7.1.1).
            sequence ??= dataset.SetSequence(RecordTags.MethodCodeSequence);
            var item = sequence.AddItem();
            item.Set(CodeValue, DicomVR.SH, Encoding.ASCII.GetBytes(code.Value));
            item.Set(CodingSchemeDesignator, DicomVR.SH, "DCM"u8.ToArray());
            item.Set(CodeMeaning, DicomVR.LO, Encoding.ASCII.GetBytes(code.Meaning));
        }

        return sequence;
    }

    private bool IsUntrue(string code, IReadOnlyList<DeidentificationCode> codes) =>
        code == DeidentificationCode.BasicProfile.Value
            ? !_applied.AddsNothing
            : IsOfOption(code) && !codes.Any(done => done.Value == code);

    private static bool IsOfOption(string code) =>
        DeidentificationCode.Options.Any(option => DeidentificationCode.Of(option).Value == code);

    private static HashSet<string> CodesOf(DicomDataset dataset) =>
        dataset.TryGet(RecordTags.MethodCodeSequence, out var element) && element.Sequence is { } items
            ? [.. Enumerable.Range(0, items.Count).Select(i => CodeOf(items[i])).OfType<string>()]
            : [];

    /// <summary>The code of CID 7050 in an item; null if it is of another scheme.</summary>
    private static string? CodeOf(DicomDataset item) =>
        ElementText.Text(item, CodingSchemeDesignator, DicomVR.SH) is null or "" or "DCM"
            ? ElementText.Text(item, CodeValue, DicomVR.SH)
            : null;

    private bool IsNamed(DicomTag tag) => _request.Keeps(tag) || _request.Sets(tag) || _request.Removes(tag);
}
