// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text.Recognition;

/// <summary>
/// What a text says: patient data, that stands in no log, error or answer, and is overwritten when nobody needs it.
/// </summary>
/// <param name="letters">The text. It is the reading's from now on.</param>
/// <param name="score">How certain the recognizer is of its letters on average, from 0 to 1; 0 if there are none.</param>
internal sealed class Reading(char[] letters, double score) : IDisposable
{
    /// <summary>The text.</summary>
    public ReadOnlySpan<char> Text => letters;

    /// <summary>How certain the recognizer is of its letters on average, from 0 to 1; 0 if there are none.</summary>
    public double Score { get; } = score;

    /// <summary>Overwrites the text.</summary>
    public void Dispose() => Array.Clear(letters);

    /// <summary>No text: a reading shows nothing of what was read by accident.</summary>
    public override string ToString() => $"{letters.Length} letters";
}
