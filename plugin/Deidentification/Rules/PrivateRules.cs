// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Rules;

/// <summary>
/// The rules of private elements that a request names by their creators, for one place. For the same name Keep wins over
/// Replace, and Replace over Remove; the name of one element wins over that of all elements of its creator. Immutable.
/// </summary>
internal sealed class PrivateRules
{
    private static readonly ElementRule RemoveBlock = new(ElementAction.Remove, RuleReason.PrivateElement);

    private readonly Dictionary<PrivateElementName, ElementRule> _named = [];

    /// <summary>Makes the rules.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isInSequence">Whether they are for items.</param>
    public PrivateRules(ModificationRequest request, bool isInSequence)
    {
        // As with tags, a modification removes only at the top level, and values are set only there.
        if (!isInSequence || request.Operation == Operation.Anonymize)
        {
            Add(request.RemovedPrivate, ElementAction.Remove);
        }

        if (!isInSequence)
        {
            Add(request.SetPrivate, ElementAction.Replace);
        }

        // Unlike a number or a keyword, a name with a creator means the same element at every depth.
        Add(isInSequence ? request.KeptPrivateInItems : request.KeptPrivate, ElementAction.Keep);
    }

    /// <summary>Whether there are no rules.</summary>
    public bool IsEmpty => _named.Count == 0;

    /// <summary>The rule of an element; null if the request does not name it by its creator.</summary>
    public ElementRule? For(in DataElement element)
    {
        if (_named.Count == 0 || !element.Tag.IsPrivate)
        {
            return null;
        }

        if (element.Tag.IsPrivateCreator)
        {
            foreach (var (name, named) in _named)
            {
                if (named.Action == ElementAction.Remove && name.NamesBlock(in element))
                {
                    return RemoveBlock;
                }
            }

            return null;
        }

        if (element.Dataset.PrivateCreatorOf(element.Tag) is not { } creator)
        {
            return null;
        }

        var one = PrivateElementName.Of(element.Tag, creator);
        return _named.TryGetValue(one, out var rule) || _named.TryGetValue(one with { Element = null }, out rule) ? rule : null;
    }

    private void Add(IEnumerable<PrivateElementName> names, ElementAction action)
    {
        foreach (var name in names)
        {
            _named[name] = new(action, RuleReason.Request);
        }
    }
}
