// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Cleaning.Spelling;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Cleaning;

/// <summary>
/// Words that say what the image shows: the codes of public schemes in an instance and their meanings, and the words of
/// imaging and of speech. What a file stores with VR CS is no code because it says so: a name may stand there.
/// </summary>
internal sealed class CodedTerms
{
    private readonly HashSet<string> _terms = [];

    /// <summary>Takes the terms of an instance.</summary>
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

    /// <summary>Whether a folded word is one of speech or of imaging, which somebody may be called, too.</summary>
    public bool Contains(string folded) => _terms.Contains(folded) || CommonWords.Contains(folded);

    /// <summary>Whether a text is made of words alone that tell no institution, order or device from others.</summary>
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
