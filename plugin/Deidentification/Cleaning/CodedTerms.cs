// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Cleaning.Spelling;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Cleaning;

/// <summary>
/// The words of an instance that say what the image shows, which device made it, and who defined its codes.
/// </summary>
internal sealed class CodedTerms
{
    private readonly HashSet<string> _terms = [];
    private readonly HashSet<string> _read = [];

    /// <summary>Reads an instance.</summary>
    public CodedTerms(DicomDataset root)
    {
        foreach (var dataset in root.SelfAndDescendants())
        {
            for (var i = 0; i < dataset.Count; i++)
            {
                var element = dataset[i];
                if (element.VR == DicomVR.CS || element.Tag.Value is 0x0008_0070 or 0x0008_1090 or 0x0018_1020
                    or 0x0008_0102)
                {
                    Add(ElementText.Text(in element, DicomVR.LO) ?? string.Empty);
                }
            }
        }
    }

    /// <summary>Whether a folded word is a term of the instance.</summary>
    public bool Contains(string folded) => _terms.Contains(folded);

    /// <summary>Whether a text is made of terms of the instance, and of words that are common in any.</summary>
    public bool Explain(string text) => IsMadeOf(text, word => _terms.Contains(word) || CommonWords.Contains(word));

    /// <summary>Whether the name of somebody of the staff is made of terms of the instance and of imaging.</summary>
    public bool ExplainName(string name) =>
        IsMadeOf(name, word => _terms.Contains(word) || CommonWords.IsOfImaging(word));

    private static bool IsMadeOf(string text, Predicate<string> isTerm)
    {
        var folded = new FoldedText(text);
        return folded.Value.Length > 0 && (isTerm(folded.Value) || WordsOf(folded).All(word => isTerm(word)));
    }

    private void Add(string text)
    {
        // Many frames have the same.
        if (!_read.Add(text))
        {
            return;
        }

        foreach (var value in text.Split('\\'))
        {
            var folded = new FoldedText(value);
            _terms.Add(folded.Value);
            _terms.UnionWith(WordsOf(folded));
        }
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
