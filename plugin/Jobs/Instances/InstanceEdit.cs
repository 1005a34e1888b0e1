// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Editing.Preview;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Inspection;
using OrthancDeid.Deidentification.Pixels;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Instances;

/// <summary>Edits an instance as a request asks: from the bytes of the old file to those of the new one.</summary>
/// <param name="plan">What to do.</param>
/// <param name="identifiers">The new identifiers that the instances of the request share.</param>
internal sealed class InstanceEdit(ModificationPlan plan, IdentifierMap identifiers)
{
    private static readonly DicomTag SourceImageSequence = new(0x0008_2112);
    private static readonly DicomTag ReferencedSOPInstanceUID = new(0x0008_1155);

    // The UID is a UUID of the project's own (PS3.5 B.2); the name has at most 16 characters (PS3.5 6.2, SH).
    private static readonly Implementation Implementation =
        new("2.25.84563726216911364974534552445167492064", $"OrthDeid_{PluginVersion.Text}");

    private readonly InstanceMasking? _masking =
        plan.Request.Masks is { } masks ? new InstanceMasking(plan, masks, Implementation) : null;

    /// <summary>Whether pixels may be decompressed and compressed again.</summary>
    public bool Transcodes => plan.Request.Transcode is not null || _masking is not null;

    /// <summary>Whether text is looked for in pixels, which takes memory of its own.</summary>
    public bool SearchesText => plan.Request.Masks is { MaySearchText: true };

    private ReadingSettings Reading => plan.Request.Host.Reading;

    /// <summary>Makes the new file.</summary>
    /// <param name="source">The bytes of the old one.</param>
    /// <param name="instance">Orthanc's identifier of the instance.</param>
    /// <param name="preview">Records what becomes of each element; null if nobody asks.</param>
    /// <param name="related">Reads the values that the index has for the same patient and study; null for none.</param>
    /// <exception cref="InstanceRejectedException">The request rejects the instance.</exception>
    /// <exception cref="RequestException">The request cannot be carried out on this file.</exception>
    /// <exception cref="PixelDataException">The pixels cannot be masked as the request says.</exception>
    /// <exception cref="DicomFormatException">The file is broken.</exception>
    public EditedInstance Apply(
        NativeBuffer source, string instance, EditPreview? preview = null, Func<RelatedValues>? related = null)
    {
        if (_masking is null)
        {
            return TranscodeAndEdit(source, instance, preview, related, hasMaskedPixels: false);
        }

        // First, so that no codec, no edit and no check sees what is to be masked.
        using var masked = _masking.Mask(source, instance, preview, related);
        return TranscodeAndEdit(masked?.Bytes ?? source, instance, preview, related, masked?.HasChanged == true);
    }

    private EditedInstance TranscodeAndEdit(
        NativeBuffer source, string instance, EditPreview? preview, Func<RelatedValues>? related, bool hasMaskedPixels)
    {
        using var file = DicomFile.Parse(
            source, Reading, keepsSource: plan.Request.Transcode is not null);
        plan.RequireWanted(file.Dataset);
        var old = identifiers.Pairs is null ? null : MappedInstance.IdentifiersOf(file.Dataset);
        var isTranscoded = plan.Request.Transcode is not { } syntax || file.TransferSyntax.UID == syntax;
        if (!isTranscoded)
        {
            using var transcoded = Transcode(source, instance);
            if (transcoded is not null)
            {
                return ApplyTranscoded(transcoded, file.Dataset, old, preview, related, hasMaskedPixels);
            }
        }

        return Edit(file, old, preview, related, hasMaskedPixels) with { IsTranscoded = isTranscoded };
    }

    /// <summary>Orthanc's identifier of the new instance that a file becomes.</summary>
    /// <param name="file">A file with the identifiers of the old one; it is edited.</param>
    /// <exception cref="InstanceRejectedException">The request rejects the file, so no new instance is made.</exception>
    public string TargetOf(DicomFile file)
    {
        plan.Apply(file, identifiers);
        using var made = file.Write(Implementation);
        return InstanceIdentity.Of(made, Reading);
    }

