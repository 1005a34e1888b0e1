// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Standard;

/// <summary>The class of every attribute of PS3.6, from <c>attribute-classes.csv</c>. Allocates nothing.</summary>
internal static class AttributeClasses
{
    private const byte Needed = 0x80;

    /// <summary>The class of a tag.</summary>
    public static AttributeClass Of(DicomTag tag) => (AttributeClass)(tag.IsPrivate ? (byte)AttributeClass.Unknown
        : Listed(tag) is not (byte)AttributeClass.Technical and var listed ? listed & ~Needed
        : OfUnlisted(tag));

    /// <summary>
    /// Like <see cref="Of"/>, but structural and unknown attributes are technical, too. It is faster, because it needs no
    /// dictionary.
    /// </summary>
    internal static AttributeClass ThatSays(DicomTag tag) => (AttributeClass)(Listed(tag) & ~Needed);

    /// <summary>Whether some objects need the attribute, so that it is emptied and not deleted.</summary>
    public static bool IsNeeded(DicomTag tag) => (Listed(tag) & Needed) != 0;

    /// <summary>The entry in the generated table, which omits technical and structural attributes.</summary>
    private static byte Listed(DicomTag tag)
    {
        var row = AttributeClassTable.IndexOf(tag.Value);
        return row >= 0 ? AttributeClassTable.Classes[row]
            : (tag.Group & 0xFF01) is 0x5000 or 0x6000 ? OfRepeatingGroup(tag)
            : (byte)AttributeClass.Technical;
    }

    /// <summary>The entry of an attribute of curves or overlays (PS3.5 7.6).</summary>
    private static byte OfRepeatingGroup(DicomTag tag)
    {
        var tags = AttributeClassTable.Tags;
        var masks = AttributeClassTable.PatternMasks;
        var exact = tags.Length - masks.Length;
        for (var i = 0; i < masks.Length; i++)
        {
            if ((tag.Value & masks[i]) == tags[exact + i])
            {
                return AttributeClassTable.Classes[exact + i];
            }
        }

        return (byte)AttributeClass.Technical;
    }

    private static int OfUnlisted(DicomTag tag) => (int)(!ElementDictionary.Standard.TryGet(tag, out var attribute)
        ? AttributeClass.Unknown
        : attribute.VR is DicomVR.SQ or DicomVR.None ? AttributeClass.Structure : AttributeClass.Technical);
}
