// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Inspection;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests;

/// <summary>The example of plugin/Deidentification/README.md, word for word.</summary>
internal static class ReadmeExample
{
    public static void Run(string from, string to)
    {
        // What is to be done. A fault in it is an exception that names it.
        var host = new HostSettings { SoftwareName = "Example" };
        var body = RequestBody.Read(
            """{"DicomVersion": "2024e", "Options": ["CleanDescriptors"], "Verify": true}"""u8.ToArray(),
            Operation.Anonymize, host);
        var plan = ModificationPlan.For(ModificationRequest.Parse(body, Operation.Anonymize, host));

        // With one map for all files of a patient, what belonged together does so afterwards.
        var identifiers = new IdentifierMap(() => "Anonymized1");
        foreach (var path in Directory.EnumerateFiles(from))
        {
            using var file = DicomFile.Parse(File.ReadAllBytes(path), host.Reading);
            var check = LeakCheck.For(plan, file);
            plan.Apply(file, identifiers, identity: check?.Identity);
            using var written = file.Write(new Implementation("1.2.3.4", "EXAMPLE"));

            // An exception, if something that says who somebody is has stayed.
            check?.Run(written, identifiers);
            File.WriteAllBytes(Path.Combine(to, Path.GetFileName(path)), written.AsSpan());
        }
    }
}
