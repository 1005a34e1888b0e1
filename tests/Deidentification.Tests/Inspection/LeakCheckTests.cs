// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Inspection;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;
using static OrthancDeid.Deidentification.Tests.Inspection.ProvokedLeaks;

namespace OrthancDeid.Deidentification.Tests.Inspection;

/// <summary>The check finds what the new file still holds of the old one, and nothing else.</summary>
public class LeakCheckTests
{
    private static readonly DicomTag ReferencedSeries = new(0x0008, 0x1115);
    private static readonly DicomTag ProtocolName = new(0x0018, 0x1030);
    private static readonly DicomTag StationName = new(0x0008, 0x1010);
    private static readonly DicomTag Manufacturer = new(0x0008, 0x0070);
    private static readonly DicomTag LookupTable = new(0x0028, 0x3006);

    [Test]
    public void A_file_is_searched_if_asked_or_with_options()
    {
        Assert.That(TestHost.Request("{}", Operation.Anonymize).IsVerified, Is.False);
        Assert.That(TestHost.Request(Verified, Operation.Anonymize).IsVerified, Is.True);
        Assert.That(TestHost.Request("""{"Options":[]}""", Operation.Anonymize).IsVerified, Is.True);
        Assert.That(TestHost.Request("""{"Options":[],"Verify":false}""", Operation.Anonymize).IsVerified, Is.False);
        Assert.That(TestHost.Request("""{"DicomVersion":"2024e"}""", Operation.Anonymize).IsVerified, Is.False);
        Assert.That(TestHost.Request(Verified, Operation.Modify).IsVerified, Is.False);
        Assert.That(TestHost.Fault("""{"Verify":1}""", Operation.Anonymize).Fault, Is.EqualTo(RequestFault.BadFormat));
    }

    [TestCase("DOERING^JOHANNES")]
    [TestCase("Johannes Doering")]
    [TestCase("scan of mr doering")]
    [TestCase("DÖRING")]
    [TestCase("JDOERING")]
    [TestCase("xxDoering-Johannesxx")]
    [TestCase("PID-4711-08")]
    [TestCase("pid471108")]
    [TestCase("born 01.02.1950")]
    [TestCase("1 Feb 1950")]
    [TestCase("A7700177")]
    [TestCase("Dr. Meierhans")]
    [TestCase("12 Long Street, Springfield")]
    [TestCase("General Hospital of Springfield")]
    [TestCase("+41 44 555 12 34")]
    [TestCase("1.2.3.4.5.67.89")]
    public void A_text_that_says_who_it_was_is_found(string text)
    {
        Assert.That(Places(new DicomTag(0x0018, 0x1030), DicomVR.LO, text), Is.EqualTo("0018,1030"));
        Assert.That(Places(new DicomTag(0x0018, 0x1030), DicomVR.LO, text, nested: true), Is.EqualTo("0008,1115[1].0018,1030"));
    }

    [TestCase("ABDOMEN 4711")]
    [TestCase("does ring 1950")]
    [TestCase("Johanneskirche")]
    [TestCase("version 4711.08.1")]
    [TestCase("Street 12")]
    [TestCase("Hospital mode")]
    [TestCase("5551234567")]
    [TestCase("Siemens syngo")]
    [TestCase("1.2.3.4.5.66")]
    public void A_text_that_says_something_else_is_not(string text) =>
        Assert.That(Places(new DicomTag(0x0018, 0x1030), DicomVR.LO, text), Is.Null);

    [TestCase("xDOERINGx", true)]
    [TestCase("xdoeringx", true)]
    [TestCase("D\0O\0E\0R\0I\0N\0G\0", true)]
    [TestCase("D\u00d6RING", true)]
    [TestCase("DORING", false)]
    [TestCase("PID-4711-08", true)]
    [TestCase("PID-4711", false)]
    public void Bytes_without_a_meaning_are_searched(string bytes, bool isFound)
    {
        foreach (var length in (int[])[0, 65530, 65536, 200_001])
        {
            var place = Places(LookupTable, DicomVR.OW, new string('.', length) + bytes + (bytes.Length % 2 == 1 ? "." : ""));
            Assert.That(place, isFound ? Is.EqualTo("0028,3006") : Is.Null, $"{length}");
        }
    }

    [Test]
    public void Pixel_data_is_not_searched() =>
        Assert.That(Places(DicomTag.PixelData, DicomVR.OW, "DOERING^JOHANNES"), Is.Null);

