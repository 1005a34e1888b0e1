// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text.Recognition;

/// <summary>
/// What a text says. It is patient data, which appears in no log, error or answer, and is overwritten after use.
/// </summary>
/// <param name="letters">The text. The reading takes ownership of it.</param>
/// <param name="score">How certain the recognizer is of its letters on average, from 0 to 1; 0 if there are none.</param>
internal sealed class Reading(char[] letters, double score) : IDisposable
{
    /// <summary>The text.</summary>
    public ReadOnlySpan<char> Text => letters;

    /// <summary>How certain the recognizer is of its letters on average, from 0 to 1; 0 if there are none.</summary>
    public double Score { get; } = score;

    /// <summary>Overwrites the text.</summary>
    public void Dispose() => Array.Clear(letters);

    /// <summary>Only the number of letters, so that the text does not appear anywhere by accident.</summary>
    public override string ToString() => $"{letters.Length} letters";
}
