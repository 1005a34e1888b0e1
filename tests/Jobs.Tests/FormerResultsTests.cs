// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Jobs.Phases;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Tests;

/// <summary>What a job that resumes after a kill can find of its former results.</summary>
internal sealed class FormerResultsTests
{
    /// <summary>The index has the identifiers of a source, and no other elements.</summary>
    [TestCase("{PatientID|hmac:8}", true)]
    [TestCase("T7-{PatientID|hmac:8}{StudyInstanceUID|hmac:8}", true)]
    [TestCase("{StudyID|hmac:8}", false)]
    [TestCase("{PatientID|hmac:8}{AccessionNumber|hmac:8}", false)]
    [TestCase("{RequestAttributesSequence[0].StudyInstanceUID|hmac:8}", false)]
    public void A_PatientID_that_is_made_of_other_elements_is_not_looked_for_where_it_is_not(string template, bool follows)
    {
        var edit = Edit($$$"""{"Force": true, "Derive": {"PatientID": "{{{template}}}"}}""");
        Assert.That(edit.FollowsIdentifiers, Is.EqualTo(follows));
        if (!follows)
        {
            var source = new SourceInstance("source", new IndexedSeries("series", "study", "patient"));
            Assert.That(new FormerResults(edit, targets: null!).TakeBack(source), Is.False, "it is unknown whether anything is left");
        }
    }

    [TestCase("{}")]
    [TestCase("""{"Keep": ["PatientID"], "Force": true}""")]
    [TestCase("""{"Derive": {"StudyDescription": "{Modality}"}}""")]
    public void All_else_follows_from_the_identifiers(string json) => Assert.That(Edit(json).FollowsIdentifiers, Is.True);

    private static JobEdit Edit(string json)
    {
        var settings = new HostSettings { SoftwareName = "Simulation", PseudonymKey = PseudonymKey.Of("a secret of more than thirty-two bytes"u8) };
        var request = ModificationRequest.Parse(
            RequestBody.Parse(System.Text.Encoding.UTF8.GetBytes(json)), Operation.Anonymize, settings, isJob: true);
        return new JobEdit(ModificationPlan.For(request), new IdentifierMap(IdentifierKey.Create(), static () => "Anonymized"), []);
    }
}
