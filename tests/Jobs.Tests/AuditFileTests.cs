// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;
using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Plugin.Access;
using OrthancDeid.Plugin.Audit;
using OrthancDeid.Plugin.Routes;

namespace OrthancDeid.Jobs.Tests;

/// <summary>The parts of the audit that need no server.</summary>
internal sealed class AuditFileTests
{
    private string _path = string.Empty;
    private bool _isMoved;

    [SetUp]
    public void Make() => (_isMoved, _path) = (false, Path.Combine(Directory.CreateTempSubdirectory("orthanc-deid-audit-").FullName, "audit.jsonl"));

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

        // The last line is left out: its change is noticed only by those who have noted its hash.
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
    [TestCase("/instances/0123abcd-0123abcd-0123abcd-0123abcd-0123abcd/anonymize/preview", null)]
    [TestCase("/instances/0123abcd-0123abcd-0123abcd-0123abcd-0123abcd/anonymize/preview/4711", "/instances/0123abcd-0123abcd-0123abcd-0123abcd-0123abcd/anonymize/preview/{unknown}")]
    public void A_path_is_shown_without_what_a_client_invents(string path, string? shown) =>
        Assert.That(CalledRoute.Shown(path), Is.EqualTo(shown ?? path));

    [TestCase("""{"Replace": {"Rows": "Quince"}}""", "Tag 0028,0010: Quince is not a number", "Tag 0028,0010: … is not a number")]
    [TestCase("""{"Replace": {"PatientName": "A\\Quince"}}""", "the value Quince of PatientName", "the value … of PatientName")]
    [TestCase("""{"Quince": 1}""", "There is no member \"Quince\"", "There is no member \"…\"")]
    [TestCase("""{"Options": ["RetainUIDs"]}""", "Member \"Options\": RetainUIDs", "Member \"Options\": RetainUIDs")]
    [TestCase("""{"Keep": ["PatientID", "Qu\u0069nce"]}""", "Unknown DICOM tag: Quince, not PatientID", "Unknown DICOM tag: …, not PatientID")]
    [TestCase("""{"Profile": "site"}""", "there is no profile site", "there is no profile site")]
    [TestCase("""{"Profile": "Quince"}""", "there is no profile Quince", "there is no profile …")]
    [TestCase("no JSON", "not valid JSON", "not valid JSON")]
    [TestCase("""{"Replace": {"PatientName": "Quince^Peter^^Dr."}}""", "the component Peter of Quince^Peter^^Dr. is too long", "the component … of … is too long")]
    [TestCase("""{"Replace": {"PatientName": "Quince=Kw\u00efnze"}}""", "the group Kwïnze is too long", "the group … is too long")]
    [TestCase("""{"Subjects": {"4711": {"PatientID": "T7-01"}}}""", "two entries of 4711 become T7-01", "two entries of … become …")]
    [TestCase("""{"Replace": {"PatientID": 4711}}""", "4711 is no text", "… is no text")]
    [TestCase("""{"Replace": {"PatientWeight": -4.711e3}}""", "-4.711e3 is too small", "… is too small")]
    [TestCase("""{"Keep": ["PatientName\nW1130 OrthancDeid: forged"]}""", "Unknown DICOM tag: PatientName\nW1130 OrthancDeid: forged", "Unknown DICOM tag: …")]
    [TestCase("""{"Keep": ["PatientName\n"]}""", "Unknown DICOM tag: PatientName\n\u001b[2K\u2028\u0085!", "Unknown DICOM tag: PatientName  [2K  !")]
    public void Details_are_logged_without_what_a_client_wrote(string body, string details, string logged)
    {
        var text = new LoggedText(ElementDictionary.Standard, ["site", .. RequestWords.All]);
        Assert.That(text.Of(details, Encoding.UTF8.GetBytes(body), string.Empty), Is.EqualTo(logged));
    }

