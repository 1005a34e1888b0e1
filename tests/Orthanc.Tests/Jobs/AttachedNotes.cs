// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs;

/// <summary>What users attach to resources: a label, metadata and an attachment, each of which names the resource.</summary>
internal static class AttachedNotes
{
    private const string Metadata = "metadata/1999";
    private const string Attachment = "attachments/5000";

    // Not text: the value must be restored byte for byte.
    private static readonly byte[] NoText = [0xFF, 0, 0xFE, 13, 10];

    /// <summary>Whether a host supports labels.</summary>
    public static bool HasLabels(this OrthancHost host) =>
        host.Version.IsAtLeast("1.12.0");

    /// <summary>Attaches all of them to some resources.</summary>
    /// <param name="host">The host.</param>
    /// <param name="paths">The paths of the resources.</param>
    /// <param name="size">The number of additional bytes in each attachment.</param>
    public static async Task Annotate(this OrthancHost host, IEnumerable<string> paths, int size = 0)
    {
        foreach (var path in paths)
        {
            await Put(host, $"{path}/{Metadata}", Encoding.UTF8.GetBytes($"on {path}"));
            await Put(host, $"{path}/{Attachment}", [.. NoText, .. Encoding.UTF8.GetBytes(path), .. new byte[size]]);
            if (host.HasLabels())
            {
                await Put(host, $"{path}/labels/{Label(path)}", []);
            }
        }
    }

    /// <summary>What is missing of what <see cref="Annotate"/> attached to some resources.</summary>
    public static async Task<IReadOnlyList<string>> Missing(
        this OrthancHost host, IEnumerable<string> paths, int size = 0)
    {
        var missing = new List<string>();
        foreach (var path in paths)
        {
            if (await host.Metadata(path, "1999") != $"on {path}")
            {
                missing.Add($"{path}/{Metadata}");
            }

            var attachment = await host.Get($"{path}/{Attachment}/data");
            if (attachment.Status != 200
                || !attachment.Body.AsSpan().SequenceEqual([.. NoText, .. Encoding.UTF8.GetBytes(path), .. new byte[size]]))
            {
                missing.Add($"{path}/{Attachment}");
            }

            if (host.HasLabels() && !(await host.Get($"{path}/labels")).Json().Strings().Contains(Label(path)))
            {
                missing.Add($"{path}/labels");
            }
        }

        return missing;
    }

    /// <summary>The paths of an instance, its series, study and patient, from the answer to storing it.</summary>
    public static IReadOnlyList<string> Lineage(Answer stored) =>
    [
        $"/instances/{Member(stored, "ID")}", $"/series/{Member(stored, "ParentSeries")}",
        $"/studies/{Member(stored, "ParentStudy")}", $"/patients/{Member(stored, "ParentPatient")}",
    ];

    private static string Member(Answer stored, string name) => stored.Json().GetProperty(name).GetString()!;

    private static string Label(string path) => path[1..].Replace('/', '-');

    private static async Task Put(OrthancHost host, string path, byte[] body)
    {
        var answer = await host.Send(HttpMethod.Put, path, body);
        Assert.That(answer.Status, Is.EqualTo(200), () => $"{path}: {answer}");
    }
}