    [Test]
    public void The_preamble_is_searched()
    {
        using var source = Source();
        var check = LeakCheck.For(TestHost.Plan(Verified, Operation.Anonymize), source)!;
        using var anonymized = TestHost.Anonymize(source);
        var bytes = anonymized.Write(new Implementation("1.2.3.4", "TEST")).AsSpan().ToArray();
        Assert.That(() => check.Run(NativeBuffer.CopyOf(bytes)), Throws.Nothing);
        "DOERING"u8.CopyTo(bytes.AsSpan(7));
        Assert.That(() => check.Run(NativeBuffer.CopyOf(bytes)), Throws.TypeOf<RequestException>().With.Message.Contains("preamble"));
    }

    [TestCase("""{"Verify":true,"Keep":["PatientName"]}""", "DOERING^JOHANNES", null)]
    [TestCase("""{"Verify":true,"Keep":["PatientName"]}""", "PID-4711-08", "0018,1030")]
    [TestCase("""{"Verify":true,"Keep":["ProtocolName"]}""", "DOERING^JOHANNES", null)]
    [TestCase("""{"Verify":true,"Replace":{"ProtocolName":"x"}}""", "DOERING^JOHANNES", null)]
    [TestCase("""{"Verify":true,"Replace":{"PatientName":"Of Doering"}}""", "Of Doering", null)]
    [TestCase("""{"Verify":true,"Replace":{"PatientName":"Of Doering"}}""", "Doering", "0018,1030")]
    public void What_the_request_keeps_or_sets_is_no_leak(string request, string text, string? place) =>
        Assert.That(Places(new DicomTag(0x0018, 0x1030), DicomVR.LO, text, request), Is.EqualTo(place));

    [Test]
    public void A_patient_who_is_called_as_the_scanner_is_found_by_the_whole_name()
    {
        using var source = Source();
        source.Dataset.With(DicomTag.PatientName, DicomVR.PN, "SIEMENS^HEADLEY").With(Manufacturer, DicomVR.LO, "SIEMENS");
        var check = LeakCheck.For(TestHost.Plan(Verified, Operation.Anonymize), source)!;
        using var anonymized = TestHost.Anonymize(source);
        Assert.That(anonymized.Dataset.Text(Manufacturer), Is.EqualTo("SIEMENS"));
        Assert.That(Run(check, anonymized), Is.Null);
        anonymized.Dataset.With(Manufacturer, DicomVR.LO, "HEADLEY SIEMENS");
        Assert.That(Run(check, anonymized), Does.Contain("0008,0070"));
    }

    [Test]
    public void A_patient_whom_another_Orthanc_has_given_the_same_number_is_no_leak()
    {
        using var source = Source();
        source.Dataset.With(DicomTag.PatientName, DicomVR.PN, "Anonymized1");
        source.Dataset.Item(ReferencedSeries).With(DicomTag.PatientName, DicomVR.PN, "Anonymized1");
        var plan = TestHost.Plan(Verified, Operation.Anonymize);
        var check = LeakCheck.For(plan, source)!;
        var identifiers = TestHost.Identifiers();
        using var anonymized = TestHost.Apply(source, plan, identifiers);
        Assert.That(anonymized.Dataset.Text(DicomTag.PatientName), Is.EqualTo("Anonymized1"));
        Assert.That(Run(check, anonymized, identifiers), Is.Null);
        Assert.That(Run(check, anonymized), Does.Contain("0010,0010"), "nobody has assigned it");
        Assert.That(
            Run(check, anonymized, new IdentifierMap(() => "Anonymized2")), Does.Contain("0010,0010"),
            "what was assigned is another one");
    }

    [TestCase("\u738b^\u5c0f\u4e1c", "\u738b\u5c0f\u4e1cCT")]
    [TestCase("\u738b^\u5c0f\u4e1c", "\u738b\u5148\u751f")]
    [TestCase("\ud64d^\uae38\ub3d9", "CT \uae38\ub3d9")]
    [TestCase("\u30e4\u30de\u30c0^X", "\u3084\u307e\u3060")]
    [TestCase("LEE^X", "scan of lee")]
    [TestCase("M\u00fcller^X", "Mueller")]
    [TestCase("MUELLER^X", "M\u00fcller")]
    [TestCase("Nguy\u1ec5n^X", "NGUYEN")]
    [TestCase("Meierhans^X", "KneeMeierhans")]
    public void A_name_of_any_script_is_found(string name, string text) =>
        Assert.That(
            Leak(dataset => dataset.WithUnicode(DicomTag.PatientName, DicomVR.PN, name),
                dataset => dataset.WithUnicode(ProtocolName, DicomVR.LO, text)),
            Does.Contain("0018,1030"));

