// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Values;

/// <summary>Objects that stay valid: a validator finds no error that the source did not have.</summary>
internal sealed class ValidatedObjectTests
{
    private static readonly string[] Requests =
    [
        """{"Conformant":true}""",
        """{"Conformant":true,"DicomVersion":"2017c"}""",
        """{"Conformant":true,"DicomVersion":"2021b"}""",
        """{"Options":[]}""",
        """{"DicomVersion":"2024e"}""",
        """{"DicomVersion":"2024e","KeepPrivateTags":true}""",
        """{"Options":[],"Replace":{"PatientName":"A","PatientID":"B","StudyDescription":"C","""
            + "\"PatientBirthDate\":\"19000101\"},\"Force\":true}",
        """{"Options":["RetainLongitudinalFullDates"]}""",
        """{"Options":["RetainLongitudinalModifiedDates"]}""",
        """{"Options":["RetainUIDs"]}""",
        """{"Options":["CleanDescriptors","CleanStructuredContent","CleanGraphics","RetainPatientCharacteristics"]}""",
        """{"Pseudonyms":true,"Options":["RetainSafePrivate","RetainUIDs","RetainDeviceIdentity","""
            + "\"RetainInstitutionIdentity\",\"RetainPatientCharacteristics\",\"RetainLongitudinalModifiedDates\","
            + "\"CleanDescriptors\",\"CleanStructuredContent\",\"CleanGraphics\"]}",
    ];

    /// <summary>The errors of the source files, which are the same for all requests.</summary>
    private static readonly ConcurrentDictionary<string, HashSet<string>> Before = [];

    [TestCaseSource(nameof(Requests))]
    public void Objects_have_no_error_that_they_did_not_have(string request)
    {
        Dciodvfy.SkipUnlessHere();
        var plan = PlanOf(request);
        var faults = new List<string>();
        var files = 0;
        foreach (var (name, bytes) in SharedData.Objects())
        {
            if (NewErrors(plan, name, bytes) is { } errors)
            {
                files++;
                faults.AddRange(errors.Select(error => $"{name}: {error}"));
            }
        }

        TestContext.Progress.WriteLine($"{request}: {files} files, {faults.Count} new errors of dciodvfy");
        Assert.That(faults, Is.Empty);
    }

    /// <summary>
    /// Anonymizes each file with the newest profile alone, and with three of its ten options, so that the test stays quick.
    /// If there are too few files for all options, each gets more of them.
    /// </summary>
    [Test]
    public void Objects_have_no_new_error_with_any_option()
    {
        Dciodvfy.SkipUnlessHere();
        string[] options = [.. DeidentificationCode.Options.Order().Select(option => option.ToString())];
        var alone = PlanOf("""{"DicomVersion":"2024e"}""");
        var plans = options.Select(option => PlanOf($$"""{"DicomVersion":"2024e","Options":["{{option}}"]}""")).ToArray();
        var faults = new List<string>();
        var first = 0;
        var files = SharedData.Objects().ToList();
        Assert.That(files, Is.Not.Empty);
        var perFile = Math.Max(3, (options.Length + files.Count - 1) / files.Count);
        foreach (var (name, bytes) in files)
        {
            faults.AddRange((NewErrors(alone, name, bytes) ?? []).Select(error => $"{name}: {error}"));
            for (var i = first; i < first + perFile; i++)
            {
                faults.AddRange((NewErrors(plans[i % options.Length], name, bytes) ?? [])
                    .Select(error => $"{options[i % options.Length]}: {name}: {error}"));
            }

            first += perFile;
        }

        Assert.That(first, Is.GreaterThanOrEqualTo(options.Length));
        Assert.That(faults, Is.Empty);
    }

    private static ModificationPlan PlanOf(string request) => ModificationPlan.For(
        TestHost.Request(request, Operation.Anonymize, PseudonymTests.Settings(PseudonymTests.Key('a'))));

    /// <summary>Errors that dciodvfy finds only in the new file; null if there is no new file.</summary>
    private static IEnumerable<string>? NewErrors(ModificationPlan plan, string name, byte[] bytes)
    {
        if (Anonymized(plan, bytes) is not { } anonymized)
        {
            return null;
        }

        var before = Before.GetOrAdd(name, _ => Dciodvfy.Errors(bytes));
        return Dciodvfy.Errors(anonymized).Where(error => !before.Contains(error));
    }

    private static byte[]? Anonymized(ModificationPlan plan, byte[] bytes)
    {
        try
        {
            using var file = DicomFile.Parse(bytes);
            if (!file.Dataset.Contains(DicomTag.SOPClassUID))
            {
                // It has no SOP class, so there is no definition to check.
                return null;
            }

            plan.Apply(file, TestHost.Identifiers());
            using var written = file.Write(new Implementation("1.2.3.4", "TEST"));
            return written.AsSpan().ToArray();
        }
        catch (Exception fault) when (fault is DicomFormatException or RequestException)
        {
            // Not DICOM, or text that cannot be cleaned.
            return null;
        }
    }
}
