// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Deidentification.Values.Replacements;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values.Embedding;

/// <summary>All that a request embeds: at most one image and one document. Immutable.</summary>
internal sealed class EmbeddedContents
{
    private readonly DicomTag[] _named;
    private readonly EmbeddedContent[] _contents;

    /// <summary>Picks what is embedded from what was read.</summary>
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

    /// <summary>Whether another value of the request for a tag is ignored.</summary>
    public bool Overrides(DicomTag tag) =>
        _named.Contains(tag) || Array.Exists(_contents, content => content.Overrides(tag));

    /// <summary>What becomes of the elements of the data set; of two rules for one tag the later one counts.</summary>
    /// <param name="request">The request, which may keep what is outdated.</param>
    public IEnumerable<KeyValuePair<DicomTag, ElementRule>> Rules(ModificationRequest request)
    {
        // The element that the request names is deleted, even if the new content belongs elsewhere.
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

    /// <summary>Writes the contents into a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="writer">Writes into it.</param>
    /// <exception cref="RequestException">An image does not fit other pixels of the file.</exception>
    public void WriteTo(DicomFile file, ReplacementWriter writer)
    {
        foreach (var content in _contents)
        {
            if (content.Target == DicomTag.PixelData)
            {
                BecomeNative(file);
            }

            var elements = content.Elements
                .Concat(content.IfAbsent.Where(element => !file.Dataset.Contains(element.Tag)))
                .Concat(content.IfPresent.Where(element => file.Dataset.Contains(element.Tag)));
            foreach (var element in elements)
            {
                writer.Write(file.Dataset, element);
            }
        }
    }

    /// <summary>A new image is not compressed, so the file cannot stay compressed (PS3.5 A.4).</summary>
    private static void BecomeNative(DicomFile file)
    {
        if (file.TransferSyntax.IsNative)
        {
            return;
        }

        file.Dataset.Remove(DicomTag.PixelData);
        try
        {
            file.BecomeExplicitLittleEndian();
        }
        catch (InvalidOperationException fault)
        {
            throw new RequestException(
                RequestFault.Refused,
                $"Member \"Replace\": no image can be embedded as tag ({DicomTag.PixelData}): "
                + "other pixel data in the instance is compressed",
                fault);
        }
    }
}
