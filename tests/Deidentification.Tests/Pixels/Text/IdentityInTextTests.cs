// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Pixels.Text;
using OrthancDeid.Deidentification.Pixels.Text.Recognition;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Pixels.Text;

/// <summary>Which of the texts in an image may identify the patient, even if they are read with mistakes.</summary>
public sealed class IdentityInTextTests
{
    [TestCase("LINDQVIST, INGRID", true)]
    [TestCase("L1NDQV1ST", true, Description = "letters that look alike")]
    [TestCase("Name:Lindqvst", true, Description = "a letter is missing")]
    [TestCase("ID 48115162", true)]
    [TestCase("ID 48LLSL6Z", true, Description = "more of them than mistakes are allowed")]
    [TestCase("23.04.1961", true)]
    [TestCase("23 APR 1961", true)]
    [TestCase("Depth 11 cm", false)]
    [TestCase("TIS 0.4 MI 1.1", false)]
    [TestCase("12/10/2019", false)]
    public void A_text_that_looks_like_the_identity_may_say_it(string text, bool isExpected)
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.PatientName, DicomVR.PN, "Lindqvist^Ingrid").With(DicomTag.PatientID, DicomVR.LO, "48115162")
            .With(Tags.PatientBirthDate, DicomVR.DA, "19610423");
        Assert.That(IdentityOf(file).MayStandIn(text), Is.EqualTo(isExpected));
    }

    [Test]
    public void A_name_in_a_script_that_is_not_read_may_be_any_text()
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 144")
            .With(DicomTag.PatientName, DicomVR.PN, "\u00BA\u00E3\u00D7\u00DD\u00D5\u00E6\u00DE\u00D2");
        Assert.That(IdentityOf(file).MayStandIn("Ky3HeuoBa"), Is.True);
    }

    [TestCase("ABCDEF", "CDE", 0, true)]
    [TestCase("ABCDEF", "CXE", 0, false)]
    [TestCase("ABCDEF", "CXE", 1, true)]
    [TestCase("ABCDEF", "CDXE", 1, true)]
    [TestCase("ABCDEF", "XCDYE", 1, false)]
    public void A_word_is_found_with_so_many_mistakes(string text, string word, int mistakes, bool isExpected) =>
        Assert.That(MisreadText.Holds(text, word, mistakes), Is.EqualTo(isExpected));

    private static IdentityInText IdentityOf(DicomFile file)
    {
        var plan = TestHost.Plan("{}", Operation.Anonymize);
        return new(CollectedIdentity.Of(file.Dataset, plan.Identities).Known);
    }
}
