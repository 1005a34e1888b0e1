// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Rules;

/// <summary>
/// The rules of a modification: Remove at the top level, and private elements at every depth. For one tag Keep wins
/// over Replace, and Replace over Remove.
/// </summary>
internal static class ModificationRules
{
    /// <summary>The rules for the data set of a file.</summary>
    public static ElementRules OfTopLevel(
        ModificationRequest request, IEnumerable<KeyValuePair<DicomTag, ElementRule>> embedded)
    {
        var named = OfItemsByTag(request);
        foreach (var tag in request.RemovedTags.Where(request.Removes))
        {
            named[tag.Value] = new(ElementAction.Remove, RuleReason.Request);
        }

        foreach (var tag in request.SetTags.Where(request.Sets))
        {
            if (!tag.IsPrivateData || request.PrivateCreator.Length == 0)
            {
                named[tag.Value] = new(ElementAction.Replace, RuleReason.Request);
            }
        }

        foreach (var (tag, rule) in embedded)
        {
            named[tag.Value] = rule;
        }

        return new ElementRules(named, request.RemovePrivateTags, profile: null, request.Host.Dictionary);
    }

    /// <summary>The rules for all items of sequences.</summary>
    public static ElementRules OfItems(ModificationRequest request) =>
        new(OfItemsByTag(request), request.RemovePrivateTags, profile: null, request.Host.Dictionary);

    private static Dictionary<uint, ElementRule> OfItemsByTag(ModificationRequest request) => request.RemovePrivateTags
        ? request.KeptTags.Where(tag => tag.IsPrivate)
            .ToDictionary(tag => tag.Value, _ => new ElementRule(ElementAction.Keep, RuleReason.Request))
        : [];
}
