// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;

namespace OrthancDeid.Orthanc.Tests.Kept;

/// <summary>What is true of a kept state, and has to be true when all of its jobs have ended.</summary>
internal sealed record KeptFacts
{
    private const string Name = "facts.json";

    private static readonly JsonSerializerOptions Style = new() { WriteIndented = true };

    /// <summary>The version of the plugin that has made the state.</summary>
    public required string Plugin { get; init; }

    /// <summary>The job in whose middle Orthanc was killed.</summary>
    public required string Job { get; init; }

    /// <summary>How that job ends.</summary>
    public required string End { get; init; }

    /// <summary>Jobs that were paused, or had not begun.</summary>
    public required IReadOnlyList<string> Waiting { get; init; }

    /// <summary>The study that the job was about.</summary>
    public required string Source { get; init; }

    /// <summary>Whether that study is there in the end.</summary>
    public required bool KeepsSource { get; init; }

    /// <summary>How often each InstanceNumber is there in the end: each image has one of its own, which no job changes.</summary>
    public required IReadOnlyDictionary<string, int> Numbers { get; init; }

    /// <summary>The InstanceNumber of an image whose file was lost; null for none.</summary>
    public string? Lost { get; init; }

    /// <summary>A study that was anonymized with a pseudonym before, by <see cref="Request"/>.</summary>
    public required string Pseudonymized { get; init; }

    /// <summary>The request.</summary>
    public required string Request { get; init; }

    /// <summary>Orthanc's identifier of the patient who has the pseudonym.</summary>
    public required string Pseudonym { get; init; }

    /// <summary>The instances that were made of it.</summary>
    public required IReadOnlyList<string> Made { get; init; }

    /// <summary>Where the sealed mapping of that job is.</summary>
    public required string Mapping { get; init; }

    /// <summary>What is in it.</summary>
    public required string Opened { get; init; }

    /// <summary>Resources that labels, metadata and attachments hang on.</summary>
    public required IReadOnlyList<string> Annotated { get; init; }

    /// <summary>Reads it in a folder.</summary>
    public static KeptFacts Read(string folder) =>
        JsonSerializer.Deserialize<KeptFacts>(File.ReadAllText(Path.Combine(folder, Name)))!;

    /// <summary>Writes it into a folder.</summary>
    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, Name), JsonSerializer.Serialize(this, Style));
}
