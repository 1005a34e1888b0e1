// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Rules;

/// <summary>The class of every attribute of PS3.6, from <c>attribute-classes.csv</c>; it allocates nothing.</summary>
public static class AttributeClasses
{
    private const byte Needed = 0x80;

    /// <summary>The class of a tag.</summary>
    public static AttributeClass Of(DicomTag tag) => (AttributeClass)(Entry(tag) & ~Needed);

    /// <summary>Whether there are objects that need the attribute, so that it is emptied and not deleted.</summary>
    public static bool IsNeeded(DicomTag tag) => (Entry(tag) & Needed) != 0;

    private static byte Entry(DicomTag tag)
    {
        if (tag.IsPrivate)
        {
            return (byte)AttributeClass.Unknown;
        }

        var row = AttributeClassTable.IndexOf(tag.Value);
        return row >= 0 ? AttributeClassTable.Classes[row] : OfPattern(tag);
    }

    /// <summary>Of a repeating group (PS3.5 7.6), or of an attribute that the table of the build leaves out.</summary>
    private static byte OfPattern(DicomTag tag)
    {
        if (!ElementDictionary.Standard.TryGet(tag, out var attribute))
        {
            return (byte)AttributeClass.Unknown;
        }

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

        return (byte)(attribute.VR is DicomVR.SQ or DicomVR.None ? AttributeClass.Structure : AttributeClass.Technical);
    }
}
