// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Deidentification.Values;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>
/// Makes the rest of a data set true again after its pixels were masked (PS3.15 E.3.1): what shows the old pixels a second
/// time goes, and so does what describes or signs them.
/// </summary>
internal static class MaskRecord
{
    private static readonly DicomTag BurnedInAnnotation = new(0x0028_0301);
    private static readonly DicomTag RecognizableVisualFeatures = new(0x0028_0302);

    /// <summary>The length in bytes from which private bytes may be a picture: one of 64 by 64 pixels.</summary>
    private const int SmallestPicture = 64 * 64;

    private static readonly DicomTag[] OfOldPixels =
    [
        .. PixelAttributes.Extremes,
        PixelAttributes.PixelDataProviderURL,
        new(0x4FFE_0001), // MAC Parameters Sequence
        new(0xFFFA_FFFA), // Digital Signatures Sequence
    ];

    /// <summary>Removes what does not fit the new pixels.</summary>
    /// <param name="root">The data set of the file.</param>
    /// <param name="request">The request, which may keep an overlay or a private element by its tag.</param>
    /// <returns>The elements that are gone from the top level.</returns>
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

    /// <summary>Says of an image what may be said after it was looked through.</summary>
    /// <param name="dataset">The data set of the file.</param>
    /// <param name="request">The request.</param>
    /// <param name="decision">What was masked.</param>
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

    /// <summary>Functional groups, too, may tell of the pixels of a frame.</summary>
    private static bool IsOldAnywhere(in DataElement element, ModificationRequest request) =>
        element.Tag == PixelAttributes.IconImageSequence || OfOldPixels.AsSpan().Contains(element.Tag)
        || IsPrivatePicture(in element, request);

    /// <summary>Overlays show what is burned in a second time, or say it themselves (PS3.3 C.9.2).</summary>
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
            // It is no text, or in another character set, and stays as it is.
            return;
        }

        var methods = (earlier.Length == 0 ? [] : earlier.Split('\\')).Concat(codes.Select(code => code.Meaning)).Distinct(StringComparer.Ordinal);
        dataset.Set(DicomTag.DeidentificationMethod, DicomVR.LO, Encoding.ASCII.GetBytes(string.Join('\\', methods)));
    }
}
