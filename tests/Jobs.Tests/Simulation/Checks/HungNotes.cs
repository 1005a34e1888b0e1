// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;

namespace OrthancDeid.Jobs.Tests.Simulation.Checks;

/// <summary>What hangs on a resource of the simulated host.</summary>
internal sealed record HungNotes(
    ResourceLevel Level, HashSet<string> Labels, Dictionary<string, byte[]> Metadata, Dictionary<string, byte[]> Attachments)
{
    /// <summary>Those of a resource.</summary>
    public static HungNotes Of(SimulatedResource one) => new(
        one.Level, [.. one.Labels], one.Metadata.ToDictionary(entry => entry.Key, entry => entry.Value.Value),
        new(one.Attachments));

    /// <summary>Whether others have all that these have.</summary>
    public bool IsIn(HungNotes other) =>
        Labels.IsSubsetOf(other.Labels) && AreIn(Metadata, other.Metadata) && AreIn(Attachments, other.Attachments);

    private static bool AreIn(Dictionary<string, byte[]> these, Dictionary<string, byte[]> others) =>
        these.All(entry => others.TryGetValue(entry.Key, out var value) && value.AsSpan().SequenceEqual(entry.Value));
}
