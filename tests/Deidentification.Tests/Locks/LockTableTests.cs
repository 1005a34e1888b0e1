// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Locks;

namespace OrthancDeid.Deidentification.Tests.Locks;

/// <summary>What a request may say beside a locked preset, member by member.</summary>
public sealed class LockTableTests
{
    private const string Plain = "{}";
    private const string Site = """
        {"DicomVersion": "2023b", "Options": ["CleanDescriptors", "RetainLongitudinalFullDates"], "Keep": ["StudyDescription"],
         "Replace": {"InstitutionName": "A hospital"}, "Remove": ["StudyComments"], "Reject": {"Modality": ["SR", "PR"]}}
        """;

    private const string Acme = """{"Options": ["RetainSafePrivate"], "SafePrivate": ["0029[ACME]01 DS", "0029[ACME]02"]}""";

    /// <summary>Of each member: the preset, what a request says, and whether that would loosen the preset.</summary>
    private static readonly (string Member, string Preset, string Value, bool Loosens)[] Cases =
    [
        ("Profile", Plain, "\"site\"", false),
        ("Profile", Plain, "\"locked\"", false),
        ("Profile", Plain, "null", true),
        ("Profile", Plain, "\"\"", true),
        ("Profile", Plain, "\"open\"", true),
        ("Replace", Plain, """{"PatientName": "Müller"}""", true),
        ("Replace", Plain, """{"0010-0010": "Müller"}""", true),
        ("Replace", Plain, """{"PatientName": ""}""", false),
        ("Replace", Plain, """{"PatientName": null}""", false),
        ("Replace", Plain, """{"StudyDescription": "of Mrs Müller"}""", true),
        ("Replace", Plain, """{"Rows": "64"}""", false),
        ("Replace", Plain, """{"Rows": "64", "PatientAge": "030Y"}""", true),
        ("Replace", Plain, """{"SeriesNumber": "Müller"}""", true),
        ("Replace", Plain, """{"Modality": "MR"}""", true),
        ("Replace", Plain, """{"0029,1001": "x"}""", true),
        ("Replace", Plain, """{"PixelData": "data:image/png;base64,"}""", true),
        ("Replace", Plain, """{"PatientIdentityRemoved": ""}""", true),
        ("Replace", Plain, """{"ReferencedStudySequence[*].StudyDescription": "x"}""", true),
        ("Replace", Plain, """{"ReferencedStudySequence": [{"PatientName": "Müller"}]}""", true),
        ("Replace", Plain, "{}", false),
        ("Replace", Site, """{"0008,0080": "A hospital"}""", false),
        ("Replace", Site, """{"InstitutionName": "Another one"}""", true),
        ("Replace", Site, """{"StudyComments": "x"}""", true),
        ("Replace", """{"Remove": ["Rows"]}""", """{"Rows": "64"}""", true),
        ("Replace", Plain, """{"0029[ACME]01": "x"}""", true),
        ("Keep", Plain, """["0029[ACME]01"]""", true),
        ("Keep", """{"Keep": ["0029[ACME]01"]}""", """["0029[ACME]01"]""", false),
        ("Derive", Plain, """{"StudyDescription": "{Modality}"}""", true),
        ("Derive", Plain, "{}", false),
        ("Derive", """{"Derive": {"StudyDescription": "{Modality}"}}""", """{"0008,1030": "{Modality}"}""", false),
        ("Derive", """{"Derive": {"StudyDescription": "{Modality}"}}""", """{"StudyDescription": "{BodyPartExamined}"}""", true),
        ("SafePrivate", Plain, """["0029[ACME]01"]""", true),
        ("SafePrivate", """{"Options": ["RetainSafePrivate"], "SafePrivate": ["0029[ACME]01", "0029[ACME]02"]}""", """["0029[ACME]02"]""", false),
        ("SafePrivate", """{"Options": ["RetainSafePrivate"], "SafePrivate": ["0029[ACME]01"]}""", """["0029[ACME]xx"]""", true),
        ("SafePrivate", Acme, """["0029[ACME]01 DS"]""", false),
        ("SafePrivate", Acme, """["0029[ACME]02"]""", false),
        ("SafePrivate", Acme, """["0029[ACME]01"]""", true),
        ("SafePrivate", Acme, """["0029[ACME]01 LO"]""", true),
        ("SafePrivate", Plain, """["0029[ACME]01 DS"]""", true),
        ("Subjects", Plain, """{"4711": {"PatientID": "T7"}}""", true),
        ("Subjects", """{"Subjects": {"4711": {"PatientID": "T7"}}}""", """{"4711": {"PatientID": "T7"}}""", false),
        ("Subjects", """{"Subjects": {"4711": {"PatientID": "T7"}}}""", """{"4711": {"PatientID": "4711"}}""", true),
        ("Subjects", """{"Subjects": {"4711": {"PatientID": "T7"}}}""", "null", true),
        ("UnknownSubject", """{"Subjects": {"4711": {"PatientID": "T7"}}}""", "\"Pseudonym\"", true),
        ("UnknownSubject", """{"Subjects": {"4711": {"PatientID": "T7"}}}""", "\"Reject\"", false),
        ("UnknownSubject", """{"Subjects": {"4711": {"PatientID": "T7"}}, "UnknownSubject": "Pseudonym"}""", "\"Pseudonym\"", false),
        ("SubjectsFile", Plain, "\"/etc/orthanc/trial7.csv\"", true),
        ("Overwrite", Plain, "true", false),
        ("AgeLimit", Plain, "89", false),
        ("AgeLimit", """{"AgeLimit": 80}""", "79", false),
        ("AgeLimit", """{"AgeLimit": 80}""", "80", false),
        ("AgeLimit", """{"AgeLimit": 80}""", "81", true),
        ("UpdateReferences", Plain, "true", false),
        ("Remove", Site, """["SeriesDescription"]""", false),
        ("Remove", Site, "[]", false),
        ("Remove", Site, """["PatientIdentityRemoved"]""", true),
        ("Remove", Site, """["0012,0064"]""", true),
        ("Keep", Plain, """["PatientSex"]""", true),
        ("Keep", Plain, "[]", false),
        ("Keep", Plain, """["ReferencedStudySequence[0].StudyDescription"]""", true),
        ("Keep", Plain, """["StudyDescription"]""", true),
        ("Keep", Plain, """["SeriesDescription", "StudyDescription", "PatientName"]""", true),
        ("Keep", Plain, """["SeriesDescription", "StudyDescription"]""", false),
        ("Keep", Site, """["0008-1030"]""", false),
        ("Keep", Site, """["StudyDescription", "PatientSex"]""", true),
        ("Force", Plain, "true", false),
        ("RemovePrivateTags", Plain, "true", false),
        ("KeepPrivateTags", Plain, "true", true),
        ("KeepPrivateTags", Plain, "false", false),
        ("KeepPrivateTags", """{"KeepPrivateTags": true}""", "true", false),
        ("DicomVersion", Plain, "\"2021b\"", true),
        ("DicomVersion", Plain, "\"2023b\"", false),
        ("DicomVersion", Plain, "\"2024e\"", false),
        ("DicomVersion", """{"DicomVersion": "2024e"}""", "\"2023b\"", true),
        ("DicomVersion", """{"DicomVersion": "2008"}""", "\"2017c\"", false),
        ("Options", Site, """["CleanDescriptors"]""", true),
        ("Options", """{"Options": ["CleanDescriptors", "RetainLongitudinalFullDates"]}""", """["CleanDescriptors"]""", false),
        ("Options", """{"Options": ["CleanDescriptors", "RetainLongitudinalFullDates"], "KeepPrivateTags": true}""", """["CleanDescriptors"]""", true),
        ("Options", Site, """["RetainLongitudinalFullDates"]""", true),
        ("Options", Site, "[]", true),
        ("Options", Site, """["CleanDescriptors", "RetainLongitudinalModifiedDates"]""", false),
        ("Options", Site, """["CleanDescriptors", "RetainUIDs"]""", true),
        ("Options", Site, """["CleanDescriptors", "CleanGraphics"]""", true),
        ("Options", Site, """["CleanDescriptors", "RetainLongitudinalFullDates", "CleanPixelData"]""", false),
        ("Options", Plain, "[]", false),
        ("Options", Plain, """["RetainSafePrivate"]""", true),
        ("Conformant", Plain, "true", true),
        ("Conformant", Plain, "false", false),
        ("Conformant", Site, "false", true),
        ("Conformant", """{"DicomVersion": "2024e"}""", "true", false),
        ("Verify", Plain, "true", false),
        ("Verify", Plain, "false", false),
        ("Verify", Site, "false", true),
        ("Verify", """{"Verify": true}""", "false", true),
        ("MaskPixelData", Plain, """{"Regions": []}""", false),
        ("MaskPixelData", Plain, """{"Attest": ["CleanPixelData"]}""", true),
        ("MaskPixelData", """{"MaskPixelData": {"UltrasoundRegions": "KeepInside"}}""", """{"UltrasoundRegions": "Ignore"}""", true),
        ("MaskPixelData", """{"MaskPixelData": {"UltrasoundRegions": "KeepInside"}}""", """{"UltrasoundRegions": "KeepInside"}""", false),
        ("MaskPixelData", """{"Options": ["CleanPixelData"]}""", """{"Rules": "none"}""", true),
        ("MaskPixelData", """{"Options": ["CleanPixelData"]}""", """{"Regions": []}""", false),
        ("Unreadable", Plain, "\"Remove\"", true),
        ("Unreadable", Plain, "\"Fail\"", false),
        ("Unreadable", """{"Unreadable": "Remove"}""", "\"Remove\"", false),
        ("Reject", Plain, "{}", false),
        ("Reject", Plain, """{"Modality": ["SR"]}""", false),
        ("Reject", Site, "{}", true),
        ("Reject", Site, """{"Modality": ["SR"]}""", true),
        ("Reject", Site, """{"Modality": ["sr", "pr", "DOC"], "EncapsulatedDocument": true}""", false),
        ("Reject", """{"Reject": {"EncapsulatedDocument": true}}""", """{"EncapsulatedDocument": false}""", true),
        ("Pseudonyms", Plain, "true", true),
        ("Pseudonyms", Plain, "\"trial\"", true),
        ("Pseudonyms", Plain, "false", false),
        ("Pseudonyms", """{"Pseudonyms": "trial"}""", "\"other\"", true),
        ("Pseudonyms", """{"Pseudonyms": "trial"}""", "true", true),
        ("Pseudonyms", """{"Pseudonyms": "trial"}""", "\"trial\"", false),
        ("Pseudonyms", """{"Pseudonyms": "trial"}""", "false", false),
        ("DryRun", Plain, "true", false),
        ("Mapping", Plain, "true", false),
        ("PrivateCreator", Plain, "\"ACME\"", false),
        ("PrivateCreator", """{"Replace": {"0029,1001": "x"}}""", "\"ACME\"", true),
        ("PrivateCreator", """{"Replace": {"0029,1001": "x"}, "PrivateCreator": "ACME"}""", "\"ACME \"", false),
        ("PrivateCreator", """{"Replace": {"0029,1001": "x"}, "PrivateCreator": "ACME"}""", "\"OTHER\"", true),
        ("PrivateCreator", """{"Replace": {"InstitutionName": "x"}, "PrivateCreator": "ACME"}""", "\"OTHER\"", false),
        ("PrivateCreator", """{"Derive": {"0029,1001": "{Modality}"}}""", "\"ACME\"", true),
        ("Transcode", Plain, "\"1.2.840.10008.1.2.1\"", false),
        ("LossyQuality", Plain, "90", false),
        ("KeepSource", Plain, "false", false),
        ("KeepSource", """{"KeepSource": true}""", "false", true),
        ("KeepSource", """{"KeepSource": true}""", "true", false),
        ("KeepLabels", Plain, "true", true),
        ("KeepLabels", Plain, "false", false),
        ("Permissive", Plain, "true", false),
        ("Synchronous", Plain, "false", false),
        ("Asynchronous", Plain, "true", false),
        ("Priority", Plain, "7", false),
        ("UserData", Plain, "{}", false),
        ("Resources", Plain, "[]", false),
        ("Level", Plain, "\"Study\"", false),
        ("Series", Plain, "[]", false),
        ("Instances", Plain, "[]", false),
    ];

