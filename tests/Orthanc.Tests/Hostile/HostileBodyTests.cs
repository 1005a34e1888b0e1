// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Load;

namespace OrthancDeid.Orthanc.Tests.Hostile;

/// <summary>Malicious bodies: each is answered, without a crash and without a lasting increase in memory.</summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.Newest))]
internal sealed class HostileBodyTests(OrthancVersion version) : HostFixture(version)
{
    private const int Megabyte = 1 << 20;

    // A round sends 50 MB. The C library keeps freed memory for each answering thread, so the process grows until every
    // thread has handled every body. With four threads it levels off after five rounds, within 20 MB.
    private const int Threads = 4;
    private const int WarmRounds = 6;
    private const int Rounds = 12;
    private const double MostMegabytes = 40;

    private const int Many = 100_000;
    private const string Items = "100,000 items";

    private static readonly string[] Routes = ["instance", "study", "bulk", "split", "merge"];

    private SampleStudies _studies = null!;
    private int _before;

    // The last argument is the required status; null for any, as long as there is an answer.
    private static IEnumerable<TestCaseData> Bodies()
    {
        yield return Case("10 MB of white space", () => Repeat(" ", 10 * Megabyte), 400);
        yield return Case("10 MB of brackets", () => Repeat("[", 10 * Megabyte), 400);
        yield return Case("10 MB of text", () => Text("{\"Replace\": {\"PatientComments\": \"", "x", 10 * Megabyte, "\"}}"), null);
        yield return Case("10 MB of a name", () => Text("{\"", "x", 10 * Megabyte, "\": 1}"), null);
        yield return Case("objects nested 10,000 deep", () => Text(string.Empty, """{"a":""", 10_000, "1" + new string('}', 10_000)), null);
        yield return Case(
            "items nested 10,000 deep",
            () => Text("""{"Replace": {"0008,1140":""", """[{"0008,1140":""", 10_000, "[]" + string.Concat(Enumerable.Repeat("}]", 10_000)) + "}}"),
            null);
        yield return Case("a path of 10,000 steps", () => Text("{\"Remove\": [\"", "0008,1140[*].", 10_000, "0008,1150\"]}"), null);
        yield return Case("100,000 tags to keep", () => Text("{\"Keep\": [\"0010,0010\"", ", \"0008,1030\"", Many, "]}"), null);
        yield return Case(Items, () => Text("""{"Replace": {"0008,1140": [{}""", ",{}", Many, "]}}"), null);
        yield return Case("100,000 unknown members", () => Text("""{"a": 0""", ""","b": 0""", Many, "}"), null);
        yield return Case("100,000 numbers", () => Text("[0", ",0", Many, "]"), 400);
        yield return Case("a name twice", """{"Replace": {"PatientName": "A", "PatientName": "B"}, "Replace": 5}""", 400);
        yield return Case("bytes that are no UTF-8", [.. "{\"Replace\": {\"StudyDescription\": \""u8, 0xFF, 0xC0, 0x80, .. "\"}}"u8], null);
        yield return Case("half a surrogate pair", """{"Replace": {"StudyDescription": "\ud800"} }""", null);
        yield return Case("a NUL in a value", """{"Replace": {"StudyDescription": "a\u0000b"} }""", null);
        yield return Case("a NUL in a name", """{"Replace": {"Study\u0000Description": "a"} }""", 400);
        yield return Case("a NUL after the body", [.. "{}"u8, 0], null);
        yield return Case("a byte order mark", [0xEF, 0xBB, 0xBF, .. "{}"u8], null);
        yield return Case("nothing", [], 400);
        yield return Case("an index beyond 32 bits", """{"Remove": ["0008,1140[4294967296].0008,1150"]}""", 400);
        yield return Case("an index beyond 64 bits", """{"Remove": ["0008,1140[99999999999999999999].0008,1150"]}""", 400);
        yield return Case("an index that no sequence has", """{"Replace": {"0008,1140[2147483647].0008,1150": "1"} }""", null);
        yield return Case("a number beyond all", """{"Replace": {"Rows": 1e999} }""", 400);
        yield return Case("a number of 100,000 digits", () => Text("""{"Priority": """, "9", Many, "}"), null);
    }

