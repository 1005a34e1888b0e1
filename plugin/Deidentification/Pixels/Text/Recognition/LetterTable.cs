// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text.Recognition;

/// <summary>The letters that the recognizer knows, in the order of its answers. Immutable.</summary>
internal sealed class LetterTable
{
    private readonly string[] _letters;

    /// <summary>Reads <c>ppocr_keys_v1.txt</c>.</summary>
    /// <param name="lines">One letter on each line.</param>
    public LetterTable(string lines) =>
        _letters = [.. lines.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'), " "];

    /// <summary>The number of possible answers: the letters, and "no letter".</summary>
    public int Answers => _letters.Length + 1;

    /// <summary>A letter.</summary>
    /// <param name="answer">The number of the answer, at least 1. 0 means "no letter".</param>
    public string this[int answer] => _letters[answer - 1];
}
