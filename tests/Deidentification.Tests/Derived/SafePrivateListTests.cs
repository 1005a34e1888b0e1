// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Derived;

/// <summary>What a site or a request declares safe in addition to the table of the standard (PS3.15 E.3.10).</summary>
public class SafePrivateListTests
{
    private static readonly DicomTag Creator = new(0x0029, 0x0011);
    private static readonly DicomTag Text = new(0x0029, 0x1101);
    private static readonly DicomTag Date = new(0x0029, 0x1102);
    private static readonly DicomTag Number = new(0x0029, 0x1103);
    private static readonly DicomTag Unknown = new(0x0029, 0x1104);

    [Test]
    public void Texts_are_cleaned_dates_shift_and_all_else_stays()
    {
        using var made = Make("""
            {"Options": ["RetainSafePrivate", "RetainLongitudinalModifiedDates"], "SafePrivate": ["0029[ACME LAB]xx"]}
            """);
        Assert.That(made.Dataset.GetText(Text, DicomVR.LO), Is.EqualTo("seen by"));
        Assert.That(made.Dataset.GetText(Date, DicomVR.DA), Is.EqualTo(made.Dataset.Text(Tags.StudyDate)).And.Not.EqualTo("20200101"));
        Assert.That(made.Dataset.GetText(Number, DicomVR.DS), Is.EqualTo("1.5"));
        Assert.That(made.Dataset.Contains(Unknown), Is.False, "of UN nobody can say whether it is a text");
        Assert.That(made.Dataset.PrivateCreatorOf(Text), Is.EqualTo("ACME LAB"));
    }

    [Test]
    public void One_element_and_its_VR_can_be_named()
    {
        using var made = Make("""{"Options": ["RetainSafePrivate"], "SafePrivate": ["0029[ACME LAB]04 LO", "0029[ACME LAB]03"]}""");
        Assert.That(made.Dataset.GetText(Unknown, DicomVR.LO), Is.EqualTo("of"));
        Assert.That(made.Dataset.Contains(Number), Is.True);
        Assert.That(made.Dataset.Contains(Text), Is.False);
    }

    [Test]
    public void The_list_of_the_site_counts_with_that_of_the_request_and_of_the_standard()
    {
        var site = SafePrivateList.Standard.WithRows(
            ["tag,vr,private creator", "# of our lab", string.Empty, "0029-xx03,DS,ACME LAB", "\"(0029,xx01)\",LO,\"ACME LAB\"", "0031-xxxx,LO,\"B, C\""]);
        using var made = Make("""{"Options": ["RetainSafePrivate"], "SafePrivate": ["0029[ACME LAB]02"]}""", site);
        Assert.That(made.Dataset.Contains(Number) && made.Dataset.Contains(Text) && made.Dataset.Contains(Date), Is.True);
        using var of = Make("""{"Options": ["RetainSafePrivate"]}""", site);
        Assert.That(of.Dataset.Contains(Number), Is.True);
        Assert.That(of.Dataset.Contains(Date), Is.False);
        using var without = Make("""{"Options": []}""", site);
        Assert.That(without.Dataset.Contains(Number), Is.False);
    }

    [TestCase("0029-xx03,DS", 1)]
    [TestCase("\n0029-xx03,DS,", 2)]
    [TestCase("0029-1103,DS,ACME LAB", 1)]
    [TestCase("0028-xx03,DS,ACME LAB", 1)]
    [TestCase("0029-xx03,XX,ACME LAB", 1)]
    [TestCase("0029-xx03,UN,ACME LAB", 1)]
    [TestCase("0029-xx03,DS,ACME LAB,more", 1)]
    public void A_row_that_is_none_is_named_by_its_line(string rows, int line) => Assert.That(
        () => SafePrivateList.Standard.WithRows(rows.Split('\n')), Throws.TypeOf<FormatException>().With.Message.StartsWith($"line {line}:"));

    [TestCase("\"0029[X]01\"", RequestFault.BadFormat)]
    [TestCase("[3]", RequestFault.BadFormat)]
    [TestCase("[\"0029,1001\"]", RequestFault.OutOfRange)]
    [TestCase("[\"PatientName\"]", RequestFault.OutOfRange)]
    [TestCase("[\"NoSuch\"]", RequestFault.UnknownTag)]
    public void A_list_that_is_none_is_refused(string list, RequestFault expected)
    {
        var fault = TestHost.Fault($$"""{"Options": ["RetainSafePrivate"], "SafePrivate": {{list}}}""", Operation.Anonymize);
        Assert.That(fault.Fault, Is.EqualTo(expected));
    }

    [Test]
    public void The_list_needs_the_option() => Assert.That(
        TestHost.Fault("""{"SafePrivate": ["0029[X]01"]}""", Operation.Anonymize).Message, Does.Contain("RetainSafePrivate"));

    [Test]
    public void The_dictionary_of_the_host_gives_keywords_and_VRs()
    {
        using var document = JsonDocument.Parse("""["AcmeText"]""");
        var site = SafePrivateList.Standard.With(document.RootElement.Clone(), TestHost.Settings.Dictionary);
        using var file = Sample.Create();
        file.Dataset.With(Tags.PrivateCreator, DicomVR.LO, "ACME").With(Tags.PrivateText, DicomVR.UN, "by DOE of it");
        using var made = DerivedValueTests.Apply(
            file, """{"Options": ["RetainSafePrivate"]}""", TestHost.Settings with { SafePrivate = site });
        Assert.That(made.Dataset.Text(Tags.PrivateText), Is.EqualTo("by of it"));
    }

    private static DicomFile Make(string json, SafePrivateList? site = null)
    {
        using var file = Sample.Create();
        file.Dataset.With(Creator, DicomVR.LO, "ACME LAB").With(Text, DicomVR.LO, "seen by JOHN DOE")
            .With(Date, DicomVR.DA, "20200101").With(Number, DicomVR.DS, "1.5").With(Unknown, DicomVR.UN, "of DOE");
        var settings = PseudonymTests.Settings(PseudonymTests.Key('k')) with { SafePrivate = site ?? SafePrivateList.Standard };
        return DerivedValueTests.Apply(file, json, settings);
    }
}
