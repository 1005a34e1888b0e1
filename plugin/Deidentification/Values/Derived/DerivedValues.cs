// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Derived;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values.Derived;

/// <summary>Computes the values of the templates for a file, before it is edited.</summary>
/// <param name="request">The request.</param>
/// <param name="root">The data set of the file.</param>
/// <param name="cleaner">Removes what identifies somebody.</param>
internal sealed class DerivedValues(ModificationRequest request, DicomDataset root, Lazy<TextCleaner> cleaner)
{
    private readonly Lazy<DateShift> _dates = new(() => new DateShift(
        request.Host.DateShift.DaysOf(request.DateShiftKey!, Subject.Of(root))));

    /// <summary>The value of an element.</summary>
    /// <param name="derivation">How it is derived.</param>
    /// <param name="vr">The VR that it is written with.</param>
    /// <exception cref="RequestException">A source cannot be read, or the value does not fit the VR.</exception>
    public string Of(Derivation derivation, DicomVR vr)
    {
        var tag = derivation.Target.Tag;
        var text = string.Concat(derivation.Template.Parts.Select(part => part switch
        {
            LiteralPart literal => literal.Text,
            ValuePart value => ValueOf(value, tag),
            _ => string.Empty,
        }));
        text = ValueLimits.WithoutControls(text, vr).Trim(' ');
        var mayBeCut = ValueLimits.MayBeCut(tag, vr) && !derivation.Template.Has(FunctionName.Hmac);
        var values = vr.IsMultiValuedText() ? text.Split('\\') : [text];
        foreach (ref var value in values.AsSpan())
        {
            value = value.Trim(' ');
            if (mayBeCut && ValueLimits.LongestOf(vr) is { } longest)
            {
                value = ValueLimits.Cut(value, longest);
            }

            if (value.Length > 0 && ValueLimits.FaultOf(value, vr) is { } fault)
            {
                throw Fault(tag, $"the value for VR {vr.Letters()} {fault}");
            }
        }

        return string.Join('\\', values);
    }

    private static RequestException Fault(DicomTag tag, string reason) =>
        new(RequestFault.Refused, $"Member \"{RequestMember.Derive}\", ({tag}): {reason}");

    private string ValueOf(ValuePart part, DicomTag target)
    {
        var text = Read(part, target);
        foreach (var function in part.Functions)
        {
            text = function.Name switch
            {
                FunctionName.Hmac => Hash(part, text, function.Number),
                FunctionName.Prefix => text.Length > 0 ? function.Text + text : text,
                FunctionName.Upper => text.ToUpperInvariant(),

                // An age or a date that cannot be read must not stay as it is.
                FunctionName.Cap => AgeText.Limit(text, function.Number) ?? string.Empty,
                FunctionName.Shift => _dates.Value.Apply(text) ?? string.Empty,
                FunctionName.Clean => Clean(text, part, target),
                _ => text.Length > 0 ? text : function.Text,
            };
        }

        return text;
    }

    /// <summary>The value of a source; empty if it is absent.</summary>
    private string Read(ValuePart part, DicomTag target)
    {
        foreach (var dataset in part.Source.Select(root))
        {
            foreach (var tag in part.Source.Name.TagsIn(dataset))
            {
                if (dataset.TryGet(tag, out var element))
                {
                    return Read(in element, part, target);
                }
            }
        }

        return string.Empty;
    }

    private string Read(in DataElement element, ValuePart part, DicomTag target)
    {
        var vr = part.VR == DicomVR.UN && element.VR.IsKnown() ? element.VR : part.VR;
        var text = TemplateSources.IsNumber(vr) ? NumberOf(in element, vr)
            : ElementText.Text(in element, vr.IsText() ? vr : DicomVR.LO);
        if (text is not null && part.Functions is [{ Name: FunctionName.Hmac }, ..])
        {
            // Two unreadable values must stay distinct.
            return Subject.OriginalOf(in element, vr) ?? string.Empty;
        }

        return text is not null && !text.Contains(ElementText.Meaningless, StringComparison.Ordinal) ? text
            : request.Unreadable == UnreadableText.Remove ? string.Empty
            : throw Fault(target, $"the value of ({part.Source}) cannot be read");
    }

    private static string? NumberOf(in DataElement element, DicomVR vr) => element.Length == 0 ? string.Empty
        : ElementNumber.Of(in element) is not { } number ? null
        : (vr switch
        {
            DicomVR.SS => unchecked((short)number),
            DicomVR.SL => unchecked((int)number),
            _ => number,
        }).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The hash of a value. It depends on the tag of the source, so that nobody sees that two elements have the same
    /// value, such as a date of birth and one of a study.
    /// </summary>
    private string Hash(ValuePart part, string text, int length)
    {
        // Nobody can tell whether two studies without a Patient ID are of one patient.
        var original = text.Length == 0 && part.IsPatientId ? Subject.Of(root) : text;
        return original.Length == 0
            ? string.Empty
            : ShortPseudonym.Of(request.DerivationKey!.Hash($"Derive {part.Source}", original), length);
    }

    private string Clean(string text, ValuePart part, DicomTag target)
    {
        if (text.Length == 0)
        {
            return text;
        }

        return cleaner.Value.Unreadable is not { } tag ? cleaner.Value.Clean(text)
            : request.Unreadable == UnreadableText.Remove ? string.Empty
            : throw Fault(target, $"({tag}) cannot be read, so its value cannot be removed from the text of ({part.Source})");
    }
}
