// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Options;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Verification;

/// <summary>
/// What must not be found in the new file: what identifies somebody in the old one, but what the request keeps, and
/// what is too short or too common to tell anybody from anything else.
/// </summary>
internal sealed class SourceIdentity : IIdentityCollector
{
    /// <summary>Shorter parts of names are words of their own in many texts: Day, Max, Low.</summary>
    private const int ShortestPart = 4;

    /// <summary>Shorter names and identifiers, letters and digits counted, are part of anything.</summary>
    private const int ShortestWhole = 5;

    /// <summary>A date with a year of four digits.</summary>
    private const int ShortestDate = 8;

    /// <summary>In bytes: fewer stand in binary values by chance.</summary>
    private const int ShortestBytes = 5;

    private readonly ModificationRequest _request;
    private readonly HashSet<string> _terms = [];
    private readonly HashSet<string> _spared = [];
    private readonly HashSet<string> _patterns = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IdentityKind> _words = [];
    private bool _isSpared;

    /// <summary>Reads a file.</summary>
    public SourceIdentity(ModificationPlan plan, DicomDataset root)
    {
        _request = plan.Request;
        ReadTerms(root);
        IdentifyingWords.Collect(root, _request.Host.Dictionary, _request.Options, this);
        foreach (var word in _spared)
        {
            _words.Remove(word);
        }
    }

    /// <summary>The words as <see cref="FoldedText"/> has them, and what they are.</summary>
    public IReadOnlyDictionary<string, IdentityKind> Words => _words;

    /// <summary>What to search bytes for, a character for each byte.</summary>
    public IReadOnlyCollection<string> Bytes() => _patterns;

    /// <inheritdoc/>
    public void Begin(in DataElement element)
    {
        _isSpared = element.Dataset.Parent is null ? _request.Keeps(element.Tag) : _request.KeptTags.Contains(element.Tag);
        if (!_isSpared && element is { Sequence: null, IsEncapsulated: false, Length: <= ushort.MaxValue })
        {
            // The bytes as they stand, in whatever character set.
            var bytes = Encoding.Latin1.GetString(element.Value);
            var isName = element.VR == DicomVR.PN;
            foreach (var value in bytes.Split(isName ? ['\\', '=', '^'] : ['\\']))
            {
                AddBytes(value.Trim(' ', '\0'));
            }
        }
    }

    /// <inheritdoc/>
    public void Add(IdentityKind kind, string word)
    {
        var folded = new FoldedText(word).Value;
        if (_isSpared)
        {
            _spared.Add(folded);
        }
        else if (IsTelling(kind, folded))
        {
            _words.TryAdd(folded, kind);
            if (kind == IdentityKind.PartOfName)
            {
                AddBytes(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(word)));
                AddBytes(Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(word)));
            }
        }
    }

    private bool IsTelling(IdentityKind kind, string folded) => kind switch
    {
        // Who is called as the scanner or as a part of the body is found by the whole name only.
        IdentityKind.PartOfName => folded.Length >= ShortestPart && !_terms.Contains(folded)
            && !folded.All(char.IsAsciiDigit),
        IdentityKind.Name or IdentityKind.Identifier or IdentityKind.Place or IdentityKind.Uid =>
            folded.Length >= ShortestWhole && !_terms.Contains(folded),
        IdentityKind.Date => folded.Length >= ShortestDate,
        _ => false,
    };

    private void AddBytes(string bytes)
    {
        if (bytes.Length >= ShortestBytes && !_terms.Contains(new FoldedText(bytes).Value))
        {
            _patterns.Add(bytes);
        }
    }

    /// <summary>The words that say what the image shows, which device made it, and who defined its codes.</summary>
    private void ReadTerms(DicomDataset root)
    {
        foreach (var dataset in root.SelfAndDescendants())
        {
            foreach (var element in dataset)
            {
                if (element.VR == DicomVR.CS || element.Tag.Value is 0x0008_0070 or 0x0008_1090 or 0x0018_1020
                    or 0x0008_0102)
                {
                    AddTerms(ElementText.Text(in element, DicomVR.LO) ?? string.Empty);
                }
            }
        }
    }

    private void AddTerms(string text)
    {
        foreach (var value in text.Split('\\'))
        {
            var folded = new FoldedText(value);
            _terms.Add(folded.Value);
            for (var (start, end) = (0, 1); end <= folded.Value.Length; end++)
            {
                if (folded.IsBoundary(end))
                {
                    _terms.Add(folded.Value[start..end]);
                    start = end;
                }
            }
        }
    }
}
