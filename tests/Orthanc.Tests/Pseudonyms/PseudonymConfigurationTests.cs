// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Pseudonyms;

/// <summary>
/// What Orthanc is told of the secret and cannot be followed stops it: it would go on without pseudonyms, or with
/// pseudonyms that others can undo.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.All))]
[Parallelizable(ParallelScope.All)]
internal sealed class PseudonymConfigurationTests(OrthancVersion version)
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    [TestCase(UnixFileMode.OtherRead)]
    [TestCase(UnixFileMode.OtherWrite)]
    [TestCase(UnixFileMode.GroupWrite)]
    public async Task A_file_that_others_may_read_or_write_is_refused(UnixFileMode mode)
    {
        using var key = new KeyFile(Secret, UnixFileMode.UserRead | mode);
        await AssertRefused(key.Configuration, "PseudonymKeyFile", $"{mode}");
    }

    [Test]
    public async Task A_secret_that_is_too_short_is_refused_and_not_shown()
    {
        using var key = new KeyFile(Secret[1..] + "\n");
        var log = await AssertRefused(key.Configuration, "PseudonymKeyFile", "32");
        Assert.That(log, Does.Not.Contain(Secret[1..]));
    }

    [Test]
    public async Task A_file_that_is_not_there_is_refused()
    {
        using var key = new KeyFile(Secret);
        File.Delete(key.Path);
        await AssertRefused(key.Configuration, "PseudonymKeyFile", key.Path);
    }

    [TestCase("\"pseudonyms.key\"", "absolute")]
    [TestCase("7", "string")]
    [TestCase("null", "string")]
    public async Task What_names_no_file_is_refused(string member, string said) =>
        await AssertRefused(Deid("PseudonymKeyFile", member), "PseudonymKeyFile", said);

    [TestCase("[1]")]
    [TestCase("[2, 1]")]
    [TestCase("[0, 0]")]
    [TestCase("[1.5, 2]")]
    [TestCase("[\"1\", 2]")]
    [TestCase("[-40000, 1]")]
    [TestCase("30")]
    public async Task What_is_no_range_of_days_is_refused(string member) =>
        await AssertRefused(Deid("DateShiftDays", member), "DateShiftDays", "36525");

    [Test]
    public async Task A_file_of_the_owner_and_a_range_are_taken()
    {
        using var key = new KeyFile(Secret, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var configuration = key.Configuration;
        configuration["Deid"]!["DateShiftDays"] = new JsonArray(-7, 7);
        using var host = await OrthancHost.Start(version, [ProjectFiles.Plugin], configuration);
        host.Stop();
        Assert.That(host.ErrorLines, Is.Empty);
        Assert.That(host.Log, Does.Not.Contain(Secret));
    }

    private static JsonObject Deid(string member, string value) =>
        new() { ["Deid"] = new JsonObject { [member] = JsonNode.Parse(value) } };

    private async Task<string> AssertRefused(JsonObject configuration, params string[] said)
    {
        OrthancHost.SkipUnlessHere(version);
        InvalidOperationException? fault = null;
        try
        {
            (await OrthancHost.Start(version, [ProjectFiles.Plugin], configuration)).Dispose();
        }
        catch (InvalidOperationException stopped)
        {
            fault = stopped;
        }

        Assert.That(fault, Is.Not.Null, "Orthanc started");
        var line = fault!.Message.Split('\n').FirstOrDefault(one => one.StartsWith('E') && one.Contains("Deid.", StringComparison.Ordinal));
        Assert.That(line, Is.Not.Null, fault.Message);
        foreach (var part in said)
        {
            Assert.That(line, Does.Contain(part));
        }

        return fault.Message;
    }
}
