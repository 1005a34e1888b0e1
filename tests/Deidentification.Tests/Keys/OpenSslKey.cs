// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using NUnit.Framework;

namespace OrthancDeid.Deidentification.Tests.Keys;

/// <summary>A key pair that OpenSSL makes, as a data manager would. It is deleted when the test disposes of it.</summary>
internal sealed class OpenSslKey : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orthanc-deid-openssl-");

    /// <summary>Makes a key pair.</summary>
    /// <param name="options">Options of <c>openssl genpkey</c>: the algorithm and its size or curve.</param>
    public OpenSslKey(string options)
    {
        Run($"genpkey {options} -out {Private}");
        Run($"req -x509 -key {Private} -out {PathOf("certificate.pem")} -subj /CN=office/O=trial -days 2");
        Run($"pkey -in {Private} -pubout -out {PathOf("public.pem")}");
    }

    /// <summary>The certificate in PEM.</summary>
    public string Certificate => File.ReadAllText(PathOf("certificate.pem"));

    /// <summary>The public key in PEM.</summary>
    public string PublicKey => File.ReadAllText(PathOf("public.pem"));

    /// <summary>The private key in PEM.</summary>
    public string PrivateKey => File.ReadAllText(Private);

    private string Private => PathOf("private.pem");

    /// <summary>Decrypts a sealed message.</summary>
    /// <param name="message">CMS in DER.</param>
    /// <param name="withCertificate">Whether OpenSSL gets the certificate that selects the recipient.</param>
    public byte[] Open(byte[] message, bool withCertificate)
    {
        File.WriteAllBytes(PathOf("message.der"), message);
        Run($"cms -decrypt -inform DER -binary -in {PathOf("message.der")} -inkey {Private} -out {PathOf("message.txt")}"
            + (withCertificate ? $" -recip {PathOf("certificate.pem")}" : string.Empty));
        return File.ReadAllBytes(PathOf("message.txt"));
    }

    /// <summary>OpenSSL's description of a message.</summary>
    public string Describe(byte[] message)
    {
        File.WriteAllBytes(PathOf("message.der"), message);
        return Run($"cms -cmsout -print -noout -inform DER -in {PathOf("message.der")}");
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static string Run(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var faults = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, () => faults.Result);
        return said;
    }
}
