// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;

namespace OrthancDeid.Orthanc.Tests.Kept;

/// <summary>The facts of a kept state, which must be true when all of its jobs have ended.</summary>
internal sealed record KeptFacts
{
    private const string Name = "facts.json";

    private static readonly JsonSerializerOptions Style = new() { WriteIndented = true };

    /// <summary>The version of the plugin that produced the state.</summary>
    public required string Plugin { get; init; }

    /// <summary>The job during which Orthanc was killed.</summary>
    public required string Job { get; init; }

    /// <summary>The state in which that job ends.</summary>
    public required string End { get; init; }

    /// <summary>Jobs that were paused or had not begun.</summary>
    public required IReadOnlyList<string> Waiting { get; init; }

    /// <summary>The study that the job processed.</summary>
    public required string Source { get; init; }

    /// <summary>Whether that study still exists in the end.</summary>
    public required bool KeepsSource { get; init; }

    /// <summary>How often each InstanceNumber occurs in the end. Each image has its own, which no job changes.</summary>
    public required IReadOnlyDictionary<string, int> Numbers { get; init; }

    /// <summary>The InstanceNumber of an image whose file was lost; null for none.</summary>
    public string? Lost { get; init; }

    /// <summary>A study that was anonymized with a pseudonym before, with <see cref="Request"/>.</summary>
    public required string Pseudonymized { get; init; }

    /// <summary>The request.</summary>
    public required string Request { get; init; }

    /// <summary>Orthanc's identifier of the patient with the pseudonym.</summary>
    public required string Pseudonym { get; init; }

    /// <summary>The new instances of that study.</summary>
    public required IReadOnlyList<string> Made { get; init; }

    /// <summary>The path of that job's sealed mapping.</summary>
    public required string Mapping { get; init; }

    /// <summary>The content of the mapping.</summary>
    public required string Opened { get; init; }

    /// <summary>Resources that have labels, metadata and attachments.</summary>
    public required IReadOnlyList<string> Annotated { get; init; }

    /// <summary>Reads the facts from a folder.</summary>
    public static KeptFacts Read(string folder) =>
        JsonSerializer.Deserialize<KeptFacts>(File.ReadAllText(Path.Combine(folder, Name)))!;

    /// <summary>Writes the facts into a folder.</summary>
    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, Name), JsonSerializer.Serialize(this, Style));
}
