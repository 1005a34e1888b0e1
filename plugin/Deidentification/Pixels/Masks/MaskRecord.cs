// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Deidentification.Values;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>
/// Brings the rest of a data set in line with masked pixels (PS3.15 E.3.1). Copies of the old pixels are removed, and so
/// is what describes or signs them.
/// </summary>
internal static class MaskRecord
{
    private static readonly DicomTag BurnedInAnnotation = new(0x0028_0301);
    private static readonly DicomTag RecognizableVisualFeatures = new(0x0028_0302);

    /// <summary>Private values of at least this many bytes may be a picture, such as one of 64 by 64 pixels.</summary>
    private const int SmallestPicture = 64 * 64;

    private static readonly DicomTag[] OfOldPixels =
    [
        .. PixelAttributes.Extremes,
        PixelAttributes.PixelDataProviderURL,
        new(0x4FFE_0001), // MAC Parameters Sequence
        new(0xFFFA_FFFA), // Digital Signatures Sequence
    ];

    /// <summary>Removes the elements that do not match the new pixels.</summary>
    /// <param name="root">The data set of the file.</param>
    /// <param name="request">The request. It may keep an overlay or a private element by its tag.</param>
    /// <returns>The elements that were removed from the top level.</returns>
    public static IReadOnlyList<(DicomTag Tag, DicomVR VR)> RemoveOldPixels(DicomDataset root, ModificationRequest request)
    {
        var removed = new List<(DicomTag Tag, DicomVR VR)>();
        foreach (var dataset in root.SelfAndDescendants().ToList())
        {
            var isRoot = dataset == root;
            dataset.RemoveWhere(element =>
            {
                var isOld = isRoot ? IsOld(in element, request) : IsOldInItem(in element, request);
                if (isOld && isRoot)
                {
                    removed.Add((element.Tag, element.VR));
                }

                return isOld;
            });
        }

        return removed;
    }

    /// <summary>Records in a data set what the decision states about the image.</summary>
    /// <param name="dataset">The data set of the file.</param>
    /// <param name="request">The request.</param>
    /// <param name="decision">The decision about the image.</param>
    public static void Say(DicomDataset dataset, ModificationRequest request, MaskDecision decision)
    {
        var codes = new List<DeidentificationCode>();
        if (decision.IsClean)
        {
            dataset.Set(BurnedInAnnotation, DicomVR.CS, "NO"u8.ToArray());
            codes.Add(DeidentificationCode.Of(ConfidentialityOptions.CleanPixelData));
        }

        if (decision.HasNoFace)
        {
            dataset.Set(RecognizableVisualFeatures, DicomVR.CS, "NO"u8.ToArray());
            codes.Add(DeidentificationCode.CleanFaces);
        }

        if (request.Operation == Operation.Anonymize && codes.Count > 0)
        {
            DeidentificationRecord.Append(dataset, codes);
            AppendMethods(dataset, codes);
        }
    }

    private static bool IsOld(in DataElement element, ModificationRequest request) =>
        IsOldAnywhere(in element, request) || (IsOverlay(element.Tag) && !request.Keeps(element.Tag));

    private static bool IsOldInItem(in DataElement element, ModificationRequest request) =>
        IsOldAnywhere(in element, request) || PixelAttributes.IsPixels(element.Tag);

    /// <summary>Checked at all levels, since functional groups may describe the pixels of a frame, too.</summary>
    private static bool IsOldAnywhere(in DataElement element, ModificationRequest request) =>
        element.Tag == PixelAttributes.IconImageSequence || OfOldPixels.AsSpan().Contains(element.Tag)
        || IsPrivatePicture(in element, request);

    /// <summary>Overlays may repeat burned-in text or contain identifying text themselves (PS3.3 C.9.2).</summary>
    private static bool IsOverlay(DicomTag tag) => (tag.Group & 0xFF01) == 0x6000 && tag.Group <= 0x601E;

    private static bool IsPrivatePicture(in DataElement element, ModificationRequest request) =>
        element.Tag.IsPrivateData && element.Sequence is null && element.Length >= SmallestPicture && !request.Keeps(element.Tag)
        && element.VR is DicomVR.OB or DicomVR.OW or DicomVR.OL or DicomVR.OV or DicomVR.OF or DicomVR.OD or DicomVR.UN;

    private static void AppendMethods(DicomDataset dataset, IEnumerable<DeidentificationCode> codes)
    {
        var earlier = dataset.Contains(DicomTag.DeidentificationMethod)
            ? ElementText.Text(dataset, DicomTag.DeidentificationMethod, DicomVR.LO) : string.Empty;
        if (earlier is null || !Ascii.IsValid(earlier))
        {
            // The value is not text, or not in ASCII, and stays as it is.
            return;
        }

        var methods = (earlier.Length == 0 ? [] : earlier.Split('\\')).Concat(codes.Select(code => code.Meaning)).Distinct(StringComparer.Ordinal);
        dataset.Set(DicomTag.DeidentificationMethod, DicomVR.LO, Encoding.ASCII.GetBytes(string.Join('\\', methods)));
    }
}
