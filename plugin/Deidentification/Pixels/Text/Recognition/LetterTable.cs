// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text.Recognition;

/// <summary>The letters that the recognizer knows, in the order of its answer. Immutable.</summary>
internal sealed class LetterTable
{
    private readonly string[] _letters;

    /// <summary>Reads <c>ppocr_keys_v1.txt</c>.</summary>
    /// <param name="lines">A letter on each line.</param>
    public LetterTable(string lines) =>
        _letters = [.. lines.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'), " "];

    /// <summary>How many answers there are: the letters, and that there is none.</summary>
    public int Answers => _letters.Length + 1;

    /// <summary>A letter.</summary>
    /// <param name="answer">Its number, from 1 on; 0 is none.</param>
    public string this[int answer] => _letters[answer - 1];
}
