// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Json;
using OrthancDeid.Dicom;

namespace OrthancDeid.Tests;

/// <summary>A host that a script can run on: a real Orthanc, or the simulated one.</summary>
internal interface IScriptedHost
{
    /// <summary>Calls the REST API; the call has to succeed.</summary>
    /// <param name="method">GET, PUT, POST or DELETE.</param>
    /// <param name="path">The path.</param>
    /// <param name="body">The body; empty for none.</param>
    /// <returns>The body of the answer.</returns>
    Task<byte[]> Call(string method, string path, byte[] body);

    /// <summary>Runs a job on a study, and waits for its end.</summary>
    /// <param name="study">Orthanc's identifier of the study.</param>
    /// <param name="operation"><c>anonymize</c> or <c>modify</c>.</param>
    /// <param name="body">The members of the request.</param>
    /// <param name="keepsSource">Whether the source instances are kept.</param>
    /// <returns>The state, and the counts of instances and of those that failed.</returns>
    Task<string> Run(string study, string operation, string body, bool keepsSource);
}

/// <summary>
/// Sends the same requests to a real and to the simulated host, and compares what both hold afterwards. The simulated host
/// thus behaves as a real one wherever jobs rely on it.
/// </summary>
internal sealed class HostScript(IScriptedHost host)
{
    /// <summary>What the host holds after each part, as <see cref="Run"/> reports it.</summary>
    public const string Expected = """
        stored: Success
        stored: Success
        stored: Success
        # stored and annotated
        1: 1.2.3.1.1.1 [one, a note, an attachment], series 1.2.3.1.1 [two, a note, an attachment], study 1.2.3.1 STUDY 1 [three, a note, an attachment], patient PID1
        2: 1.2.3.1.2.2, series 1.2.3.1.2, study 1.2.3.1 STUDY 1 [three, a note, an attachment], patient PID1
        3: 1.2.3.2.1.3, series 1.2.3.2.1, study 1.2.3.2 STUDY 2, patient PID2
        stored: Success
        # overwritten: what hung on the instance and its series is gone
        1: 1.2.3.1.1.1, series 1.2.3.1.1, study 1.2.3.1 STUDY 1 [three, a note, an attachment], patient PID1
        2: 1.2.3.1.2.2, series 1.2.3.1.2, study 1.2.3.1 STUDY 1 [three, a note, an attachment], patient PID1
        3: 1.2.3.2.1.3, series 1.2.3.2.1, study 1.2.3.2 STUDY 2, patient PID2
        # deleted: its study and patient are gone, too
        1: 1.2.3.1.1.1, series 1.2.3.1.1, study 1.2.3.1 STUDY 1 [three, a note, an attachment], patient PID1
        2: 1.2.3.1.2.2, series 1.2.3.1.2, study 1.2.3.1 STUDY 1 [three, a note, an attachment], patient PID1
        # modify: Success 2 0
        1: 1.2.3.1.1.1 [ModifiedFrom], series 1.2.3.1.1 [two, a note], study 1.2.3.1 NEW [three, a note, an attachment], patient PID1
        2: 1.2.3.1.2.2 [ModifiedFrom], series 1.2.3.1.2, study 1.2.3.1 NEW [three, a note, an attachment], patient PID1
        # anonymize: Success 2 0
        1: new [AnonymizedFrom], series new [two, AnonymizedFrom], study new NEW [three, AnonymizedFrom], patient new [AnonymizedFrom]
        2: new [AnonymizedFrom], series new [AnonymizedFrom], study new NEW [three, AnonymizedFrom], patient new [AnonymizedFrom]
        """;

    private const string Note = "1030";
    private const string Attachment = "1031";

    private static readonly Implementation Implementation = new("1.2.3.4", "SIMULATION");

    private readonly StringBuilder _story = new();

    /// <summary>A small instance.</summary>
    /// <param name="number">Its number, which every copy has, too.</param>
    /// <param name="patient">The number of its patient.</param>
    /// <param name="study">The number of its study.</param>
    /// <param name="series">The number of its series in the study.</param>
    /// <param name="description">The description of the study.</param>
    public static byte[] Instance(int number, int patient, int study, int series, string description)
    {
        using var file = DicomFile.Create(TransferSyntax.ExplicitLittleEndian);
        Set(0x0008_0016, DicomVR.UI, "1.2.840.10008.5.1.4.1.1.7");
        Set(0x0008_0018, DicomVR.UI, $"1.2.3.{study}.{series}.{number}");
        Set(0x0008_0020, DicomVR.DA, "20200101");
        Set(0x0008_0060, DicomVR.CS, "OT");
        Set(0x0008_1030, DicomVR.LO, description);
        Set(0x0010_0010, DicomVR.PN, $"DOE^JOHN{patient}");
        Set(0x0010_0020, DicomVR.LO, $"PID{patient}");
        Set(0x0020_000D, DicomVR.UI, $"1.2.3.{study}");
        Set(0x0020_000E, DicomVR.UI, $"1.2.3.{study}.{series}");
        Set(0x0020_0013, DicomVR.IS, $"{number}");
        using var written = file.Write(Implementation);
        return written.AsSpan().ToArray();

        void Set(uint tag, DicomVR vr, string text) => file.Dataset.Set(
            new DicomTag(tag), vr, Encoding.ASCII.GetBytes(text.Length % 2 == 0 ? text : text + (vr == DicomVR.UI ? '\0' : ' ')));
    }

