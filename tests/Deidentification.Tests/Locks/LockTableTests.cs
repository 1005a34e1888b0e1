// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Locks;

namespace OrthancDeid.Deidentification.Tests.Locks;

/// <summary>What a request may contain beside a locked preset, member by member.</summary>
public sealed class LockTableTests
{
    private static IEnumerable<TestCaseData> All() => LockCases.All.Select(static one =>
        new TestCaseData(one.Member, one.Preset, one.Value, one.Loosens).SetArgDisplayNames(one.Member, one.Preset, one.Value));

    private static IEnumerable<string> EveryMember() => RequestMember.All.Select(static member => member.Name);

    [TestCaseSource(nameof(EveryMember))]
    public void Of_every_member_somebody_has_decided_what_it_may_say(string member)
    {
        var rule = LockTable.Of(RequestMember.All.Single(one => one.Name == member));
        Assert.That(rule, Is.Not.Null, $"decide in LockTable what {member} may say beside a locked preset");
        Assert.That(LockCases.All.Where(one => one.Member == member), Is.Not.Empty, $"add a case for {member}");
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
        var body = Apply(LockCases.Plain, $$$"""{"Keep": {{{keep}}}, "Permissive": true}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(body.Ignored, Is.EqualTo(["Keep"]));
            Assert.That(body.Preset, Is.EqualTo("site"));
            Assert.That(Text(body), Does.Not.Contain("Keep").And.Contain("Permissive"));
            Assert.That(Text(Apply(LockCases.Site, $$$"""{"Keep": {{{keep}}}}""")), Does.Contain("\"Keep\":[\"StudyDescription\"]"));
        }
    }

    [Test]
    public void Remove_and_Replace_are_added_to_what_the_preset_says()
    {
        using var body = JsonDocument.Parse(Apply(LockCases.Site, """{"Remove": ["SeriesDescription"], "Replace": {"Rows": "64"}}""").Bytes);
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
            ModificationPlan.For(ModificationRequest.Parse(Apply(LockCases.Site, request), Operation.Anonymize, TestHost.Settings)))!;
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
