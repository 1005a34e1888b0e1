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

    /// <summary>In bytes: fewer stand in binary values by chance.</summary>
    private const int ShortestBytes = 5;

    private readonly ModificationRequest _request;
    private readonly HashSet<string> _terms = [];
    private readonly HashSet<string> _spared = [];
    private readonly HashSet<string> _patterns = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IdentityKind> _words = [];
    private readonly HashSet<CalendarDate> _dates = [];
    private readonly HashSet<CalendarDate> _sparedDates = [];
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

        foreach (var date in _dates.Except(_sparedDates))
        {
            // Of fewer digits than four is also the year of other things.
            Dates.Add(date, isBirth: false);
        }
    }

    /// <summary>The words as <see cref="FoldedText"/> has them, and what they are.</summary>
    public IReadOnlyDictionary<string, IdentityKind> Words => _words;

    /// <summary>The dates to search text for.</summary>
    public DateFinder Dates { get; } = new();

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

    /// <inheritdoc/>
    /// <remarks>Where other dates are shifted, one that is left as it was says by how much.</remarks>
    public void Add(CalendarDate date, bool isBirth)
    {
        if (_isSpared)
        {
            _sparedDates.Add(date);
        }
        else if (isBirth || _request.Options.HasFlag(ConfidentialityOptions.RetainLongitudinalModifiedDates))
        {
            _dates.Add(date);
        }
    }

    private bool IsTelling(IdentityKind kind, string folded) => kind switch
    {
        // Who is called as the scanner or as a part of the body is found by the whole name only.
        IdentityKind.PartOfName => folded.Length >= ShortestPart && !_terms.Contains(folded)
            && !folded.All(char.IsAsciiDigit),
        IdentityKind.Name or IdentityKind.Identifier or IdentityKind.Place or IdentityKind.Uid =>
            folded.Length >= ShortestWhole && !_terms.Contains(folded),
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
            for (var i = 0; i < dataset.Count; i++)
            {
                var element = dataset[i];
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
