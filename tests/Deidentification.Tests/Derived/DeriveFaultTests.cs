// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Tests.Derived;

/// <summary>Templates that are refused before a file is read, each for its fault.</summary>
public class DeriveFaultTests
{
    private static readonly HostSettings WithKey = PseudonymTests.Settings(PseudonymTests.Key('k'));

    [TestCase("""["x"]""", RequestFault.Refused, "object")]
    [TestCase("""{"StudyDescription": 3}""", RequestFault.WrongType, "StudyDescription")]
    [TestCase("""{"NoSuchTag": "x"}""", RequestFault.UnknownTag, "NoSuchTag")]
    [TestCase("""{"StudyDescription": "{NoSuchTag}"}""", RequestFault.UnknownTag, "NoSuchTag")]
    [TestCase("""{"StudyDescription": "{Modality|uper}"}""", RequestFault.OutOfRange, "did you mean \"upper\"")]
    [TestCase("""{"StudyDescription": "{Modality|eval:1}"}""", RequestFault.OutOfRange, "there is no function \"eval\"")]
    [TestCase("""{"StudyDescription": "{Modality|Upper}"}""", RequestFault.OutOfRange, "upper")]
    [TestCase("""{"StudyDescription": "{Modality|upper:1}"}""", RequestFault.OutOfRange, "upper takes no argument")]
    [TestCase("""{"StudyDescription": "{Modality|prefix}"}""", RequestFault.OutOfRange, "prefix takes a text")]
    [TestCase("""{"StudyDescription": "{PatientID|hmac:5}"}""", RequestFault.OutOfRange, "hmac takes a number")]
    [TestCase("""{"StudyDescription": "{PatientID|hmac:26}"}""", RequestFault.OutOfRange, "hmac takes a number")]
    [TestCase("""{"PatientAge": "{PatientAge|cap}"}""", RequestFault.OutOfRange, "cap takes an age")]
    [TestCase("""{"StudyDescription": "{Modality|cap:89}"}""", RequestFault.Refused, "cap is for ages")]
    [TestCase("""{"StudyDescription": "{Modality|shift}"}""", RequestFault.Refused, "shift is for dates")]
    [TestCase("""{"StudyDescription": "{StudyDate|shift}"}""", RequestFault.Refused, "RetainLongitudinalModifiedDates")]
    [TestCase("""{"StudyDescription": "{}"}""", RequestFault.BadFormat, "names no element")]
    [TestCase("""{"StudyDescription": "{Modality"}""", RequestFault.BadFormat, "a { has no }")]
    [TestCase("""{"StudyDescription": "Modality}"}""", RequestFault.BadFormat, "a } has no {")]
    [TestCase("""{"StudyDescription": "{ProcedureCodeSequence[*].CodeValue}"}""", RequestFault.BadFormat, "several values")]
    [TestCase("""{"StudyDescription": "{ProcedureCodeSequence}"}""", RequestFault.Refused, "no text")]
    [TestCase("""{"StudyDescription": "{PixelData}"}""", RequestFault.Refused, "no text")]
    [TestCase("""{"StudyInstanceUID": "{PatientID|hmac}"}""", RequestFault.Refused, "is a UID")]
    [TestCase("""{"Rows": "5"}""", RequestFault.Refused, "no text")]
    [TestCase("""{"SpecificCharacterSet": "ISO_IR 192"}""", RequestFault.Refused, "cannot be derived")]
    [TestCase("""{"StudyID": "VERY-LONG-{PatientID|hmac:12}"}""", RequestFault.Refused, "at most 16")]
    [TestCase("""{"StudyDescription": "{StudyDescription|prefix:x|clean}"}""", RequestFault.Refused, "clean comes before prefix")]
    [TestCase("""{"PatientID": "{StudyDescription|clean}"}""", RequestFault.Refused, "cleaned text")]
    [TestCase("""{"PatientID": "{Modality}"}""", RequestFault.Refused, "\"Force\"")]
    [TestCase("""{"PatientID": "{PatientID|default:X|hmac:8}"}""", RequestFault.Refused, "\"Force\"")]
    [TestCase("""{"PatientID": "{PatientID|hmac:7}"}""", RequestFault.Refused, "\"Force\"")]
    public void What_is_at_fault_is_named(string derive, RequestFault expected, string named)
    {
        var fault = Fault($$"""{"Derive": {{derive}}}""");
        Assert.That(fault.Fault, Is.EqualTo(expected));
        Assert.That(fault.Message, Does.Contain(named));
    }

    [Test]
    public void A_tag_that_is_replaced_cannot_be_derived_too() => Assert.That(
        Fault("""{"Replace": {"StudyDescription": "x"}, "Derive": {"StudyDescription": "{Modality}"}}""").Message,
        Does.Contain("stands in \"Replace\""));

