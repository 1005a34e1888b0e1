// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Requests;

namespace OrthancDeid.Jobs.Tests.Simulation.Checks;

/// <summary>The labels, the metadata and the attachments of a resource of the simulated host.</summary>
internal sealed record HungNotes(
    ResourceLevel Level, HashSet<string> Labels, Dictionary<string, byte[]> Metadata, Dictionary<string, byte[]> Attachments)
{
    /// <summary>The notes of a resource.</summary>
    public static HungNotes Of(SimulatedResource one) => new(
        one.Level, [.. one.Labels], one.Metadata.ToDictionary(entry => entry.Key, entry => entry.Value.Value),
        new(one.Attachments));

    /// <summary>Attaches something to a resource, and remembers it.</summary>
    public void Attach(SimulatedResource resource, string name, AnnotationKind kind)
    {
        var content = Encoding.UTF8.GetBytes($"{name} of {resource.Id}");
        switch (kind)
        {
            case AnnotationKind.Label:
                resource.Labels.Add(name);
                Labels.Add(name);
                break;
            case AnnotationKind.Metadata:
                resource.Metadata["1040"] = (content, resource.Metadata.TryGetValue("1040", out var old) ? old.Revision + 1 : 0);
                Metadata["1040"] = content;
                break;
            case AnnotationKind.Attachment:
                resource.Attachments["1041"] = content;
                Attachments["1041"] = content;
                break;
        }
    }

    /// <summary>Whether others include all of these.</summary>
    public bool IsIn(HungNotes other) =>
        Labels.IsSubsetOf(other.Labels) && AreIn(Metadata, other.Metadata) && AreIn(Attachments, other.Attachments);

    private static bool AreIn(Dictionary<string, byte[]> these, Dictionary<string, byte[]> others) =>
        these.All(entry => others.TryGetValue(entry.Key, out var value) && value.AsSpan().SequenceEqual(entry.Value));
}
