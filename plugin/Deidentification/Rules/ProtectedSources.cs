// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Derived;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Rules;

/// <summary>
/// Refuses templates that would reveal in one element what the request removes from another: a value that does not stay
/// must pass a function that hides it.
/// </summary>
/// <param name="rules">What the request does to each element.</param>
internal sealed class ProtectedSources(RequestRules rules)
{
    private readonly ModificationRequest _request = rules.Request;

    /// <summary>The highest age that may be revealed if the age itself does not stay (45 CFR 164.514).</summary>
    private const int HighestAge = 89;

    /// <summary>Checks a template.</summary>
    /// <exception cref="RequestException">It would reveal a value that does not stay.</exception>
    public void Check(Derivation derivation)
    {
        foreach (var part in derivation.Template.Values)
        {
            if (FaultOf(part) is { } fault)
            {
                throw new RequestException(
                    RequestFault.Refused, $"Member \"{RequestMember.Derive}\", ({derivation.Target}): {part.Source} {fault}");
            }
        }
    }

    /// <summary>Whether templates reveal nothing that the request removes.</summary>
    public bool AddNothing(IEnumerable<Derivation> derivations) => derivations.All(derivation =>
        derivation.Template.Values.All(part => part.Has(FunctionName.Hmac) || !IsProtected(part)));

    private string? FaultOf(ValuePart part)
    {
        if (part.Has(FunctionName.Hmac))
        {
            return null;
        }

        var tag = part.Source.Tag;
        var isAge = part.VR == DicomVR.AS;
        if (_request.AgeLimit is { } limit)
        {
            if (AttributeClasses.ThatSays(tag) == AttributeClass.BirthTime)
            {
                return "holds a date of birth, which \"AgeLimit\" removes";
            }

            if (isAge && !part.Functions.Any(function => function.Name == FunctionName.Cap && function.Number <= limit))
            {
                return $"may exceed \"AgeLimit\": apply cap:{limit} to it";
            }
        }

        if (!IsProtected(part) || (isAge && part.Functions.Any(static function => function is { Name: FunctionName.Cap, Number: <= HighestAge })))
        {
            return null;
        }

        return AttributeClasses.ThatSays(tag) switch
        {
            AttributeClass.CareTime => part.Has(FunctionName.Shift) ? null
                : "is removed: apply shift or hmac to it, or keep it",
            AttributeClass.Narrative or AttributeClass.Label or AttributeClass.Code => part.Has(FunctionName.Clean) ? null
                : "is removed or cleaned: apply clean or hmac to it, or keep it",

            // Nobody but the client knows what it holds.
            _ when tag.IsPrivate => part.Has(FunctionName.Clean) ? null
                : "is private and is removed: apply clean or hmac to it, or keep it",
            _ => isAge ? "is removed: apply cap or hmac to it, or keep it" : "is removed: apply hmac to it, or keep it",
        };
    }

    /// <summary>Whether the request removes or changes the value of a source.</summary>
    private bool IsProtected(ValuePart part)
    {
        if (_request.Operation != Operation.Anonymize)
        {
            return false;
        }

        var isInSequence = false;
        foreach (var step in part.Source.Steps)
        {
            if (!Stays(step.Name, isInSequence))
            {
                return true;
            }

            isInSequence = true;
        }

        return !Stays(part.Source.Name, isInSequence);
    }

    private bool Stays(ElementName name, bool isInSequence)
    {
        var tag = name.Tag;
        if (tag.IsPrivate && (_request.KeepPrivateTags || (name.Private is { } element && _request.KeepsPrivate(element))))
        {
            return true;
        }

        // What the client removes or replaces does not stay, whatever the profile says, and a kept date is still shifted.
        var isKept = isInSequence ? AnonymizationRules.KeepsInItems(_request, tag) : _request.Keeps(tag);
        if (!isKept ? _request.Removes(tag) || _request.Replaces(tag) : IsShifted(tag))
        {
            return false;
        }

        // What an option cleans is cleaned even if the request keeps it.
        return isKept
            ? tag.IsPrivate || _request.Profile?.OptionActionFor(tag, _request.Options) != OptionAction.Clean
            : rules.At(isInSequence).WithoutRequest(tag).Action is ElementAction.Leave;
    }

    private bool IsShifted(DicomTag tag) => _request.AreDatesShifted && !tag.IsPrivate
        && _request.Host.Dictionary.TryGet(tag, out var entry) && (entry.VR == DicomVR.DA || entry.VR == DicomVR.DT);
}
