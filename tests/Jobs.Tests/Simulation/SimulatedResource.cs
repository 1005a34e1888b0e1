// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>A resource in the index of the simulated host.</summary>
internal sealed class SimulatedResource
{
    public required ResourceLevel Level { get; init; }

    public required string Id { get; init; }

    public required SimulatedResource? Parent { get; init; }

    /// <summary>The main tags, from the first instance that was stored.</summary>
    public Dictionary<string, (string Keyword, string Value)> Tags { get; set; } = [];

    public List<SimulatedResource> Children { get; } = [];

    public List<string> Labels { get; } = [];

    public Dictionary<string, (byte[] Value, int Revision)> Metadata { get; } = [];

    public Dictionary<string, byte[]> Attachments { get; } = [];

    /// <summary>The file of an instance.</summary>
    public byte[] File { get; set; } = [];

    /// <summary>The name of the file in the storage.</summary>
    public Guid FileName { get; set; }

    public string Text(string tag) => Tags.TryGetValue(tag, out var found) ? found.Value : string.Empty;

    public SimulatedResource Above(ResourceLevel level)
    {
        var one = this;
        while (one.Level != level)
        {
            one = one.Parent!;
        }

        return one;
    }
}
