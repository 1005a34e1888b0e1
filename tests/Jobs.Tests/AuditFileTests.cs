// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Plugin.Access;
using OrthancDeid.Plugin.Audit;

namespace OrthancDeid.Jobs.Tests;

/// <summary>The parts of the audit that need no server.</summary>
internal sealed class AuditFileTests
{
    private string _path = string.Empty;

    [SetUp]
    public void Make() => _path = Path.Combine(Directory.CreateTempSubdirectory("orthanc-deid-audit-").FullName, "audit.jsonl");

    [TearDown]
    public void Delete() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Test]
    public void Threads_that_write_at_once_make_one_chain()
    {
        using (var file = Open())
        {
            Parallel.For(0, 400, number => file.Add(json => json.WriteNumber("N", number)));
            Assert.That(file.State.Count, Is.EqualTo(400));
        }

        using var again = Open();
        Assert.That(again.State.Count, Is.EqualTo(400));
    }

    [Test]
    public void Any_byte_that_is_changed_is_found()
    {
        using (var file = Open())
        {
            for (var number = 0; number < 4; number++)
            {
                file.Add(json => json.WriteString("Text", $"entry {number} é"));
            }
        }

        var whole = File.ReadAllBytes(_path);
        var last = whole.AsSpan(0, whole.Length - 1).LastIndexOf((byte)'\n') + 1;

        // All but the last line, whose change is seen by whoever has noted its hash.
        for (var index = 0; index < last; index++)
        {
            var changed = whole.ToArray();
            changed[index] ^= 1;
            File.WriteAllBytes(_path, changed);
            Assert.That(Open, Throws.TypeOf<FormatException>(), $"byte {index}");
        }
    }

    [Test]
    public void What_is_thrown_while_an_entry_is_written_leaves_none()
    {
        using var file = Open();
        Assert.That(() => file.Add(_ => throw new InvalidOperationException()), Throws.InvalidOperationException);
        file.Add(json => json.WriteNumber("N", 1));
        Assert.That(file.State.Count, Is.EqualTo(1));
    }

    [Test]
    public void A_file_has_one_owner()
    {
        using var file = Open();
        Assert.That(Open, Throws.InstanceOf<IOException>());
    }

    [TestCase("/studies/0123abcd-0123abcd-0123abcd-0123abcd-0123abcd/anonymize", null)]
    [TestCase("/studies/Quince/anonymize", "/studies/{unknown}/anonymize")]
    [TestCase("/tools/bulk-modify", null)]
    public void A_path_is_shown_without_what_a_client_invents(string path, string? shown) =>
        Assert.That(CalledRoute.Shown(path), Is.EqualTo(shown ?? path));

    [TestCase("""{"Replace": {"Rows": "Quince"}}""", "Tag 0028,0010: Quince is no number", "Tag 0028,0010: … is no number")]
    [TestCase("""{"Replace": {"PatientName": "A\\Quince"}}""", "the value Quince of PatientName", "the value … of PatientName")]
    [TestCase("""{"Quince": 1}""", "There is no member \"Quince\"", "There is no member \"…\"")]
    [TestCase("""{"Options": ["RetainUIDs"]}""", "Member \"Options\": RetainUIDs", "Member \"Options\": RetainUIDs")]
    [TestCase("""{"Keep": ["PatientID", "Qu\u0069nce"]}""", "Unknown DICOM tag: Quince, not PatientID", "Unknown DICOM tag: …, not PatientID")]
    [TestCase("""{"Profile": "site"}""", "there is no profile site", "there is no profile site")]
    [TestCase("""{"Profile": "Quince"}""", "there is no profile Quince", "there is no profile …")]
    [TestCase("no JSON", "not valid JSON", "not valid JSON")]
    public void Details_are_logged_without_what_a_client_wrote(string body, string details, string logged)
    {
        var text = new LoggedText(ElementDictionary.Standard, ["site", .. RequestWords.All]);
        Assert.That(text.Of(details, Encoding.UTF8.GetBytes(body), string.Empty), Is.EqualTo(logged));
    }

    [Test]
    public void The_words_that_may_be_logged_have_every_edition() =>
        Assert.That(RequestWords.All, Does.Contain("2024e").And.Contain(nameof(ResourceLevel.Series)));

    [TestCase("Basic YWxpY2U6YW4gZXhhbXBsZQ==", "alice")]
    [TestCase("basic  YWxpY2U6YW4gZXhhbXBsZQ==", "alice")]
    [TestCase("Basic YWxpY2U6YW4gZXhhbXBsZSE=", null)]
    [TestCase("Basic YWxpY2U6", null)]
    [TestCase("Basic YWxpY2U=", null)]
    [TestCase("Basic Ym9iOg==", "bob")]
    [TestCase("Basic Ojo=", null)]
    [TestCase("Basic ?", null)]
    [TestCase("Bearer YWxpY2U6YW4gZXhhbXBsZQ==", null)]
    [TestCase("", null)]
    [TestCase(null, null)]
    public void A_user_is_who_has_the_password(string? header, string? user)
    {
        var users = new RegisteredUsers(new Dictionary<string, string> { ["alice"] = "an example", ["bob"] = "" }, areChecked: true);
        Assert.That(users.Find(header), Is.EqualTo(user));
    }

    private AuditFile Open() => AuditFile.Open(_path, TimeProvider.System);
}
