// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Pseudonyms;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Conformance;

/// <summary>
/// How anonymization affects the validity of every file of the corpus: the errors that dciodvfy finds in the new file but
/// not in the old one, for the plugin and, for comparison, the built-in. Prints the table of docs/valid-objects.md.
/// </summary>
internal sealed class NewErrorTests
{
    private const string Plain = "{}";

    /// <summary>Requests that leave objects valid.</summary>
    private static readonly string[] Conformant =
    [
        """{"Conformant": true}""",
        """{"Conformant": true, "DicomVersion": "2017c"}""",
        """{"Conformant": true, "DicomVersion": "2021b"}""",
        """{"DicomVersion": "2024e"}""",
        """{"DicomVersion": "2024e", "KeepPrivateTags": true}""",
        """{"Options": []}""",
        """{"Options": [], "Replace": {"PatientName": "A", "PatientID": "B", "StudyID": "C"}, "Force": true}""",
        """{"Options": ["RetainUIDs"]}""",
        """{"Options": ["RetainLongitudinalFullDates"]}""",
        """{"Options": ["RetainLongitudinalModifiedDates"]}""",
        """{"Options": ["CleanDescriptors", "CleanStructuredContent", "CleanGraphics"]}""",
        """
        {"Pseudonyms": true, "Options": ["RetainSafePrivate", "RetainUIDs", "RetainDeviceIdentity",
        "RetainInstitutionIdentity", "RetainPatientCharacteristics", "RetainLongitudinalModifiedDates",
        "CleanDescriptors", "CleanStructuredContent", "CleanGraphics"]}
        """,
    ];

    private readonly Dictionary<string, HashSet<string>> _before = [];

    [Test]
    public async Task Objects_have_no_error_that_they_did_not_have()
    {
        Dciodvfy.SkipUnlessHere();
        var version = OrthancVersion.Find(OrthancVersion.Reference);
        OrthancHost.SkipUnlessHere(version);
        using var key = new KeyFile("0123456789abcdef0123456789abcdef");
        var configuration = key.Configuration;
        configuration["OverwriteInstances"] = true;
        using var plugin = await OrthancHost.Start(version, [ProjectFiles.Plugin], configuration);
        using var builtIn = await OrthancHost.Start(version, [], new JsonObject { ["OverwriteInstances"] = true });
        var table = new StringBuilder("| who | request | files | with new errors | new errors |\n")
            .Append("|---|---|---|---|---|\n");
        var ofBuiltIn = await NewErrors(builtIn, Plain);
        Append(table, "Orthanc 1.13.0", Plain, ofBuiltIn);
        Append(table, "plugin", Plain, await NewErrors(plugin, Plain));
        var faults = new List<string>();
        foreach (var request in Conformant)
        {
            var errors = await NewErrors(plugin, request);
            Append(table, "plugin", request, errors);
            faults.AddRange(errors.SelectMany(file => file.Value.Select(error => $"{request}: {file.Key}: {error}")));
        }

        await TestContext.Progress.WriteLineAsync(table.ToString());
        using var all = Assert.EnterMultipleScope();
        Assert.That(faults, Is.Empty);
        Assert.That(Dciodvfy.Errors(SampleFile.Make()), Is.Not.Empty, "dciodvfy sees what is wrong");
    }

    /// <summary>For each file that is stored and anonymized, the errors that only the new file has.</summary>
    private async Task<SortedDictionary<string, string[]>> NewErrors(OrthancHost host, string request)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (name, file) in SharedData.Objects())
        {
            var (instance, _) = await host.TryStore(file);
            if (instance is null || !IsOfClass(file))
            {
                continue;
            }

            var answer = await host.Ask(instance, "anonymize", request);
            if (answer.Status != 200)
            {
                await TestContext.Progress.WriteLineAsync($"{request}: {name}: {answer}");
                continue;
            }

            if (!_before.TryGetValue(name, out var before))
            {
                _before[name] = before = Dciodvfy.Errors(file);
            }

            errors[name] = [.. Dciodvfy.Errors(answer.Body).Where(error => !before.Contains(error))];
        }

        return errors;
    }

    /// <summary>Whether a file names an object definition to check it against.</summary>
    private static bool IsOfClass(byte[] bytes)
    {
        using var file = DicomFile.Parse(bytes);
        return file.Dataset.Contains(DicomTag.SOPClassUID);
    }

    private static void Append(
        StringBuilder table, string who, string request, SortedDictionary<string, string[]> errors) => table.Append(
        CultureInfo.InvariantCulture,
        $"| {who} | `{request.Trim().ReplaceLineEndings(" ")}` | {errors.Count} "
        + $"| {errors.Count(file => file.Value.Length > 0)} | {errors.Sum(file => file.Value.Length)} |\n");
}