    /// <summary>Runs the script.</summary>
    /// <returns>What the host answers and holds after each part.</returns>
    public async Task<string> Run()
    {
        var first = await Store(Instance(1, 1, 1, 1, "STUDY 1"));
        await Store(Instance(2, 1, 1, 2, "STUDY 1"));
        var third = await Store(Instance(3, 2, 2, 1, "STUDY 2"));
        var series = await Parent("instances", first, "ParentSeries");
        var study = await Parent("series", series, "ParentStudy");
        foreach (var (path, label) in new[] { ($"/instances/{first}", "one"), ($"/series/{series}", "two"), ($"/studies/{study}", "three") })
        {
            await host.Call("PUT", $"{path}/labels/{label}", []);
            await host.Call("PUT", $"{path}/metadata/{Note}", "a note"u8.ToArray());
            await host.Call("PUT", $"{path}/attachments/{Attachment}", "an attachment"u8.ToArray());
        }

        await Tell("stored and annotated");
        await Store(Instance(1, 1, 1, 1, "STUDY 1"));
        await Tell("overwritten: what hung on the instance and its series is gone");
        await host.Call("DELETE", $"/instances/{third}", []);
        await Tell("deleted: its study and patient are gone, too");
        await host.Call("PUT", $"/series/{series}/labels/two", []);
        await host.Call("PUT", $"/series/{series}/metadata/{Note}", "a note"u8.ToArray());
        await Job(
            study, "modify", """
            "Replace": {"StudyDescription": "NEW"}, "Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"], "Force": true
            """, keepsSource: true);
        await Job(study, "anonymize", """ "KeepLabels": true, "Keep": ["StudyDescription"] """, keepsSource: false);
        return _story.ToString();
    }

    private async Task Job(string study, string operation, string body, bool keepsSource)
    {
        var end = await host.Run(study, operation, body, keepsSource);
        await Tell($"{operation}: {end}");
    }

    private async Task<string> Store(byte[] file)
    {
        var answer = await Json("POST", "/instances", file);
        _story.Append("stored: ").Append(answer.GetProperty("Status").GetString()).Append('\n');
        return answer.GetProperty("ID").GetString()!;
    }

    private async Task<string> Parent(string level, string id, string member) =>
        (await Json("GET", $"/{level}/{id}", [])).GetProperty(member).GetString()!;

    private async Task Tell(string title)
    {
        _story.Append("# ").Append(title).Append('\n');
        var lines = new List<string>();
        foreach (var patient in (await Json("GET", "/patients?expand&since=0&limit=100", [])).EnumerateArray())
        {
            var patientId = patient.GetProperty("ID").GetString()!;
            var patientLine = $"patient {Known(patient, "PatientID", "PID")}{await Attached("patients", patientId)}";
            foreach (var study in Children(patient, "Studies"))
            {
                var one = await Json("GET", $"/studies/{study}", []);
                var studyLine = $"study {Known(one, "StudyInstanceUID", "1.2.3")} {Known(one, "StudyDescription", string.Empty)}"
                    + await Attached("studies", study);
                foreach (var series in Children(one, "Series"))
                {
                    var two = await Json("GET", $"/series/{series}", []);
                    var seriesLine = $"series {Known(two, "SeriesInstanceUID", "1.2.3")}{await Attached("series", series)}";
                    foreach (var instance in Children(two, "Instances"))
                    {
                        var three = await Json("GET", $"/instances/{instance}", []);
                        lines.Add($"{Known(three, "InstanceNumber", string.Empty)}: {Known(three, "SOPInstanceUID", "1.2.3")}"
                            + $"{await Attached("instances", instance)}, {seriesLine}, {studyLine}, {patientLine}");
                    }
                }
            }
        }

        lines.Sort(StringComparer.Ordinal);
        lines.ForEach(line => _story.Append(line).Append('\n'));
    }

    private async Task<string> Attached(string level, string id)
    {
        var words = new List<string>();
        words.AddRange(Strings(await Json("GET", $"/{level}/{id}/labels", [])).Order(StringComparer.Ordinal));
        words.AddRange((await Json("GET", $"/{level}/{id}/metadata?expand", [])).EnumerateObject()
            .Where(one => one.Name is Note or "AnonymizedFrom" or "ModifiedFrom")
            .Select(one => one.Name == Note ? one.Value.GetString()! : one.Name).Order(StringComparer.Ordinal));
        foreach (var attachment in (await Json("GET", $"/{level}/{id}/attachments?full", [])).EnumerateObject())
        {
            if (attachment.Name == Attachment)
            {
                words.Add(Encoding.UTF8.GetString(await host.Call("GET", $"/{level}/{id}/attachments/{Attachment}/data", [])));
            }
        }

        return words.Count == 0 ? string.Empty : $" [{string.Join(", ", words)}]";
    }

    private async Task<JsonElement> Json(string method, string path, byte[] body)
    {
        using var document = JsonDocument.Parse(await host.Call(method, path, body));
        return document.RootElement.Clone();
    }

    /// <summary>The value of a tag if it begins as the script's values do. New values differ at each run.</summary>
    private static string Known(JsonElement resource, string keyword, string beginning)
    {
        var text = resource.GetProperty("MainDicomTags").TryGetProperty(keyword, out var value) ? value.GetString()! : "none";
        return text.StartsWith(beginning, StringComparison.Ordinal) ? text : "new";
    }

    private static IEnumerable<string> Children(JsonElement resource, string member) => Strings(resource.GetProperty(member));

    private static IEnumerable<string> Strings(JsonElement array) => array.EnumerateArray().Select(one => one.GetString()!);
}