    /// <summary>Values with line breaks must not let a client write lines of its own into the log.</summary>
    [TestCase("a\r\nb", "a  b")]
    [TestCase("a\u2029b\u0000c\u202ed\tée", "a b c d ée")]
    [TestCase("Müller^Hans 1", "Müller^Hans 1")]
    public void A_line_of_the_log_has_no_line_of_a_client_in_it(string text, string line) =>
        Assert.That(LoggedText.OneLine(text), Is.EqualTo(line));

    [Test]
    public void The_words_that_may_be_logged_have_every_edition() =>
        Assert.That(RequestWords.All, Does.Contain("2024e").And.Contain(nameof(ResourceLevel.Series)));

    [TestCase((ushort)401, false)]
    [TestCase((ushort)0, false)]
    [TestCase((ushort)200, true)]
    [TestCase((ushort)403, true)]
    [TestCase((ushort)405, true)]
    public void Whoever_gets_another_answer_than_401_without_a_password_was_let_in(ushort status, bool isIn) =>
        Assert.That(RouteSafety.WasLetIn(status), Is.EqualTo(isIn));

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

    [Test]
    public void A_file_that_is_moved_away_is_followed_by_one_that_says_after_which_entry_it_begins()
    {
        string last;
        using (var file = Open())
        {
            file.Add(json => json.WriteNumber("N", 1));
            file.Add(json => json.WriteNumber("N", 2));
            last = file.State.Last;
            File.Move(_path, _path + ".1");
            _isMoved = true;
            file.Add(json => json.WriteNumber("N", 3));
            Assert.That(file.State.Count, Is.EqualTo(4));
        }

        Assert.That(File.ReadAllLines(_path + ".1"), Has.Length.EqualTo(2));
        var lines = File.ReadAllLines(_path);
        Assert.That(lines, Has.Length.EqualTo(2));
        Assert.That(lines[0], Does.StartWith("{\"Number\":3,").And.Contain("\"FileBegins\"").And.Contain(last));
        using (var again = Open())
        {
            Assert.That(again.State.Count, Is.EqualTo(4));
        }

        File.WriteAllLines(_path, lines[1..]);
        Assert.That(Open, Throws.TypeOf<FormatException>().With.Message.Contains("lines before it are gone"));
    }

    [Test]
    public void A_file_that_takes_the_place_of_another_is_not_written_into()
    {
        using var file = Open();
        file.Add(json => json.WriteNumber("N", 1));
        File.Move(_path, _path + ".1");
        File.WriteAllText(_path, "something\n");
        _isMoved = true;
        for (var times = 0; times < 2; times++)
        {
            Assert.That(() => file.Add(json => json.WriteNumber("N", 2)), Throws.TypeOf<IOException>().With.Message.Contains("not empty"));
        }

        Assert.That(File.ReadAllText(_path), Is.EqualTo("something\n"));
        File.Delete(_path);
        file.Add(json => json.WriteNumber("N", 2));
        Assert.That(file.State.Count, Is.EqualTo(3));
    }

    [Test]
    public void Where_no_file_may_be_made_the_one_that_was_moved_away_is_not_written_into()
    {
        using var file = AuditFile.Open(
            _path, new AuditPlace((_, _) => !_isMoved, _ => "it may be changed by others", NullLogger.Instance), TimeProvider.System);
        File.Move(_path, _path + ".1");
        _isMoved = true;
        Assert.That(() => file.Add(json => json.WriteNumber("N", 1)), Throws.TypeOf<IOException>().With.Message.Contains("by others"));
        Assert.That(new FileInfo(_path + ".1").Length, Is.Zero);
    }

    // The plugin asks the system where a file is; Orthanc.Tests moves one away from a real host.
    private AuditFile Open() => AuditFile.Open(_path, new AuditPlace(IsThere, static _ => null, NullLogger.Instance), TimeProvider.System);

    private bool IsThere(SafeFileHandle file, string path)
    {
        var isThere = !_isMoved;
        _isMoved &= File.Exists(path) && new FileInfo(path).Length > 0;
        return isThere;
    }
}
