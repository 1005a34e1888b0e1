// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Configuration;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Pseudonyms;

/// <summary>
/// A setting for the secret that cannot be followed stops Orthanc. Otherwise it would run without pseudonyms, or with
/// pseudonyms that others can undo.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.Newest))]
[Parallelizable(ParallelScope.All)]
internal sealed class PseudonymConfigurationTests(OrthancVersion version) : VersionFixture(version)
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

    /// <summary>Mode 644 is what everyone gets first, so the advice must work.</summary>
    [Test]
    public async Task Of_a_file_that_others_may_read_it_is_said_what_to_do()
    {
        using var key = new KeyFile(Secret, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await AssertRefused(key.Configuration, "chown root:orthanc", "640");
    }

    [TestCase("pipe")]
    [TestCase("socket")]
    [TestCase("folder")]
    [TestCase("device")]
    [TestCase("link to a device")]
    public async Task What_is_no_file_is_refused_and_nobody_waits_for_it(string kind)
    {
        using var key = new KeyFile(Secret);
        File.Delete(key.Path);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var configuration = key.Configuration;
        switch (kind)
        {
            case "pipe":
                using (var made = Process.Start("mkfifo", ["-m", "600", key.Path]))
                {
                    await made.WaitForExitAsync();
                    Assert.That(made.ExitCode, Is.Zero);
                }

                break;
            case "socket":
                socket.Bind(new UnixDomainSocketEndPoint(key.Path));
                break;
            case "folder":
                Directory.CreateDirectory(key.Path);
                break;
            case "device":
                configuration["Deid"]!["PseudonymKeyFile"] = "/dev/zero";
                break;
            default:
                File.CreateSymbolicLink(key.Path, "/dev/zero");
                break;
        }

        await AssertRefused(configuration, "PseudonymKeyFile", "not a file");
    }

    [TestCase(UnixFileMode.GroupWrite)]
    [TestCase(UnixFileMode.OtherWrite)]
    [TestCase(UnixFileMode.OtherWrite | UnixFileMode.StickyBit)]
    public async Task A_folder_that_others_may_write_is_refused(UnixFileMode mode)
    {
        using var key = new KeyFile(Secret);
        var folder = Path.GetDirectoryName(key.Path)!;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | mode);
        await AssertRefused(key.Configuration, "PseudonymKeyFile", $"the folder {folder} may be written by others");
    }

    [Test]
    public async Task A_folder_above_it_that_others_may_write_is_refused()
    {
        using var key = new KeyFile(Secret);
        var above = Path.GetDirectoryName(key.Path)!;
        var folder = Directory.CreateDirectory(Path.Combine(above, "inner", "innermost"));
        var inner = Path.Combine(folder.FullName, "pseudonyms.key");
        File.Move(key.Path, inner);
        var configuration = key.Configuration;
        configuration["Deid"]!["PseudonymKeyFile"] = inner;
        File.SetUnixFileMode(above, File.GetUnixFileMode(above) | UnixFileMode.OtherWrite);
        await AssertRefused(configuration, $"the folder {above} may be written by others");
    }

    [Test]
    public async Task A_link_counts_with_the_folders_on_its_way([Values] bool isWritten)
    {
        using var key = new KeyFile(Secret);
        using var elsewhere = new KeyFile(Secret);
        File.Delete(key.Path);
        File.CreateSymbolicLink(key.Path, elsewhere.Path);
        if (!isWritten)
        {
            using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], key.Configuration);
            host.Stop();
            Assert.That(host.ErrorLines, Is.Empty);
            return;
        }

        var folder = Path.GetDirectoryName(elsewhere.Path)!;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherWrite);
        await AssertRefused(key.Configuration, $"the folder {folder} may be written by others");
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
    [TestCase("""["1", 2]""")]
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
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], configuration);
        host.Stop();
        Assert.That(host.ErrorLines, Is.Empty);
        Assert.That(host.Log, Does.Not.Contain(Secret));
    }

    private static JsonObject Deid(string member, string value) =>
        new() { ["Deid"] = new JsonObject { [member] = JsonNode.Parse(value) } };

    private Task<string> AssertRefused(JsonObject configuration, params string[] said) =>
        RefusedConfiguration.Assert_it_is_refused(Version, configuration, [.. said, "Deid."]);
}
