// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using System.Text.Json;
using OrthancDeid.Deidentification.Pixels.Text;

namespace OrthancDeid.Deidentification.Tests.Pixels.Text;

/// <summary>The images drawn by tests/TextSet/text_set.py.</summary>
/// <param name="folder">The folder of the images.</param>
internal sealed class TextSet(string folder)
{
    /// <summary>The description of the set.</summary>
    public TextSetDescription Description { get; } =
        JsonSerializer.Deserialize<TextSetDescription>(File.ReadAllText(Path.Combine(folder, "set.json")))!;

    /// <summary>An image.</summary>
    public TextImage ImageOf(DrawnImage image) => ReadPortableMap(Path.Combine(folder, image.File));

    /// <summary>The ink of the image's lines: pixels of line n have the value n.</summary>
    public TextImage InkOf(DrawnImage image) =>
        ReadPortableMap(Path.Combine(folder, Path.ChangeExtension(image.File, "ink.pgm")));

    /// <summary>Reads a binary PGM or PPM: three numbers, one character, then bytes.</summary>
    private static TextImage ReadPortableMap(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var (at, fields) = (0, new List<string>());
        while (fields.Count < 4)
        {
            var end = bytes.AsSpan(at).IndexOfAny(" \n"u8) + at;
            fields.Add(Encoding.ASCII.GetString(bytes[at..end]));
            at = end + 1;
        }

        return new(
            int.Parse(fields[1], CultureInfo.InvariantCulture), int.Parse(fields[2], CultureInfo.InvariantCulture),
            fields[0] == "P6" ? 3 : 1, bytes[at..]);
    }
}

/// <summary>The description of a set.</summary>
internal sealed record TextSetDescription(int Seed, int PublicFiles, DrawnImage[] Images);

/// <summary>A drawn image.</summary>
/// <param name="File">The name of its file.</param>
/// <param name="Part"><c>text</c>, <c>clean</c>, or <c>hard</c>: letters that are tiny, faint or blurred.</param>
/// <param name="Background">The kind of its background.</param>
/// <param name="Quality">The quality of its JPEG compression; null if it was not compressed.</param>
/// <param name="Lines">Its lines of text.</param>
internal sealed record DrawnImage(string File, string Part, string Background, int? Quality, DrawnLine[] Lines);

/// <summary>A line of text.</summary>
internal sealed record DrawnLine(
    int Line, string Text, bool Identifies, string Kind, string Font, int Size, int Contrast, bool Vertical);
