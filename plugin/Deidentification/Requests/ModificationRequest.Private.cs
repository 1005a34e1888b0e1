// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Derived;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests;

/// <content>Private elements that the request names by their creators, at the top level of <c>Replace</c> or anywhere.</content>
public sealed partial class ModificationRequest
{
    private readonly HashSet<PrivateElementName> _removedPrivate = [];
    private readonly HashSet<PrivateElementName> _keptPrivate = [];

    /// <summary>Of these, what is named by a keyword, which is kept as a private tag is: at the top level only.</summary>
    private readonly HashSet<PrivateElementName> _keptByKeyword = [];
    private readonly Dictionary<PrivateElementName, JsonElement> _replacedPrivate = [];
    private readonly Dictionary<PrivateElementName, Derivation> _derivedPrivate = [];

    /// <summary>Those that <c>Remove</c> names.</summary>
    internal IReadOnlyCollection<PrivateElementName> RemovedPrivate => _removedPrivate;

    /// <summary>Those that <c>Keep</c> names.</summary>
    internal IReadOnlyCollection<PrivateElementName> KeptPrivate => _keptPrivate;

    /// <summary>Those that are kept in items, too: all but what is named by a keyword.</summary>
    internal IEnumerable<PrivateElementName> KeptPrivateInItems => _keptPrivate.Where(name => !_keptByKeyword.Contains(name));

    /// <summary>Those that <c>Replace</c> names, unless the same are kept.</summary>
    internal IEnumerable<KeyValuePair<PrivateElementName, JsonElement>> ReplacedPrivate =>
        _replacedPrivate.Where(entry => !_keptPrivate.Contains(entry.Key));

    /// <summary>Those that <c>Derive</c> names, unless the same are kept.</summary>
    internal IEnumerable<Derivation> DerivedPrivate =>
        _derivedPrivate.Where(entry => !_keptPrivate.Contains(entry.Key)).Select(entry => entry.Value);

    /// <summary>Those that the request gives a value at the top level.</summary>
    internal IEnumerable<PrivateElementName> SetPrivate => _replacedPrivate.Keys.Concat(_derivedPrivate.Keys);

    /// <summary>The safe private elements of this request, beside those of the standard and of the site.</summary>
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
}