    /// <summary>A value that the client removes must not come back, and an unshifted date would reveal the shift of the
    /// others.</summary>
    [TestCase("""{"Remove": ["Manufacturer"], "Derive": {"StudyDescription": "by {Manufacturer}"}}""")]
    [TestCase("""{"Replace": {"Manufacturer": "x"}, "Derive": {"StudyDescription": "by {Manufacturer}"}}""")]
    [TestCase("""{"Derive": {"StudyDescription": "{PatientAge|cap:120}"}}""")]
    [TestCase("""
        {"Options": ["RetainLongitudinalModifiedDates"], "Keep": ["PatientBirthDate"], "Derive": {"StudyDescription": "{PatientBirthDate}"}}
        """)]
    public void What_goes_or_changes_is_not_told(string request) =>
        Assert.That(Fault(request).Message, Does.Contain("is removed: apply"));

    /// <summary>In items, Keep spares neither private tags given by number nor UIDs of studies, series and
    /// instances.</summary>
    [TestCase("""{"Force": true, "Keep": ["StudyInstanceUID"], "Derive": {"StudyDescription": "{ReferencedSeriesSequence[0].StudyInstanceUID}"}}""")]
    [TestCase("""{"Force": true, "Keep": ["SOPInstanceUID"], "Derive": {"StudyDescription": "{ReferencedSeriesSequence[0].SOPInstanceUID}"}}""")]
    [TestCase("""{"Keep": ["0009,1011"], "Derive": {"StudyDescription": "{ReferencedSeriesSequence[0].0009,1011}"}}""")]
    public void What_is_kept_at_the_top_level_alone_is_not_told_of_items(string request) =>
        Assert.That(Fault(request).Message, Does.Contain("is removed"));

    [Test]
    public void A_hash_needs_a_secret_key() => Assert.That(
        TestHost.Fault("""{"Derive": {"StudyID": "{PatientID|hmac:8}"}}""", Operation.Anonymize).Message,
        Does.Contain("Deid.PseudonymKeyFile"));

    /// <summary>A template must not repeat in one element what the profile removes from another.</summary>
    [TestCase("{PatientName}")]
    [TestCase("{PatientName|clean}")]
    [TestCase("{PatientName|upper|prefix:x}")]
    [TestCase("{PatientID}")]
    [TestCase("{PatientID|default:none}")]
    [TestCase("{PatientBirthDate}")]
    [TestCase("{StudyDate}")]
    [TestCase("{AccessionNumber}")]
    [TestCase("{StudyInstanceUID}")]
    [TestCase("{SeriesDescription}")]
    [TestCase("{PatientAge}")]
    [TestCase("{OtherPatientIDsSequence[0].PatientID}")]
    [TestCase("{RequestAttributesSequence[0].ScheduledProcedureStepDescription}")]
    [TestCase("{0029,1010}")]
    public void A_value_that_goes_needs_a_function_that_hides_it(string template)
    {
        var fault = Fault($$$"""{"Derive": {"StudyDescription": "{{{template}}}"}}""");
        Assert.That(fault.Fault, Is.EqualTo(RequestFault.Refused));
        Assert.That(fault.Message, Does.Contain("hmac"));
    }

    [TestCase("{PatientName}", """ "Keep": ["PatientName"] """)]
    [TestCase("{SeriesDescription}", """ "Keep": ["SeriesDescription"] """)]
    [TestCase("{PatientAge}", """ "Options": ["RetainPatientCharacteristics"] """)]
    [TestCase("{StudyDate}", """ "Options": ["RetainLongitudinalFullDates"] """)]
    [TestCase("{StudyInstanceUID}", """ "Options": ["RetainUIDs"] """)]
    [TestCase("{0029,1010}", """ "KeepPrivateTags": true """)]
    public void A_value_that_stays_may_be_told(string template, string member) => Assert.That(
        () => Plan($$$"""{"Derive": {"StudyDescription": "{{{template}}}"}, {{{member}}}}"""), Throws.Nothing);

    /// <summary>A kept value that an option cleans is cleaned, too.</summary>
    [Test]
    public void What_is_kept_and_cleaned_is_told_only_if_it_is_cleaned() => Assert.That(
        Fault("""
            {"Derive": {"StudyDescription": "{SeriesDescription}"}, "Keep": ["SeriesDescription"],
             "Options": ["CleanDescriptors"]}
            """).Message,
        Does.Contain("clean"));

    private static RequestException Fault(string json) => Assert.Throws<RequestException>(() => Plan(json))!;

    private static ModificationPlan Plan(string json) =>
        ModificationPlan.For(TestHost.Request(json, Operation.Anonymize, WithKey));
}
