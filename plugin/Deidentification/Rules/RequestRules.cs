// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Rules;

/// <summary>What a request does to each element. Immutable, and safe for use by several threads.</summary>
/// <param name="Request">The request.</param>
/// <param name="TopLevel">The rules for the data set of a file.</param>
/// <param name="Items">The rules for items.</param>
internal sealed record RequestRules(ModificationRequest Request, ElementRules TopLevel, ElementRules Items)
{
    /// <summary>The rules of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="embedded">The rules that follow from what the request embeds.</param>
    public static RequestRules Of(ModificationRequest request, IEnumerable<KeyValuePair<DicomTag, ElementRule>> embedded) =>
        request.Operation == Operation.Anonymize
            ? new(request, AnonymizationRules.OfTopLevel(request, embedded), AnonymizationRules.OfItems(request))
            : new(request, ModificationRules.OfTopLevel(request, embedded), ModificationRules.OfItems(request));

    private readonly PrivateRules _privateTopLevel = new(Request, isInSequence: false);
    private readonly PrivateRules _privateItems = new(Request, isInSequence: true);

    /// <summary>Whether no element can change.</summary>
    public bool AreEmpty => TopLevel.IsEmpty && Items.IsEmpty && _privateTopLevel.IsEmpty && _privateItems.IsEmpty;

    /// <summary>The rule of an element, by its tag or, if it is private, by its creator.</summary>
    /// <param name="element">The element.</param>
    /// <param name="place">The rules for the element's place.</param>
    public ElementRule For(in DataElement element, ElementRules place)
    {
        var rule = place.For(element.Tag);
        return rule is not { Action: ElementAction.Keep or ElementAction.Replace, Reason: RuleReason.Request }
            && (ReferenceEquals(place, TopLevel) ? _privateTopLevel : _privateItems).For(in element) is { } named
            ? named : rule;
    }

    /// <summary>The rules of a place.</summary>
    /// <param name="isInSequence">Whether it is an item, not the data set of the file.</param>
    public ElementRules At(bool isInSequence) => isInSequence ? Items : TopLevel;
}