    /// <summary>Determines again which new identifier replaced each old one, including those in references.</summary>
    /// <param name="source">The bytes of the old file; the caller keeps ownership.</param>
    /// <param name="made">
    /// The identifiers of the new one, as <see cref="MappedInstance.IdentifiersOf"/> returns them.
    /// </param>
    /// <exception cref="DicomFormatException">The file is broken.</exception>
    public MappedInstance Map(NativeBuffer source, string[] made)
    {
        using var file = DicomFile.Parse(new NativeBuffer(source.Pointer, source.Length, release: null), Reading);
        var mapped = new MappedInstance(
            MappedInstance.IdentifiersOf(file.Dataset), made, MappedInstance.DateShiftOf(plan.Request, file.Dataset));
        plan.Apply(file, identifiers);
        return mapped;
    }

    private EditedInstance Edit(
        DicomFile file, string[]? old, EditPreview? preview, Func<RelatedValues>? related, bool hasMaskedPixels)
    {
        var identity = new Lazy<CollectedIdentity>(
            () => CollectedIdentity.Of(file.Dataset, plan.Identities, related?.Invoke()), isThreadSafe: false);
        var check = LeakCheck.For(plan, identity);
        var sourceStudy = InstanceIdentity.OfStudy(file.Dataset);
        var days = old is null ? null : MappedInstance.DateShiftOf(plan.Request, file.Dataset);
        plan.Apply(file, identifiers, preview, identity, hasMaskedPixels);
        var mapped = old is null ? null : new MappedInstance(old, MappedInstance.IdentifiersOf(file.Dataset), days);
        var study = InstanceIdentity.OfStudy(file.Dataset);
        var result = file.Write(Implementation);

        // The check reads the written file, and needs this memory.
        file.Dispose();
        try
        {
            check?.Run(result, identifiers);
            return new EditedInstance(result) { SourceStudy = sourceStudy, Study = study, Identifiers = mapped };
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private NativeBuffer? Transcode(NativeBuffer source, string instance)
    {
        var request = plan.Request;
        return request.LossyQuality is { } quality && quality != request.Host.LossyTranscodingQuality
            && OrthancHost.Features.HonoursQuality

            // The host would transcode its stored file, whose pixels are not masked.
            && _masking is null
            ? HostTranscoder.Transcode(instance, request.Transcode!, quality)
            : HostTranscoder.Transcode(source, request.Transcode!);
    }

    /// <summary>The edits come last, so that they also apply to what the host's codec wrote into the file.</summary>
    private EditedInstance ApplyTranscoded(
        NativeBuffer transcoded, DicomDataset original, string[]? old, EditPreview? preview, Func<RelatedValues>? related,
        bool hasMaskedPixels)
    {
        using var file = DicomFile.Parse(transcoded, Reading);
        RestoreIdentity(file.Dataset, original);
        return Edit(file, old, preview, related, hasMaskedPixels);
    }

    /// <summary>
    /// A lossy codec gives the image a new SOP Instance UID (PS3.3 C.7.6.1.1.5) and names the old one as its source.
    /// But the request gives the image a new UID anyway, and maps references to the old one to it. So the codec's UID
    /// stays only if the request keeps the old one.
    /// </summary>
    private void RestoreIdentity(DicomDataset transcoded, DicomDataset original)
    {
        if (plan.Request.Keeps(DicomTag.SOPInstanceUID)
            || original.GetText(DicomTag.SOPInstanceUID, DicomVR.UI) is not { } uid
            || transcoded.GetText(DicomTag.SOPInstanceUID, DicomVR.UI) == uid)
        {
            return;
        }

        transcoded.Set(DicomTag.SOPInstanceUID, DicomVR.UI, Encoding.ASCII.GetBytes(uid));
        if (plan.Request.Operation == Operation.Anonymize || plan.Request.UpdatesReferences)
        {
            RemoveSource(transcoded, uid);
        }
    }

    /// <summary>
    /// If references are mapped, the image would name itself as its source, since both UIDs become the same new one.
    /// </summary>
    private static void RemoveSource(DicomDataset transcoded, string uid)
    {
        var edits = new DatasetEdits();
        foreach (var element in transcoded)
        {
            if (element.Tag == SourceImageSequence && element.Sequence is { } sources
                && RemoveSource(sources, uid) && sources.Count == 0)
            {
                edits.Remove(in element);
            }
        }

        edits.Commit();
    }

    private static bool RemoveSource(DicomSequence sources, string uid)
    {
        var count = sources.Count;
        for (var i = count - 1; i >= 0; i--)
        {
            if (sources[i].GetText(ReferencedSOPInstanceUID, DicomVR.UI) == uid)
            {
                sources.RemoveItemAt(i);
            }
        }

        return sources.Count < count;
    }
}
