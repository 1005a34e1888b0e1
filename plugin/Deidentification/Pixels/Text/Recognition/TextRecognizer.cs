// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Pixels.Text.Onnx;

namespace OrthancDeid.Deidentification.Pixels.Text.Recognition;

/// <summary>The recognizer of PP-OCRv4, which reads a line of text.</summary>
/// <param name="model">The network. The caller keeps ownership of it.</param>
/// <param name="letters">The letters it knows.</param>
internal sealed class TextRecognizer(OnnxModel model, LetterTable letters)
{
    /// <summary>The height, in widths, from which a box is a vertical line.</summary>
    private const double Tall = 1.5;

    /// <summary>Reads a line.</summary>
    /// <param name="image">The image.</param>
    /// <param name="box">The place of the line, which is not empty.</param>
    /// <exception cref="OnnxException">The run failed, for example for lack of memory.</exception>
    public Reading Read(TextImage image, PixelBox box)
    {
        if (box.Height < Tall * box.Width)
        {
            return Read(image, box, LineDirection.Right);
        }

        var (up, down) = (Read(image, box, LineDirection.Up), Read(image, box, LineDirection.Down));
        var (better, other) = up.Score >= down.Score ? (up, down) : (down, up);
        other.Dispose();
        return better;
    }

    private Reading Read(TextImage image, PixelBox box, LineDirection direction)
    {
        var input = LineImage.Of(image, box, direction, out var width);
        Reading? reading = null;
        model.Run([1, 3, LineImage.Height, width], input, (shape, values) => reading = Decode(shape, values));
        Array.Clear(input);
        return reading!;
    }

    /// <summary>
    /// Takes the most likely answer of each step. Equal answers in a row are one letter, unless separated by "no letter".
    /// </summary>
    private Reading Decode(ReadOnlySpan<long> shape, ReadOnlySpan<float> values)
    {
        if (shape.Length != 3 || shape[2] != letters.Answers)
        {
            throw new OnnxException("ONNX Runtime: the recognizer knows other letters than the file of letters names");
        }

        var text = new char[values.Length / letters.Answers * 2];
        var (length, read, sum, last) = (0, 0, 0.0, 0);
        for (; !values.IsEmpty; values = values[letters.Answers..])
        {
            var step = values[..letters.Answers];
            var best = MostLikely(step);
            if (best != 0 && best != last)
            {
                var letter = letters[best];
                letter.CopyTo(text.AsSpan(length));
                length += letter.Length;
                sum += step[best];
                read++;
            }

            last = best;
        }

        var exact = text[..length];
        Array.Clear(text);
        return new(exact, read == 0 ? 0 : sum / read);
    }

    private static int MostLikely(ReadOnlySpan<float> step)
    {
        var best = 0;
        for (var i = 1; i < step.Length; i++)
        {
            if (step[i] > step[best])
            {
                best = i;
            }
        }

        return best;
    }
}
