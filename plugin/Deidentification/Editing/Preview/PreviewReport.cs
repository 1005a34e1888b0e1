// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing.Preview;

/// <summary>
/// The report of a dry run for clients. It contains no value of an element, see <see cref="PublicNames"/>.
/// </summary>
public sealed class PreviewReport
{
    private readonly Lock _lock = new();

    // By the path, so that it reads like a data set; then by what became of the element.
    private readonly SortedDictionary<(string Path, ElementFate Fate, RuleReason Reason, string Creator, DicomVR VR,
        ConfidentialityOptions Options), Row> _rows = [];

    private sealed class Row(PreviewedElement element)
    {
        public PreviewedElement Element { get; } = element;

        public int Count { get; set; }
    }

    /// <summary>Adds the elements of an instance to the sum. Thread-safe.</summary>
    public void Add(EditPreview preview)
    {
        ArgumentNullException.ThrowIfNull(preview);
        lock (_lock)
        {
            foreach (var element in preview.Elements)
            {
                var key = ($"{element.Path.Pattern}{element.Tag}", element.Fate, element.Reason,
                    element.Creator ?? string.Empty, element.VR, element.Options);
                if (!_rows.TryGetValue(key, out var row))
                {
                    _rows.Add(key, row = new Row(element));
                }

                row.Count++;
            }
        }
    }

    /// <summary>Writes the sum over all instances, as an array.</summary>
    public void WriteSum(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartArray();
        lock (_lock)
        {
            foreach (var row in _rows.Values)
            {
                json.WriteStartObject();
                json.WriteNumber("Count", row.Count);
                Write(json, row.Element, row.Element.Path.Pattern);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the elements of one instance, as an array.</summary>
    public static void Write(Utf8JsonWriter json, EditPreview preview)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(preview);
        json.WriteStartArray();
        foreach (var element in preview.Elements)
        {
            json.WriteStartObject();
            Write(json, element, element.Path.Exact);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, PreviewedElement element, string path)
    {
        json.WriteString("Action", element.Fate.ToString());
        json.WriteString("Element", $"{path}{element.Tag}");
        if (ElementDictionary.KeywordOf(element.Tag) is { } keyword)
        {
            json.WriteString("Name", keyword);
        }

        if (element.Options != ConfidentialityOptions.None)
        {
            json.WriteStartArray("Options");
            foreach (var option in DeidentificationCode.Options.Where(option => element.Options.HasFlag(option)))
            {
                json.WriteStringValue(option.ToString());
            }

            json.WriteEndArray();
        }

        if (element.Creator is { } creator)
        {
            json.WriteString("PrivateCreator", creator);
        }
        else if (element.Tag.IsPrivateData)
        {
            // The tag of its creator, because the creator's text is a value of the file.
            json.WriteString("PrivateBlock", element.Tag.PrivateCreator.ToString());
        }

        if (element.Reason != RuleReason.None)
        {
            json.WriteString("Reason", element.Reason.ToString());
        }

        json.WriteString("VR", element.VR.Letters());
    }
}
