// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;

namespace OrthancDeid.Deidentification.Options;

/// <summary>
/// The letters and digits of a text alone, capital and without accents, so that the same words in another spelling are
/// the same text; and where each of them stood.
/// </summary>
internal sealed class FoldedText
{
    private const char FirstAccented = '\u00C0';

    /// <summary>What the letters from U+00C0 to U+017F are without their accents.</summary>
    private static readonly string[] WithoutAccents = (
        "A,A,A,A,A,A,AE,C,E,E,E,E,I,I,I,I,D,N,O,O,O,O,O,,O,U,U,U,U,Y,TH,SS,A,A,A,A,A,A,AE,C,E,E,E,E,I,I,I,I,D"
        + ",N,O,O,O,O,O,,O,U,U,U,U,Y,TH,Y,A,A,A,A,A,A,C,C,C,C,C,C,C,C,D,D,D,D,E,E,E,E,E,E,E,E,E,E,G,G,G,G,G,G,G"
        + ",G,H,H,H,H,I,I,I,I,I,I,I,I,I,I,IJ,IJ,J,J,K,K,K,L,L,L,L,L,L,L,L,L,L,N,N,N,N,N,N,N,N,N,O,O,O,O,O,O,OE,"
        + "OE,R,R,R,R,R,R,S,S,S,S,S,S,S,S,T,T,T,T,T,T,U,U,U,U,U,U,U,U,U,U,U,U,W,W,Y,Y,Y,Z,Z,Z,Z,Z,Z,S").Split(',');

    private readonly List<int> _origins = [];

    /// <summary>Folds a text.</summary>
    public FoldedText(string text)
    {
        var folded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            var index = character - FirstAccented;
            if (index >= 0 && index < WithoutAccents.Length)
            {
                Append(folded, WithoutAccents[index], i);
            }
            else if (char.IsLetterOrDigit(character) || char.IsSurrogate(character))
            {
                Append(folded, char.ToUpperInvariant(character).ToString(), i);
            }
        }

        Value = folded.ToString();
    }

    /// <summary>The letters and digits.</summary>
    public string Value { get; }

    /// <summary>The place in the original text of a character of <see cref="Value"/>.</summary>
    public int OriginOf(int index) => _origins[index];

    /// <summary>
    /// Whether a word or a number begins or ends before a character of <see cref="Value"/>, or at its end.
    /// </summary>
    public bool IsBoundary(int index)
    {
        if (index == 0 || index == Value.Length)
        {
            return true;
        }

        // Accents that stand as characters of their own leave gaps, too: to see a boundary there takes out more.
        return _origins[index] - _origins[index - 1] > 1
            || char.IsDigit(Value[index]) != char.IsDigit(Value[index - 1]);
    }

    private void Append(StringBuilder folded, string letters, int origin)
    {
        folded.Append(letters);
        for (var i = 0; i < letters.Length; i++)
        {
            _origins.Add(origin);
        }
    }
}
