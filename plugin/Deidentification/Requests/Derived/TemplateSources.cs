// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Derived;

/// <summary>Decides which elements a template can take a value from, and which functions make sense for it.</summary>
internal static class TemplateSources
{
    /// <summary>The VR of an element in the dictionary; UN if it is unknown.</summary>
    /// <exception cref="RequestException">Its value is neither text nor a number of 16 or 32 bits.</exception>
    public static DicomVR RepresentationOf(TagPath source, string target, ElementDictionary dictionary)
    {
        if (source.Name.Private is { Element: null })
        {
            throw Fault(target, $"{source} names all elements of the creator; one is expected");
        }

        var isKnown = source.Name.Private is { } name ? dictionary.TryGet(name.InFirstBlock, name.Creator, out var entry)
            : !source.Tag.IsPrivate & dictionary.TryAsk(source.Tag, out entry);
        if (!isKnown || entry.VR == DicomVR.None)
        {
            return DicomVR.UN;
        }

        return entry.VR.IsText() || IsNumber(entry.VR)
            ? entry.VR
            : throw new RequestException(
                RequestFault.Refused,
                $"Member \"{RequestMember.Derive}\", \"{target}\": {source} is no text (VR {entry.VR.Letters()})");
    }

    /// <summary>Whether a VR holds whole numbers, which a template writes in decimal.</summary>
    public static bool IsNumber(DicomVR vr) => vr is DicomVR.US or DicomVR.SS or DicomVR.UL or DicomVR.SL;

    /// <summary>Refuses functions that make no sense for any value of the element.</summary>
    /// <exception cref="RequestException">There is such a function.</exception>
    public static void RequireMeaning(ValuePart part, string name, string target)
    {
        var functions = part.Functions.Select(function => function.Name).ToList();
        if (functions.IndexOf(FunctionName.Prefix) is >= 0 and var prefix && functions.LastIndexOf(FunctionName.Clean) > prefix)
        {
            // A name that has become part of another word would not be found.
            throw Fault(target, $"clean comes before prefix, for {name} has to be cleaned as it is");
        }

        if (part.VR == DicomVR.UN)
        {
            // Only the file gives its VR.
            return;
        }

        if (part.Has(FunctionName.Cap) && part.VR != DicomVR.AS)
        {
            throw Fault(target, $"cap is for ages (VR AS), and {name} is none");
        }

        if (part.Has(FunctionName.Shift) && !DateShift.Applies(part.VR))
        {
            throw Fault(target, $"shift is for dates (VR DA or DT), and {name} is none");
        }
    }

    private static RequestException Fault(string target, string reason) =>
        new(RequestFault.Refused, $"Member \"{RequestMember.Derive}\", \"{target}\": {reason}");
}
