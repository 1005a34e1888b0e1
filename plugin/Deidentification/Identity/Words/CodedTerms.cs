// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Spelling;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity.Words;

/// <summary>
/// Words that say what the image shows: the codes of public schemes in an instance and their meanings, and common words,
/// also of imaging. VR CS alone does not make a value a code: it may contain a name.
/// </summary>
internal sealed class CodedTerms
{
    private readonly HashSet<string> _terms = [];

    /// <summary>Reads the terms of an instance.</summary>
    /// <param name="codes">The codes of public schemes, and their meanings.</param>
    public CodedTerms(IEnumerable<DataElement> codes)
    {
        foreach (var code in codes)
        {
            if (ElementText.Text(in code, DicomVR.LO) is { Length: > 0 } text)
            {
                var folded = new FoldedText(text);
                _terms.Add(folded.Value);
                _terms.UnionWith(WordsOf(folded));
            }
        }
    }

    /// <summary>Whether a folded word is a term or a common word, which may also be a name.</summary>
    public bool Contains(string folded) => _terms.Contains(folded) || CommonWords.Contains(folded);

    /// <summary>Whether a text consists of words that distinguish no institution, order or device.</summary>
    public static bool Explain(string text)
    {
        var folded = new FoldedText(text);
        return folded.Value.Length > 0
            && (CommonWords.IsUsual(folded.Value) || WordsOf(folded).All(word => CommonWords.IsUsual(word)));
    }

    private static IEnumerable<string> WordsOf(FoldedText text)
    {
        for (var (start, end) = (0, 1); end <= text.Value.Length; end++)
        {
            if (text.IsBoundary(end))
            {
                yield return text.Value[start..end];
                start = end;
            }
        }
    }
}
