// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Tests.Requests;

/// <summary>Sets of request members that the configuration names.</summary>
public class RequestProfileTests
{
    private const string Trial = """
        {"Keep": ["StudyDate"], "Replace": {"PatientName": "T"}, "Permissive": true}
        """;

    [TestCase("{}", "{}")]
    [TestCase("""{"Keep":["PatientSex"]} // "Profile" """, """{"Keep":["PatientSex"]}""")]
    [TestCase("""{"Profile":null}""", "{}")]
    [TestCase("""{"Profile":"","Force":true}""", """{"Force":true}""")]
    [TestCase("""{"Profile":"trial"}""", Trial)]
    [TestCase("""{"Pro\u0066ile":"trial"}""", Trial)]
    [TestCase("""{"Profile":"trial","Keep":[],"Force":true}""", """
        {"Keep":[],"Replace": {"PatientName": "T"}, "Permissive": true,"Force":true}
        """)]
    [TestCase("""{"Profile":"other","Profile":"trial",/* a comment */ "Replace":{"PatientName":"U",},}""", """
        {"Keep": ["StudyDate"], "Replace": {"PatientName": "U"}, "Permissive": true}
        """)]
    public void A_profile_gives_the_members_that_a_request_has_not(string request, string expected)
    {
        var body = Profiles(null).Apply(Body(request)).Bytes;
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        using var made = JsonDocument.Parse(body, options);
        using var wanted = JsonDocument.Parse(expected);
        var members = made.RootElement.EnumerateObject().Where(member => member.Name != "Profile").ToList();
        Assert.That(members.ConvertAll(member => member.Name), Is.EquivalentTo(
            wanted.RootElement.EnumerateObject().Select(member => member.Name)));
        foreach (var member in members)
        {
            using var value = JsonDocument.Parse(member.Value.GetRawText(), options);
            Assert.That(
                JsonElement.DeepEquals(value.RootElement, wanted.RootElement.GetProperty(member.Name)), member.Name);
        }
    }

    [Test]
    public void A_request_without_a_profile_stays_as_it_is()
    {
        var body = Body("""{"Keep": [ ]}""");
        Assert.That(Profiles(null).Apply(body), Is.SameAs(body));
        Assert.That(RequestProfiles.None.Apply(body), Is.SameAs(body));
    }

    [Test]
    public void The_default_is_for_requests_that_name_none()
    {
        var profiles = Profiles("trial");
        Assert.That(Applied(profiles, "{}"), Does.Contain("StudyDate"));
        Assert.That(Applied(profiles, """{"Profile": null}"""), Does.Not.Contain("StudyDate"));
        Assert.That(Applied(profiles, """{"Profile": "empty"}"""), Is.EqualTo("{}"));
    }

    [TestCase("""{"Profile":"unknown"}""", RequestFault.OutOfRange, "unknown")]
    [TestCase("""{"Pro\u0066ile":"unknown"}""", RequestFault.OutOfRange, "unknown")]
    [TestCase("""{"Profile":7}""", RequestFault.BadFormat, "Profile")]
    [TestCase("""["Profile" """, RequestFault.BadFormat, "JSON")]
    public void What_is_no_profile_is_refused(string request, RequestFault fault, string said)
    {
        var exception = Assert.Throws<RequestException>(() => Profiles(null).Apply(Body(request)))!;
        Assert.That(exception.Fault, Is.EqualTo(fault));
        Assert.That(exception.Message, Does.Contain(said));
    }

    [TestCase("""{"Replce": {}}""", "Replce")]
    [TestCase("""{"Resources": []}""", "Resources")]
    [TestCase("""{"Profile": "trial"}""", "Profile")]
    [TestCase("""{"Keep": "StudyDate"}""", "Keep")]
    [TestCase("""{"Keep": ["NoSuchTag"]}""", "NoSuchTag")]
    [TestCase("""{"Keep": ["NoSuchTag"]}""", "Member \"Keep\"")]
    [TestCase("""{"DicomVersion": "x", "Verify": true}""", "Member \"DicomVersion\"")]
    [TestCase("""{"DicomVersion": "x", "Keep": ["NoSuchTag"]}""", "Member \"DicomVersion\"")]
    [TestCase("""{"Transcode": "1.2", "Keep": []}""", "Member \"Transcode\"")]
    [TestCase("""{"Remove": [], "Keep": ["PatientID"]}""", "Member \"Keep\"")]
    [TestCase("""{"Force": true, "Remove": ["StudyInstanceUID"]}""", "Member \"Remove\"")]
    [TestCase("""{"Priority": 1.5}""", "Member \"Priority\"")]
    [TestCase("""{"Keep": ["PatientID"]}""", "Force")]
    [TestCase("""{"Replace": {"Rows": "many"}}""", "0028,0010")]
    [TestCase("""{"Options": ["RetainEverything"]}""", "RetainEverything")]
    [TestCase("""{"Pseudonyms": true}""", "PseudonymKeyFile")]
    [TestCase("""{"Permissive": 1}""", "Permissive")]
    [TestCase("""{"KeepSource": 1}""", "KeepSource")]
    [TestCase("7", "object")]
    public void A_bad_profile_is_found_before_anybody_uses_it(string members, string said)
    {
        using var json = JsonDocument.Parse(members);
        var profiles = new RequestProfiles([KeyValuePair.Create("bad", json.RootElement)], null);
        var found = profiles.FindFault(TestHost.Settings, request => ModificationPlan.For(request));
        Assert.That(found?.Profile, Is.EqualTo("bad"));
        Assert.That(found?.Fault, Does.Contain(said));
        Assert.That(found?.Fault.Split("Member \""), Has.Length.LessThan(3), "it is named once");
    }

    [Test]
    public void A_default_that_there_is_not_is_found()
    {
        Assert.That(Profiles("trial").FindFault(TestHost.Settings, request => ModificationPlan.For(request)), Is.Null);
        Assert.That(Profiles("none").FindFault(TestHost.Settings, request => ModificationPlan.For(request))?.Fault, Does.Contain("none"));
    }

    private static RequestBody Body(string json) => RequestBody.Parse(Encoding.UTF8.GetBytes(json));

    private static string Applied(RequestProfiles profiles, string request) =>
        Encoding.UTF8.GetString(profiles.Apply(Body(request)).Bytes);

    /// <summary>The subjects are patients, and anybody may see the profiles.</summary>
    [Test]
    public void Of_a_list_of_subjects_only_its_length_is_shown()
    {
        using var json = JsonDocument.Parse("""{"Subjects": {"4711": {"PatientID": "T7"}}, "UnknownSubject": "Reject"}""");
        var shown = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(shown))
        {
            new RequestProfiles([KeyValuePair.Create("trial", json.RootElement)], null).WriteTo(writer);
        }

        Assert.That(
            Encoding.UTF8.GetString(shown.WrittenSpan),
            Does.EndWith("""{"trial":{"Subjects":1,"UnknownSubject":"Reject"}}}"""));
    }

    private static RequestProfiles Profiles(string? byDefault)
    {
        using var json = JsonDocument.Parse($$$"""{"trial": {{{Trial}}}, "empty": {}}""");
        return new RequestProfiles(
            json.RootElement.EnumerateObject().Select(one => KeyValuePair.Create(one.Name, one.Value)), byDefault);
    }
}
