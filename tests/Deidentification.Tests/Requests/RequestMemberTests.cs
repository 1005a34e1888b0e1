// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Tests.Requests;

/// <summary>No member of a request is silently ignored, unless Orthanc reads it or it resembles none of the
/// plugin's.</summary>
public class RequestMemberTests
{
    private static readonly HostSettings Strict = new()
    {
        SoftwareName = TestHost.Settings.SoftwareName,
        Dictionary = TestHost.Settings.Dictionary,
        IsStrict = true,
    };

    private static IEnumerable<TestCaseData> EveryMember() =>
        RequestMember.All.Select(member => new TestCaseData(member.Name).SetArgDisplayNames(member.Name));

    [TestCase("Option", "Options")]
    [TestCase("dicomVersion", "DicomVersion")]
    [TestCase("DICOMVERSION", "DicomVersion")]
    [TestCase("Dicom-Version", "DicomVersion")]
    [TestCase("DicomVersoin", "DicomVersion")]
    [TestCase("Dry-Run", "DryRun")]
    [TestCase("dry_run", "DryRun")]
    [TestCase("Dry Run", "DryRun")]
    [TestCase("Keeps", "Keep")]
    [TestCase("keep", "Keep")]
    [TestCase("Keep ", "Keep")]
    [TestCase("Remve", "Remove")]
    [TestCase("Replacee", "Replace")]
    [TestCase("Verfiy", "Verify")]
    [TestCase("KeepSources", "KeepSource")]
    [TestCase("Pseudonym", "Pseudonyms")]
    [TestCase("Priorities", "Priority")]
    [TestCase("Re\\u006aecct", "Reject")]
    public void A_member_that_is_nearly_another_is_refused_on_every_route(string name, string meant)
    {
        foreach (var operation in Enum.GetValues<Operation>())
        {
            var fault = Assert.Throws<RequestException>(() => Read($$$"""{"{{{name}}}": {}}""", operation))!;
            Assert.That(fault.Fault, Is.EqualTo(RequestFault.BadFormat));
            Assert.That(fault.Message, Does.Contain($"did you mean \"{meant}\"?"));
        }
    }

    [TestCaseSource(nameof(EveryMember))]
    public void Each_member_is_found_from_every_slip_of_the_pen(string name)
    {
        var slips = new List<string> { name.ToUpperInvariant(), name.ToLowerInvariant(), "_" + name, name + "s" };
        for (var i = 0; i < name.Length; i++)
        {
            slips.Add(name.Remove(i, 1));
            slips.Add(name.Insert(i, "q"));
            slips.Add(name.Remove(i, 1).Insert(i, "q"));
            if (i > 0)
            {
                slips.Add(name.Remove(i, 1).Insert(i - 1, name[i..(i + 1)]));
            }
        }

        foreach (var slip in slips.Where(slip => !RequestMember.IsKnown(slip)))
        {
            Assert.That(() => Read($$$"""{"{{{slip}}}": 1}""", Operation.Modify),
                Throws.TypeOf<RequestException>().With.Message.Contain("did you mean"), slip);
        }
    }

    /// <summary>Members of any route that Orthanc 1.13.0 documents. Many resemble one of the plugin's.</summary>
    [TestCase("Keep", "KeepSource", "KeepLabels", "KeepPrivateTags", "RemovePrivateTags", "Force", "Series", "Instances")]
    [TestCase("Resources", "Level", "Labels", "Limit", "Permissive", "Synchronous", "Asynchronous", "Priority", "UserData")]
    [TestCase("Transcode", "LossyQuality", "TransferSyntax", "Tags", "Timeout", "Parent", "Query", "Expand", "Encapsulate")]
    public void What_Orthanc_knows_is_no_slip_even_where_requests_are_strict(params string[] names)
    {
        foreach (var name in names)
        {
            var body = $$$"""{"{{{name}}}": 7}""";
            Assert.That(Encoding.UTF8.GetString(Read(body, Operation.Modify).Bytes), Is.EqualTo(body));
            Assert.That(() => Read(body, Operation.Anonymize, Strict), Throws.Nothing);
        }
    }

