// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Deidentification.Values.Replacements;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values.Embedding;

/// <summary>All that a request embeds: at most one image and one document. Immutable.</summary>
internal sealed class EmbeddedContents
{
    private readonly DicomTag[] _named;
    private readonly EmbeddedContent[] _contents;

    /// <summary>Takes what is embedded out of what was read.</summary>
    /// <param name="read">
    /// The elements that the request gives at the top level, by ascending tag; of two contents for one place the later
    /// one counts.
    /// </param>
    public EmbeddedContents(IReadOnlyList<Replacement> read)
    {
        Replacement[] embedding = [.. read.Where(given => given.Value is EmbeddedContent)];
        _named = [.. embedding.Select(given => given.Tag)];
        _contents = [.. embedding
            .Select(given => (EmbeddedContent)given.Value).Reverse().DistinctBy(content => content.Target)];
    }

    /// <summary>The contents.</summary>
    public IReadOnlyList<EmbeddedContent> All => _contents;

    /// <summary>Whether another value of the request for a tag is ignored.</summary>
    public bool Overrides(DicomTag tag) =>
        _named.Contains(tag) || Array.Exists(_contents, content => content.Overrides(tag));

    /// <summary>What becomes of the elements of the data set; of two rules for one tag the later one counts.</summary>
    /// <param name="request">The request, which may keep what is outdated.</param>
    public IEnumerable<KeyValuePair<DicomTag, ElementRule>> Rules(ModificationRequest request)
    {
        // The element that the request names goes, even if the new content belongs elsewhere.
        foreach (var tag in _named.Concat(_contents.SelectMany(content => content.Outdated)))
        {
            if (!request.Keeps(tag))
            {
                yield return new(tag, new(ElementAction.Remove, RuleReason.Request));
            }
        }

        foreach (var element in _contents.SelectMany(content => content.Elements))
        {
            yield return new(element.Tag, new(ElementAction.Replace, RuleReason.Request));
        }
    }
}