    private static IEnumerable<TestCaseData> All() => Cases.Select(static one =>
        new TestCaseData(one.Member, one.Preset, one.Value, one.Loosens).SetArgDisplayNames(one.Member, one.Preset, one.Value));

    private static IEnumerable<string> EveryMember() => RequestMember.All.Select(static member => member.Name);

    [TestCaseSource(nameof(EveryMember))]
    public void Of_every_member_somebody_has_decided_what_it_may_say(string member)
    {
        var rule = LockTable.Of(RequestMember.All.Single(one => one.Name == member));
        Assert.That(rule, Is.Not.Null, $"decide in LockTable what {member} may say beside a locked preset");
        Assert.That(Cases.Where(one => one.Member == member), Is.Not.Empty, $"add a case for {member}");
    }

    [TestCaseSource(nameof(EveryMember))]
    public void The_page_for_administrators_tells_of_every_member(string name)
    {
        var member = RequestMember.All.Single(one => one.Name == name);
        if (member.IsOfProfiles || name == "Profile")
        {
            Assert.That(Page(), Does.Contain($"\n| `{name}` | {LockTable.Of(member)!.Allows} |\n"));
        }
    }

    [TestCaseSource(nameof(All))]
    public void A_request_may_only_tighten(string member, string preset, string value, bool loosens)
    {
        var body = $$$"""{"{{{member}}}": {{{value}}}}""";
        if (!loosens)
        {
            Assert.That(() => Apply(preset, body), Throws.Nothing);
            return;
        }

        var fault = Assert.Throws<RequestException>(() => Apply(preset, body))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fault.Fault, Is.EqualTo(RequestFault.Forbidden));
            Assert.That(fault.Message, Does.StartWith($"Member \"{member}\": "));
            Assert.That(fault.Message, Does.Not.Contain("Müller"), "no value of the request");
        }
    }

    [TestCase("""["StudyDescription", "SeriesDescription"]""")]
    [TestCase("""["(0008,103E)", "0008-1030"]""")]
    public void What_Orthanc_Explorer_always_sends_is_answered_as_the_preset_says(string keep)
    {
        var body = Apply(Plain, $$$"""{"Keep": {{{keep}}}, "Permissive": true}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(body.Ignored, Is.EqualTo(["Keep"]));
            Assert.That(body.Preset, Is.EqualTo("site"));
            Assert.That(Text(body), Does.Not.Contain("Keep").And.Contain("Permissive"));
            Assert.That(Text(Apply(Site, $$$"""{"Keep": {{{keep}}}}""")), Does.Contain("\"Keep\":[\"StudyDescription\"]"));
        }
    }

    [Test]
    public void Remove_and_Replace_are_added_to_what_the_preset_says()
    {
        using var body = JsonDocument.Parse(Apply(Site, """{"Remove": ["SeriesDescription"], "Replace": {"Rows": "64"}}""").Bytes);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                body.RootElement.GetProperty("Remove").EnumerateArray().Select(static one => one.GetString()),
                Is.EqualTo(["StudyComments", "SeriesDescription"]));
            Assert.That(
                body.RootElement.GetProperty("Replace").EnumerateObject().Select(static one => one.Name),
                Is.EquivalentTo(["InstitutionName", "Rows"]));
        }
    }

    [TestCase("""{"Keep": 7}""")]
    [TestCase("""{"Keep": [7]}""")]
    [TestCase("""{"Replace": []}""")]
    [TestCase("""{"Remove": {}}""")]
    [TestCase("""{"Options": 7}""")]
    [TestCase("""{"Options": ["RetainEverything"]}""")]
    [TestCase("""{"Verify": 7}""")]
    [TestCase("""{"Reject": 7}""")]
    [TestCase("""{"KeepPrivateTags": null}""")]
    [TestCase("""{"DicomVersion": "1999"}""")]
    [TestCase("""{"MaskPixelData": 7}""")]
    [TestCase("""{"Pseudonyms": 7}""")]
    [TestCase("""{"Unreadable": "?"}""")]
    public void What_cannot_be_understood_is_a_fault_and_not_forbidden(string request)
    {
        var fault = Assert.Throws<RequestException>(() =>
            ModificationPlan.For(ModificationRequest.Parse(Apply(Site, request), Operation.Anonymize, TestHost.Settings)))!;
        Assert.That(fault.Fault, Is.Not.EqualTo(RequestFault.Forbidden), fault.Message);
    }

    [TestCase("""{"Locked": true}""", false, "{}", true)]
    [TestCase("{}", true, "{}", true)]
    [TestCase("{}", false, "{}", false)]
    [TestCase("""{"Locked": false}""", true, "{}", true)]
    public void A_preset_is_locked_by_itself_or_as_the_default(string preset, bool locksDefault, string request, bool isLocked)
    {
        var profiles = Profiles(preset, locksDefault);
        Assert.That(profiles.IsLocked("site"), Is.EqualTo(isLocked));
        Assert.That(
            () => profiles.Apply(Body("""{"Profile": null}""")),
            isLocked ? Throws.TypeOf<RequestException>().With.Property("Fault").EqualTo(RequestFault.Forbidden) : Throws.Nothing);
        Assert.That(Text(profiles.Apply(Body(request))), Does.Not.Contain("Locked"));
    }

    [Test]
    public void A_locked_preset_that_is_not_the_default_binds_those_who_name_it()
    {
        var profiles = Profiles("{}", locksDefault: false);
        Assert.That(() => profiles.Apply(Body("""{"KeepPrivateTags": true}""")), Throws.Nothing);
        Assert.That(
            () => profiles.Apply(Body("""{"Profile": "locked", "KeepPrivateTags": true}""")),
            Throws.TypeOf<RequestException>().With.Message.Contain("\"KeepPrivateTags\""));
    }

    [TestCase("""{"Locked": 1}""", "\"Locked\"")]
    [TestCase("""{"Lockd": true}""", "did you mean \"Locked\"?")]
    public void A_lock_is_true_or_false(string preset, string said) => Assert.That(
        Profiles(preset, locksDefault: false).FindFault(TestHost.Settings, static request => ModificationPlan.For(request))?.Fault,
        Does.Contain(said));

    [Test]
    public void Every_fault_of_every_preset_is_found()
    {
        var faults = Profiles("""{"Kep": [], "Locked": 1, "DicomVersion": "x", "Keep": ["NoSuchTag"], "Priority": 1.5}""", locksDefault: false)
            .FindFaults(TestHost.Settings, static request => ModificationPlan.For(request)).ToList();
        Assert.That(faults.Select(static one => one.Profile), Is.All.EqualTo("site"));
        foreach (var member in (string[])["Kep", "Locked", "DicomVersion", "Keep", "Priority"])
        {
            Assert.That(faults.Select(static one => one.Fault), Has.Some.Contains($"\"{member}\""));
        }

        Assert.That(faults, Has.Count.EqualTo(5));
    }

    private static string Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OrthancDeidPlugin.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the checkout");
        }

        return File.ReadAllText(Path.Combine(folder.FullName, "docs", "administration.md")).ReplaceLineEndings("\n");
    }

    private static RequestBody Apply(string preset, string request) => Profiles(preset, locksDefault: true).Apply(Body(request));

    private static RequestProfiles Profiles(string preset, bool locksDefault)
    {
        using var json = JsonDocument.Parse($$$"""{"site": {{{preset}}}, "locked": {"Locked": true}, "open": {}}""");
        return new RequestProfiles(
            json.RootElement.EnumerateObject().Select(static one => KeyValuePair.Create(one.Name, one.Value)), "site", locksDefault);
    }

    private static RequestBody Body(string json) => RequestBody.Parse(Encoding.UTF8.GetBytes(json));

    private static string Text(RequestBody body) => Encoding.UTF8.GetString(body.Bytes);
}