    [TestCase("Comment")]
    [TestCase("//")]
    [TestCase("")]
    [TestCase("Requester")]
    [TestCase("KeepItAll")]
    public void What_is_like_nothing_is_ignored_unless_requests_are_strict(string name)
    {
        var body = $$$"""{"{{{name}}}": {"Kept": 1}}""";
        Assert.That(() => Read(body, Operation.Anonymize), Throws.Nothing);
        Assert.That(() => Read(body, Operation.Anonymize, Strict),
            Throws.TypeOf<RequestException>().With.Message.Contain($"\"{name}\"")
                .And.Property("Fault").EqualTo(RequestFault.BadFormat));
    }

    [Test]
    public void What_a_client_keeps_in_UserData_is_its_own() =>
        Assert.That(() => Read("""{"UserData": {"Option": 1, "keep": {"Dry-Run": 1}}}""", Operation.Anonymize, Strict),
            Throws.Nothing);

    [Test]
    public void A_name_that_is_no_UTF_8_is_refused()
    {
        byte[] body = [.. """{"Kee"""u8, 0xE9, .. "\": 1}"u8];
        Assert.That(() => RequestBody.Read(body, Operation.Modify, TestHost.Settings),
            Throws.TypeOf<RequestException>().With.Property("Fault").EqualTo(RequestFault.BadFormat));
    }

    [TestCase("Modalities", "Modality")]
    [TestCase("modality", "Modality")]
    [TestCase("EncapsulatedDocuments", "EncapsulatedDocument")]
    [TestCase("Burned-In-Annotation", "BurnedInAnnotation")]
    public void A_rule_that_is_misspelt_is_told(string rule, string meant)
    {
        var fault = TestHost.Fault($$$"""{"Reject": {"{{{rule}}}": ["CT"]}}""", Operation.Anonymize);
        Assert.That(fault.Fault, Is.EqualTo(RequestFault.BadFormat));
        Assert.That(fault.Message, Does.Contain($"did you mean \"{meant}\"?"));
    }

    [Test]
    public void A_preset_of_the_configuration_has_no_misspelt_member_either()
    {
        using var json = JsonDocument.Parse("""{"Option": []}""");
        var profiles = new RequestProfiles([KeyValuePair.Create("trial", json.RootElement)], null);
        Assert.That(profiles.FindFault(TestHost.Settings, request => ModificationPlan.For(request))?.Fault, Does.Contain("did you mean \"Options\"?"));
    }

    [TestCaseSource(nameof(EveryMember))]
    public void A_preset_may_have_what_a_request_to_anonymize_may_have(string name)
    {
        using var json = JsonDocument.Parse($$$"""{"{{{name}}}": "?"}""");
        var profiles = new RequestProfiles([KeyValuePair.Create("trial", json.RootElement)], null);
        var isAllowed = profiles.FindFault(TestHost.Settings, request => ModificationPlan.For(request))?.Fault.StartsWith("a profile has no member", StringComparison.Ordinal) != true;
        Assert.That(isAllowed, Is.EqualTo(name is not (
            "Profile" or "RemovePrivateTags" or "UpdateReferences" or "Resources" or "Level" or "Series" or "Instances")));
    }

    [TestCase("Study", ResourceLevel.Study)]
    [TestCase("sTUDIES", ResourceLevel.Study)]
    [TestCase("Image", ResourceLevel.Instance)]
    [TestCase("Patient,Study", null)]
    [TestCase("Series, Study", null)]
    [TestCase("2", null)]
    [TestCase("-1", null)]
    [TestCase(" Study", null)]
    [TestCase("", null)]
    public void A_level_is_one_name_and_nothing_else(string name, ResourceLevel? level)
    {
        var body = RequestBody.Parse(Encoding.UTF8.GetBytes($$$"""{"Level": "{{{name}}}"}"""));
        Assert.That(
            () => BulkRequest.Level(body),
            level is null ? Throws.TypeOf<RequestException>().With.Property("Fault").EqualTo(RequestFault.OutOfRange)
                : Is.EqualTo(level));
    }

    private static RequestBody Read(string body, Operation operation, HostSettings? host = null) =>
        RequestBody.Read(Encoding.UTF8.GetBytes(body), operation, host ?? TestHost.Settings);
}
