// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing.Planned;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Values;
using OrthancDeid.Deidentification.Values.Derived;
using OrthancDeid.Deidentification.Values.Replacements;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <content>Values derived from values of the file.</content>
internal sealed partial class PlanApplication
{
    /// <summary>Derives all values, before the file is edited.</summary>
    private Replacement[] Derive()
    {
        if (_plan.Derived.Length == 0)
        {
            return [];
        }

        var values = new DerivedValues(Request, _dataset, new Lazy<TextCleaner>(
            () => new TextCleaner(_identity.Value, Request.AreDatesShifted), isThreadSafe: false));
        return Array.ConvertAll(_plan.Derived, one =>
        {
            var vr = RepresentationOf(one);
            return ToWrite(one, vr, values.Of(one.Derivation, vr));
        });
    }

    /// <summary>
    /// The VR to write. A private element named by its creator keeps the VR of the file if that is a VR of text.
    /// </summary>
    private DicomVR RepresentationOf(PlannedDerivation planned)
    {
        if (planned.Derivation is { IsTopLevel: true, Target.Name.Private: { } name }
            && name.TagsIn(_dataset) is [var tag, ..] && _dataset.TryGet(tag, out var element) && element.VR.IsText())
        {
            return element.VR;
        }

        return planned.VR;
    }

    private Replacement ToWrite(PlannedDerivation planned, DicomVR vr, string text)
    {
        if (text.Length == 0 && planned.Tag == DicomTag.PatientID && planned.Derivation.IsTopLevel)
        {
            throw new RequestException(
                RequestFault.Refused, $"Member \"{RequestMember.Derive}\", ({planned.Tag}): the value would be empty");
        }

        return new(
            planned.Tag, vr, planned.Tag.IsPrivateData ? Request.PrivateCreator : string.Empty,
            text.Length > 0 ? new TextValue(text) : ReplacementValue.Empty);
    }

    /// <summary>
    /// The new Patient ID from a template, which items about the same patient get, too; null without such a template.
    /// </summary>
    private string? DerivedPatientId()
    {
        var at = Array.FindIndex(_plan.Derived, one => one.Derivation.IsTopLevel && one.Tag == DicomTag.PatientID);
        return at >= 0 && _derived[at].Value is TextValue id ? id.Text : null;
    }

    /// <summary>The patient's name that the request gives, as text or from a template; null if it gives none.</summary>
    private Replacement? GivenName()
    {
        if (Array.Find(_plan.Replacements, given => given.Tag == DicomTag.PatientName) is { } replacement)
        {
            return replacement;
        }

        var at = Array.FindIndex(_plan.Derived, one => one.Derivation.IsTopLevel && one.Tag == DicomTag.PatientName);
        return at >= 0 ? _derived[at] : null;
    }

    /// <summary>Writes the derived values. An absent element is not added if its value would be empty.</summary>
    private void WriteDerived(bool isTopLevel)
    {
        for (var i = 0; i < _derived.Length; i++)
        {
            var (derivation, made) = (_plan.Derived[i].Derivation, _derived[i]);
            if (derivation.IsTopLevel != isTopLevel)
            {
                continue;
            }

            foreach (var dataset in derivation.Target.Select(_dataset))
            {
                if (derivation.Target.Name.Private is { } name)
                {
                    if (made.Value is not EmptyValue || name.TagsIn(dataset).Count > 0)
                    {
                        Write(dataset, name, made);
                    }

                    continue;
                }

                if (made.Value is not EmptyValue || dataset.Contains(made.Tag))
                {
                    GivesName(made.Tag, dataset);
                    _writer.Write(dataset, made);
                }
            }
        }
    }
}