    [TestCase("MAX^X", "max of 3")]
    [TestCase("THEMAN^X", "the man has")]
    [TestCase("LEE^X", "leeward")]
    [TestCase("ANONYMIZED^PATIENT", "ANONYMIZED")]
    public void A_name_that_is_any_word_is_no_leak(string name, string text) =>
        Assert.That(
            Leak(dataset => dataset.With(DicomTag.PatientName, DicomVR.PN, name),
                dataset => dataset.With(ProtocolName, DicomVR.LO, text)),
            Is.Null);

    [TestCase(DicomVR.DA, 0x0008_0022u, "DOERING")]
    [TestCase(DicomVR.TM, 0x0008_0032u, "PID-4711-08")]
    [TestCase(DicomVR.DT, 0x0008_002Au, "Doering")]
    [TestCase(DicomVR.AS, 0x0010_1010u, "DOERING")]
    [TestCase(DicomVR.IS, 0x0020_0013u, "PID-4711-08")]
    [TestCase(DicomVR.DS, 0x0018_0050u, "1.5\\PID-4711-08")]
    [TestCase(DicomVR.IS, 0x0020_0013u, "12\\77001770")]
    public void Numbers_dates_and_times_that_are_text_are_searched(DicomVR vr, uint tag, string text) =>
        Assert.That(
            Leak(dataset => dataset.With(new(0x0008_0050), DicomVR.SH, "77001770"),
                dataset => dataset.With(new(tag), vr, text)),
            Does.Contain(new DicomTag(tag).ToString()));

    [TestCase(DicomVR.TM, 0x0008_0032u, "123456")]
    [TestCase(DicomVR.IS, 0x0020_0013u, "123456")]
    [TestCase(DicomVR.DS, 0x0018_0050u, "0.123456")]
    public void Numbers_that_are_those_of_somebody_by_chance_are_no_leak(DicomVR vr, uint tag, string text) =>
        Assert.That(
            Leak(dataset => dataset.With(new(0x0008_0050), DicomVR.SH, "123456"), dataset => dataset.With(new(tag), vr, text)),
            Is.Null);

    [TestCase("121071", "DCM", false)]
    [TestCase("121071", "99ACME", true)]
    [TestCase("121071-4", "99ACME", false)]
    [TestCase("Doering 1", "99ACME", true)]
    [TestCase("121071", "", true)]
    public void A_code_that_others_can_look_up_is_no_leak(string code, string scheme, bool isFound) =>
        Assert.That(
            Leak(dataset => dataset.With(DicomTag.PatientID, DicomVR.LO, "121071"),
                dataset => dataset.Item(new(0x0040_A043)).With(new(0x0008_0100), DicomVR.SH, code)
                    .With(new(0x0008_0102), DicomVR.SH, scheme)),
            isFound ? Does.Contain("0040,a043[0].0008,0100") : Is.Null);

    [Test]
    public void Dummies_do_not_leak_the_name_of_whom_was_anonymized_before() =>
        Assert.That(
            Leak(dataset => dataset.With(DicomTag.PatientName, DicomVR.PN, "ANONYMIZED^PATIENT")
                .Item(new(0x0008_0082)).With(new(0x0008_0100), DicomVR.SH, "K1"), _ => { }, """{"Options":[]}"""),
            Is.Null);

    [TestCase("LINDENKLINIKCT1", null)]
    [TestCase("PID-4711-08", null)]
    [TestCase("DOERINGCT DOERING", "0008,1010")]
    public void What_an_option_retains_may_tell_of_anybody_but_persons(string station, string? place)
    {
        static string? Of(string station, string request) => Leak(
            dataset => dataset.With(new(0x0008_0080), DicomVR.LO, "Linden Klinik").With(StationName, DicomVR.SH, station),
            dataset => dataset.With(StationName, DicomVR.SH, station), request);
        Assert.That(Of(station, """{"Options":[]}"""), Does.Contain("0008,1010"));
        Assert.That(
            Of(station, """{"Options":["RetainDeviceIdentity"]}"""), place is null ? Is.Null : Does.Contain(place));
    }

