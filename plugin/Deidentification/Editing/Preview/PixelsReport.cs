// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;

namespace OrthancDeid.Deidentification.Editing.Preview;

/// <summary>What a dry run reports about pixels: boxes, and why they are masked.</summary>
internal sealed class PixelsReport
{
    private readonly Lock _lock = new();
    private readonly Dictionary<PreviewedMask, int> _masks = [];
    private readonly SortedDictionary<string, int> _encodings = new(StringComparer.Ordinal);

    /// <summary>Writes the members of one instance; nothing if its pixels stay as they are.</summary>
    public static void Write(Utf8JsonWriter json, EditPreview preview)
    {
        if (preview.Pixels is not { } pixels)
        {
            return;
        }

        json.WriteStartArray("Pixels");
        foreach (var mask in pixels.Masks)
        {
            json.WriteStartObject();
            mask.WriteMembers(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("PixelsEncoding", pixels.Encoding.ToString());
    }

    /// <summary>Adds an instance to the sum. Thread-safe.</summary>
    public void Add(EditPreview preview)
    {
        if (preview.Pixels is not { } pixels)
        {
            return;
        }

        lock (_lock)
        {
            // Scores differ from instance to instance, but the boxes of one device do not.
            foreach (var mask in pixels.Masks.Select(mask => mask with { Score = null }))
            {
                _masks[mask] = _masks.GetValueOrDefault(mask) + 1;
            }

            var encoding = pixels.Encoding.ToString();
            _encodings[encoding] = _encodings.GetValueOrDefault(encoding) + 1;
        }
    }

    /// <summary>Writes the sum over all instances; nothing if all pixels stay as they are.</summary>
    public void WriteSum(Utf8JsonWriter json)
    {
        lock (_lock)
        {
            if (_encodings.Count == 0)
            {
                return;
            }

            json.WriteStartArray("Pixels");
            foreach (var (mask, count) in _masks.OrderBy(one => one.Key.First).ThenBy(one => one.Key.Top).ThenBy(one => one.Key.Left)
                .ThenBy(one => one.Key.Bottom).ThenBy(one => one.Key.Right).ThenBy(one => one.Key.By, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteNumber("Count", count);
                mask.WriteMembers(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("PixelsEncoding");
            foreach (var (encoding, count) in _encodings)
            {
                json.WriteNumber(encoding, count);
            }

            json.WriteEndObject();
        }
    }
}
