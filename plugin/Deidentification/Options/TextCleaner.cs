// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Options;

/// <summary>
/// Takes words that identify somebody out of text, in any letter case, with and without accents and separators; the
/// rest stays.
/// </summary>
internal sealed class TextCleaner : IIdentityCollector
{
    /// <summary>From here on a word is found inside others; a shorter one only where a word begins and ends.</summary>
    private const int LongEnough = 6;

    /// <summary>The first ideographs and syllables, which are written without spaces between words.</summary>
    private const char FirstWithoutSpaces = '\u2E80';

    private readonly HashSet<string> _words = [];
    private readonly DateFinder _dates = new();

    /// <inheritdoc/>
    public void Begin(in DataElement element)
    {
        // Wherever it stands, it is taken out of the text elsewhere.
    }

    /// <summary>Adds what is to be taken out: its letters and digits, of which there must be two.</summary>
    public void Add(IdentityKind kind, string word)
    {
        var folded = new FoldedText(word).Value;
        if (folded.Length > 1)
        {
            _words.Add(folded);
        }
    }

    /// <inheritdoc/>
    public void Add(CalendarDate date, bool isBirth) => _dates.Add(date, isBirth);

    /// <summary>The text without the words; the same object if it has none.</summary>
    public string Clean(string text)
    {
        var cleaned = text;
        while (TryCleanOnce(ref cleaned))
        {
            // What stood around a word may be another one.
        }

        return cleaned;
    }

    private bool TryCleanOnce(ref string text)
    {
        var folded = new FoldedText(text);
        var isTaken = new bool[text.Length];
        var isAnyTaken = false;
        foreach (var (start, end) in _dates.Find(text))
        {
            isTaken.AsSpan(start, end - start).Fill(true);
            isAnyTaken = true;
        }

        foreach (var word in _words)
        {
            for (var at = Find(folded, word, 0); at >= 0; at = Find(folded, word, at + 1))
            {
                var (first, last) = (folded.OriginOf(at), folded.OriginOf(at + word.Length - 1));
                isTaken.AsSpan(first, last - first + 1).Fill(true);
                isAnyTaken = true;
            }
        }

        if (isAnyTaken)
        {
            text = Without(text, isTaken);
        }

        return isAnyTaken;
    }

    private static int Find(FoldedText text, string word, int from)
    {
        for (var at = text.Value.IndexOf(word, from, StringComparison.Ordinal); at >= 0;
             at = text.Value.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if (word.Length >= LongEnough || word[0] >= FirstWithoutSpaces
                || (text.IsBoundary(at) && text.IsBoundary(at + word.Length)))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>The rest, with one space where words were taken out between others.</summary>
    private static string Without(string text, bool[] isTaken)
    {
        var rest = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!isTaken[i])
            {
                rest.Append(text[i]);
            }
            else if (rest.Length > 0 && rest[^1] != ' ')
            {
                // The words around it are not to become one.
                rest.Append(' ');
            }
        }

        return rest.ToString().Replace("  ", " ", StringComparison.Ordinal).Trim(' ');
    }
}