    [Test]
    public void A_date_that_would_tell_the_shift_of_others_is_a_leak()
    {
        using var source = Source();
        var plan = ModificationPlan.For(TestHost.Request(
            """{"Options":["RetainLongitudinalModifiedDates"]}""", Operation.Anonymize,
            PseudonymTests.Settings(PseudonymTests.Key('a'))));
        var check = LeakCheck.For(plan, source)!;
        plan.Apply(source, new IdentifierMap(plan.Request.PseudonymKey ?? IdentifierKey.Create(), () => "Anonymized1"));
        Assert.That(Run(check, source), Is.Null);
        source.Dataset.With(ProtocolName, DicomVR.LO, "CT 1.1.2020");
        Assert.That(Run(check, source), Does.Contain("0018,1030"));
    }

    [TestCase(0x0028_2000u, DicomVR.OB, "0028,2000")]
    [TestCase(0x0028_1201u, DicomVR.OW, "0028,1201")]
    public void A_date_in_bytes_would_tell_it_too(uint tag, DicomVR vr, string place)
    {
        using var source = Source();
        source.Dataset.With(new(tag), vr, "made on 2020-01-01  ");
        var plan = ModificationPlan.For(TestHost.Request(
            """{"Options":["RetainLongitudinalModifiedDates"]}""", Operation.Anonymize,
            PseudonymTests.Settings(PseudonymTests.Key('a'))));
        var check = LeakCheck.For(plan, source)!;
        plan.Apply(source, new IdentifierMap(plan.Request.PseudonymKey ?? IdentifierKey.Create(), () => "Anonymized1"));

        Assert.That(Run(check, source), Is.Null, "The edit takes it out");
        source.Dataset.With(new(tag), vr, "made on 2020-01-01  ");
        Assert.That(Run(check, source), Does.Contain(place));
    }

    [TestCase("""{"Options":[]}""")]
    [TestCase("""{"Options":["RetainDeviceIdentity","CleanDescriptors"]}""")]
    [TestCase("""{"Options":["RetainLongitudinalFullDates","CleanDescriptors"]}""")]
    [TestCase("""{"Options":["RetainLongitudinalModifiedDates","CleanDescriptors"]}""")]
    [TestCase("""{"Options":["RetainUIDs","RetainDeviceIdentity","RetainInstitutionIdentity","RetainPatientCharacteristics","""
        + "\"RetainLongitudinalModifiedDates\",\"RetainSafePrivate\",\"CleanDescriptors\",\"CleanStructuredContent\",\"CleanGraphics\"]}")]
    [TestCase("""{"Options":["CleanDescriptors","CleanStructuredContent","CleanGraphics","RetainSafePrivate"]}""")]
    [TestCase("""{"Options":["RetainUIDs","RetainInstitutionIdentity","RetainPatientCharacteristics"]}""")]
    [TestCase("""{"Options":[],"Keep":["StudyInstanceUID","PatientID"],"Force":true}""")]
    public void What_an_anonymization_makes_of_any_file_has_no_leak(string request)
    {
        var plan = ModificationPlan.For(
            TestHost.Request(request, Operation.Anonymize, PseudonymTests.Settings(PseudonymTests.Key('a'))));
        var leaks = new List<string>();
        foreach (var path in SharedData.DicomFiles())
        {
            try
            {
                using var file = DicomFile.Parse(File.ReadAllBytes(path));

                // Some requests keep the address of the clinic. In the demonstration file it names a town, which is also the
                // patient's name, so that is a leak.
                if (Path.GetFileName(path) == SharedData.Demonstration)
                {
                    Assert.That(file.Dataset.Remove(new(0x0008, 0x0081)), Is.True);
                }

                var check = LeakCheck.For(plan, file)!;
                plan.Apply(file, new IdentifierMap(plan.Request.PseudonymKey ?? IdentifierKey.Create(), () => "Anonymized1"));
                check.Run(file.Write(new Implementation("1.2.3.4", "TEST")));
            }
            catch (RequestException leak)
            {
                leaks.Add($"{Path.GetFileName(path)}: {leak.Message}");
            }
            catch (DicomFormatException)
            {
                // Some of the files are not DICOM.
            }
        }

        Assert.That(leaks, Is.Empty);
    }
}
