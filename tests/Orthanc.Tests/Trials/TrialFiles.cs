// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Text;
using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Trials;

/// <summary>What a data manager gives to the administrator of a host or keeps, for the time of a test.</summary>
/// <param name="kept">A folder for the files that is kept; null for a temporary one.</param>
internal sealed class TrialFiles(string? kept = null) : IDisposable
{
    private readonly DirectoryInfo _folder =
        kept is null ? Directory.CreateTempSubdirectory("orthanc-deid-trial-") : Directory.CreateDirectory(kept);

    /// <summary>The list of subjects.</summary>
    public string Subjects => PathOf("trial7.csv");

    /// <summary>The certificate of the data manager.</summary>
    public string Certificate => PathOf("data-manager.crt");

    /// <summary>The secret of the pseudonyms.</summary>
    public string Secret => PathOf("pseudonyms.key");

    /// <summary>Writes the list, which by default only the user of the host may read.</summary>
    public void WriteSubjects(string csv, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite) =>
        Write(Subjects, csv, mode);

    /// <summary>Writes the secret.</summary>
    public void WriteSecret(string secret) => Write(Secret, secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);

    /// <summary>Makes a key pair and its certificate.</summary>
    /// <param name="options">Options of <c>openssl genpkey</c>.</param>
    public void MakeKey(string options = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256")
    {
        Run($"genpkey {options} -out {PathOf("data-manager.key")}");
        Run($"req -x509 -key {PathOf("data-manager.key")} -out {Certificate} -subj /CN=office -days 2");
    }

    /// <summary>Opens a sealed mapping as docs/trials.md describes.</summary>
    public string Open(byte[] message)
    {
        File.WriteAllBytes(PathOf("mapping.p7m"), message);
        Run($"cms -decrypt -binary -inform DER -in {PathOf("mapping.p7m")} -inkey {PathOf("data-manager.key")} -recip {Certificate} "
            + $"-out {PathOf("mapping")}");
        return File.ReadAllText(PathOf("mapping"), Encoding.UTF8);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (kept is null)
        {
            _folder.Delete(recursive: true);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static void Write(string path, string text, UnixFileMode mode)
    {
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, mode);
    }

    private static void Run(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardError = true })!;
        var faults = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, faults);
    }
}