    protected override JsonObject Configuration => new()
    {
        ["HttpThreadsCount"] = Threads,
        ["Deid"] = new JsonObject { ["Threads"] = 1 },
    };

    [OneTimeSetUp]
    public async Task Store()
    {
        _studies = await SampleStudies.In(Host, "83");
        _before = await Host.CountInstances();
    }

    [TestCaseSource(nameof(Bodies))]
    public async Task A_body_is_answered(string name, Func<byte[]> make, int? status)
    {
        var body = make();
        // Orthanc itself is slow to store so many items and to receive 10 MB.
        foreach (var route in name == Items ? Routes[..1] : body.Length > 5 * Megabyte ? Routes[..2] : Routes)
        {
            var answer = await Host.Post(PathOf(route), body);
            if (answer.Status == 200)
            {
                Assert.That(status, Is.Null, route);
                await DeleteWhatIsNew(answer, route);
            }
            else
            {
                Assert.That(answer.Status, Is.InRange(400, 500), route);
                Assert.That(answer.Error("HttpStatus"), Is.EqualTo($"{answer.Status}"), route);
                Assert.That(answer.Body, Has.Length.LessThan(10_000), route);
                Assert.That(status, Is.Null.Or.EqualTo(answer.Status), route);
            }
        }

        Assert.That((await Host.Ask(_studies.Instance("1.1.1.1"), "modify", "{}")).Status, Is.EqualTo(200));
        Assert.That(await Host.CountInstances(), Is.EqualTo(_before));
    }

    /// <summary>The largest body. The tests above check such contents with smaller ones.</summary>
    [Test]
    public async Task A_body_of_100_MB_is_answered()
    {
        var answer = await Host.Post(PathOf("instance"), Repeat(" ", 100 * Megabyte));
        Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
        Assert.That((await Host.Ask(_studies.Instance("1.1.1.1"), "modify", "{}")).Status, Is.EqualTo(200));
    }

    /// <summary>Sends all bodies repeatedly. The memory of the first rounds must suffice for the others.</summary>
    [Test]
    public async Task No_memory_stays()
    {
        var use = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var make in Bodies().Select(test => (Func<byte[]>)test.Arguments[1]!))
            {
                await Host.Post(PathOf("instance"), make());
            }

            use.Add(ResourceUse.ResidentMegabytes(Host));
        }

        var growth = Median(use.TakeLast(3)) - Median(use.Skip(WarmRounds).Take(3));
        Assert.That(growth, Is.LessThan(MostMegabytes), () => string.Join(" MB, ", use));
    }

    private static double Median(IEnumerable<double> three) => three.Order().ElementAt(1);

    private static TestCaseData Case(string name, Func<byte[]> make, int? status) =>
        new TestCaseData(name, make, status).SetArgDisplayNames(name);

    private static TestCaseData Case(string name, string body, int? status) =>
        Case(name, () => Encoding.UTF8.GetBytes(body), status);

    private static TestCaseData Case(string name, byte[] body, int? status) => Case(name, () => body, status);

    private static byte[] Repeat(string part, int count) => Text(string.Empty, part, count, string.Empty);

    private static byte[] Text(string head, string part, int count, string tail) => Encoding.UTF8.GetBytes(
        new StringBuilder(head, head.Length + tail.Length + (part.Length * count)).Insert(head.Length, part, count)
            .Append(tail).ToString());

    private string PathOf(string route) => route switch
    {
        "instance" => $"/instances/{_studies.Instance("1.1.1.1")}/anonymize",
        "study" => $"/studies/{_studies.Study("1.1")}/modify",
        "bulk" => "/tools/bulk-anonymize",
        _ => $"/studies/{_studies.Study("1.1")}/{route}",
    };

    private async Task DeleteWhatIsNew(Answer answer, string route)
    {
        if (route != "instance" && answer.Json().TryGetProperty("Path", out var path))
        {
            await Host.Send(HttpMethod.Delete, path.GetString()!, null);
        }
    }
}
