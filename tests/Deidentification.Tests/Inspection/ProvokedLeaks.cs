// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Inspection;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Inspection;

/// <summary>Simulates an anonymization that forgets something, and reports whether the check finds it.</summary>
internal static class ProvokedLeaks
{
    /// <summary>A request whose result is searched.</summary>
    public const string Verified = """{"Verify":true}""";

    private static readonly DicomTag ReferencedSeries = new(0x0008, 0x1115);
    private static readonly DicomTag Manufacturer = new(0x0008, 0x0070);

    /// <summary>A file that identifies the patient and others in several elements.</summary>
    public static DicomFile Source()
    {
        var file = Sample.Create();
        file.Dataset
            .With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 100")
            .With(DicomTag.PatientName, DicomVR.PN, "D\u00f6ring^Johannes")
            .With(DicomTag.PatientID, DicomVR.LO, "PID-4711-08")
            .With(Tags.PatientBirthDate, DicomVR.DA, "19500201")
            .With(new(0x0008, 0x0050), DicomVR.SH, "A7700177")
            .With(new(0x0008, 0x0080), DicomVR.LO, "General Hospital of Springfield")
            .With(new(0x0008, 0x1050), DicomVR.PN, "Meierhans^Eva^^Dr")
            .With(new(0x0010, 0x1040), DicomVR.LO, "12 Long Street, Springfield")
            .With(new(0x0010, 0x2154), DicomVR.SH, "+41 44 555 12 34")
            .With(Manufacturer, DicomVR.LO, "SIEMENS")
            .With(DicomTag.StudyInstanceUID, DicomVR.UI, "1.2.3.4.5.67.89");
        file.Dataset.Item(new(0x0040, 0xA073)).With(new(0x0040, 0xA075), DicomVR.PN, "DOERING^JOHANNES");
        return file;
    }

    /// <summary>The path of the leak that is found if the anonymization forgets an element; null if none is found.</summary>
    public static string? Places(DicomTag tag, DicomVR vr, string value, string request = Verified, bool nested = false)
    {
        using var source = Source();
        var plan = TestHost.Plan(request, Operation.Anonymize);
        var check = LeakCheck.For(plan, source)!;
        using var anonymized = TestHost.Apply(source, plan);
        var dataset = anonymized.Dataset;
        if (nested)
        {
            dataset.Item(ReferencedSeries);
            dataset = dataset.Item(ReferencedSeries);
        }

        dataset.With(tag, vr, value);
        var fault = Run(check, anonymized);
        Assert.That(fault, Is.Null.Or.Not.Contain(value));
        return fault?.Split('(', ')')[1];
    }

    /// <summary>The leak that is found if something is written to the file after its anonymization; null if none is
    /// found.</summary>
    public static string? Leak(Action<DicomDataset> fill, Action<DicomDataset> forget, string request = Verified)
    {
        using var source = Source();
        source.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 192");
        fill(source.Dataset);
        var plan = TestHost.Plan(request, Operation.Anonymize);
        var check = LeakCheck.For(plan, source)!;
        using var anonymized = TestHost.Apply(source, plan);
        anonymized.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 192");
        forget(anonymized.Dataset);
        return Run(check, anonymized);
    }

    /// <summary>The leak that the check reports; null if it finds none.</summary>
    public static string? Run(LeakCheck check, DicomFile file, IdentifierMap? identifiers = null)
    {
        try
        {
            check.Run(file.Write(new Implementation("1.2.3.4", "TEST")), identifiers);
            return null;
        }
        catch (RequestException fault)
        {
            return fault.Message;
        }
    }
}
