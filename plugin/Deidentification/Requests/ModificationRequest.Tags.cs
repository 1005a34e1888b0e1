// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Derived;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests;

/// <content>The elements that a request keeps, removes and replaces, by their tags, paths and creators.</content>
public sealed partial class ModificationRequest
{
    private readonly HashSet<PrivateElementName> _removedPrivate = [];
    private readonly HashSet<PrivateElementName> _keptPrivate = [];

    /// <summary>Kept private elements named by a keyword. Like private tags, they are kept at the top level only.</summary>
    private readonly HashSet<PrivateElementName> _keptByKeyword = [];
    private readonly Dictionary<PrivateElementName, JsonElement> _replacedPrivate = [];
    private readonly Dictionary<PrivateElementName, Derivation> _derivedPrivate = [];

    /// <summary>The private elements that <c>Remove</c> names.</summary>
    internal IReadOnlyCollection<PrivateElementName> RemovedPrivate => _removedPrivate;

    /// <summary>The private elements that <c>Keep</c> names.</summary>
    internal IReadOnlyCollection<PrivateElementName> KeptPrivate => _keptPrivate;

    /// <summary>The private elements that are also kept in items: all that are not named by a keyword.</summary>
    internal IEnumerable<PrivateElementName> KeptPrivateInItems => _keptPrivate.Where(name => !_keptByKeyword.Contains(name));

    /// <summary>The private elements that <c>Replace</c> names, unless they are kept.</summary>
    internal IEnumerable<KeyValuePair<PrivateElementName, JsonElement>> ReplacedPrivate =>
        _replacedPrivate.Where(entry => !_keptPrivate.Contains(entry.Key));

    /// <summary>The private elements that <c>Derive</c> names, unless they are kept.</summary>
    internal IEnumerable<Derivation> DerivedPrivate =>
        _derivedPrivate.Where(entry => !_keptPrivate.Contains(entry.Key)).Select(entry => entry.Value);

    /// <summary>The private elements to which the request gives a value at the top level.</summary>
    internal IEnumerable<PrivateElementName> SetPrivate => _replacedPrivate.Keys.Concat(_derivedPrivate.Keys);

    /// <summary>The safe private elements of this request, in addition to those of the standard and of the site.</summary>
    internal SafePrivateList SafePrivate { get; private set; } = SafePrivateList.Standard;

    /// <summary>Whether the request names elements of a creator.</summary>
    internal bool NamesCreator(string creator) => _removedPrivate.Concat(_keptPrivate).Concat(SetPrivate)
        .Concat(_keptPaths.Concat(_removedPaths).Concat(_replacedPaths.Select(given => given.Path))
            .Concat(_derivedInItems.Select(one => one.Target)).Select(path => path.Name.Private).OfType<PrivateElementName>())
        .Any(name => name.Creator == creator);

    /// <summary>Whether the request keeps a private element, by its creator.</summary>
    internal bool KeepsPrivate(PrivateElementName name) =>
        _keptPrivate.Contains(name) || _keptPrivate.Contains(name with { Element = null });

    /// <inheritdoc cref="KeepsPrivate(PrivateElementName)"/>
    internal bool KeepsPrivate(in DataElement element) =>
        _keptPrivate.Count > 0 && element.Tag.IsPrivateData
        && element.Dataset.PrivateCreatorOf(element.Tag) is { } creator
        && PrivateElementName.Of(element.Tag, creator) is var name && KeepsPrivate(name)
        && (element.Dataset.Parent is null || !_keptByKeyword.Contains(name));

    private void ReadSafePrivate(JsonElement json)
    {
        SafePrivate = Host.SafePrivate;
        if (!RequestJson.TryGet(json, RequestMember.SafePrivate, out var names))
        {
            return;
        }

        SafePrivate = SafePrivate.With(names, Host.Dictionary);
        if (!Options.HasFlag(ConfidentialityOptions.RetainSafePrivate))
        {
            throw new RequestException(
                RequestFault.Refused, "Member \"SafePrivate\" needs the option RetainSafePrivate: without it, no private element stays");
        }
    }

    private void ReadTags(
        JsonElement json, RequestMember member, string verb, HashSet<DicomTag> tags, List<TagPath> paths,
        HashSet<PrivateElementName> ofCreators)
    {
        if (!RequestJson.TryGet(json, member, out var value))
        {
            return;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw new RequestException(RequestFault.Refused, $"Member \"{member}\" should be an array of tags");
        }

        foreach (var entry in value.EnumerateArray())
        {
            NamesTags = true;
            var name = entry.ValueKind == JsonValueKind.String
                ? RequestJson.Text(entry, member.Name)
                : throw new RequestException(RequestFault.Refused, $"Member \"{member}\" should hold tags as strings");
            if (TagPath.IsPath(name))
            {
                var path = TagPath.Parse(name, Host.Dictionary);
                if (!IsIgnored(path.Tag))
                {
                    paths.Add(path);
                }

                continue;
            }

            var (tag, ofCreator) = ElementName.Parse(name, Host.Dictionary);
            if (ofCreator is { } element)
            {
                ofCreators.Add(element);
                if (member == RequestMember.Keep && !PrivateElementName.Begins(name.AsSpan().Trim()))
                {
                    _keptByKeyword.Add(element);
                }

                continue;
            }

            RequireForce(tag, verb);
            if (!IsIgnored(tag))
            {
                tags.Add(tag);
            }
            else if (tags == _kept)
            {
                // Keep overrides Replace, so nothing is left to check.
                _unused.Remove(tag);
            }
        }
    }

    /// <summary>The members of an object that maps tags to something; none if the request has no such object.</summary>
    /// <param name="json">The request.</param>
    /// <param name="member">The object.</param>
    /// <param name="what">What the object gives each tag, for the error message.</param>
    private IEnumerable<KeyValuePair<string, JsonElement>> ByTag(JsonElement json, RequestMember member, string what)
    {
        if (!RequestJson.TryGet(json, member, out var value))
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new RequestException(RequestFault.Refused, $"Member \"{member}\" should be an object from tags to {what}");
        }

        NamesTags |= value.EnumerateObject().Any();
        return RequestJson.Members(value, member.Name);
    }

    private void ReadReplace(JsonElement json)
    {
        foreach (var (name, given) in ByTag(json, RequestMember.Replace, "values"))
        {
            if (TagPath.IsPath(name))
            {
                var path = TagPath.Parse(name, Host.Dictionary);
                if (!IsIgnored(path.Tag))
                {
                    // Of several spellings of a path, the last one is written last and counts.
                    _replacedPaths.Add((path, given));
                }
                else if (!path.Tag.IsGroupLength)
                {
                    _unusedOfPaths.Add((path.Tag, given));
                }

                continue;
            }

            var (tag, ofCreator) = ElementName.Parse(name, Host.Dictionary);
            if (ofCreator is { } element && (PrivateElementName.Begins(name) || !HasCreatorOfItsOwn(json)))
            {
                _replacedPrivate[element] = given;
                continue;
            }

            RequireForce(tag, "replaced");
            if (!IsIgnored(tag))
            {
                _replaced[tag] = given;
            }
            else if (!tag.IsGroupLength)
            {
                _unused[tag] = given;
            }
        }
    }

    /// <summary>Whether the request gives the creator of private tags that it names by number or keyword.</summary>
    private static bool HasCreatorOfItsOwn(JsonElement json) => RequestJson.TryGet(json, RequestMember.PrivateCreator, out _);
}
