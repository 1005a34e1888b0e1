// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Inspection;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests;

/// <summary>Requests as a host would pass them on.</summary>
internal static class TestHost
{
    public static HostSettings Settings { get; } = new()
    {
        SoftwareName = "Orthanc 1.13.0",
        Dictionary = ElementDictionary.Standard.With(
        [
            new HostEntry(new DicomTag(0x0009, 0x1001), "ACME", "AcmeText", DicomVR.LO),
            new HostEntry(new DicomTag(0x0009, 0x1002), "ACME", "AcmeNumber", DicomVR.US),
            new HostEntry(new DicomTag(0x0012, 0x9999), null, "HostText", DicomVR.LO),
        ]),
    };

    /// <summary>Identifiers of a job whose new patient is called Anonymized1.</summary>
    public static IdentifierMap Identifiers() => new(() => "Anonymized1");

    public static ModificationRequest Request(string json, Operation operation, HostSettings? settings = null) =>
        ModificationRequest.Parse(RequestBody.Parse(Encoding.UTF8.GetBytes(json)), operation, settings ?? Settings);

    public static ModificationPlan Plan(string json, Operation operation, ResourceLevel? level = null) =>
        ModificationPlan.For(Request(json, operation), level);

    /// <summary>The file after an anonymization, written and read again.</summary>
    public static DicomFile Anonymize(DicomFile file, string json = "{}", IdentifierMap? identifiers = null) =>
        Apply(file, Plan(json, Operation.Anonymize), identifiers);

    /// <summary>The file after a modification, written and read again.</summary>
    public static DicomFile Modify(DicomFile file, string json, ResourceLevel? level = null,
        IdentifierMap? identifiers = null) =>
        Apply(file, Plan(json, Operation.Modify, level), identifiers);

    /// <summary>A file without the element, after a modification that sets it.</summary>
    /// <param name="tag">The tag or keyword.</param>
    /// <param name="json">The value.</param>
    public static DicomFile Replaced(string tag, string json)
    {
        using var file = Sample.Create();
        return Modify(file, $"{{\"Replace\":{{\"{tag}\":{json}}}}}");
    }

    public static DicomFile Apply(DicomFile file, ModificationPlan plan, IdentifierMap? identifiers = null)
    {
        plan.Apply(file, identifiers ?? Identifiers());
        return Reread(file);
    }

    /// <summary>Makes the new file as the plugin does, which reads the identity once for the edit and the check.</summary>
    /// <param name="file">The source file.</param>
    /// <param name="plan">The plan to apply.</param>
    /// <param name="identifiers">The identifiers, which the check gets, too; null for new ones, which it does not
    /// get.</param>
    /// <exception cref="RequestException">The file is refused.</exception>
    public static NativeBuffer Make(DicomFile file, ModificationPlan plan, IdentifierMap? identifiers = null)
    {
        var check = LeakCheck.For(plan, file);
        plan.Apply(
            file,
            identifiers ?? new IdentifierMap(plan.Request.PseudonymKey ?? IdentifierKey.Create(), () => "Anonymized1"),
            identity: check?.Identity);
        var made = file.Write(new Implementation("1.2.3.4", "TEST"));
        check?.Run(made, identifiers);
        return made;
    }

    /// <summary>The fault of a request that fails before a file is needed.</summary>
    public static RequestException Fault(string json, Operation operation = Operation.Modify) =>
        Assert.Throws<RequestException>(() => Plan(json, operation))!;

    public static DicomFile Reread(DicomFile file) =>
        DicomFile.Parse(file.Write(new Implementation("1.2.3.4", "TEST")));
}
