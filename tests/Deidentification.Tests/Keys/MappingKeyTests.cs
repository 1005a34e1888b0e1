// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Keys;

namespace OrthancDeid.Deidentification.Tests.Keys;

/// <summary>OpenSSL opens a mapping that is sealed for a data manager, and no other key does.</summary>
public class MappingKeyTests
{
    private static readonly string[] Kinds =
    [
        "-algorithm RSA -pkeyopt rsa_keygen_bits:2048", "-algorithm RSA -pkeyopt rsa_keygen_bits:3072",
        "-algorithm EC -pkeyopt ec_paramgen_curve:P-256", "-algorithm EC -pkeyopt ec_paramgen_curve:P-384",
        "-algorithm EC -pkeyopt ec_paramgen_curve:P-521",
    ];

    [Test]
    public void OpenSSL_opens_what_is_sealed([ValueSource(nameof(Kinds))] string kind, [Values] bool hasCertificate)
    {
        using var pair = new OpenSslKey(kind);
        var key = MappingKey.Parse(hasCertificate ? pair.Certificate : pair.PublicKey);
        foreach (var message in (byte[][])[[], "Müller"u8.ToArray(), new byte[16], new byte[100_000]])
        {
            Assert.That(pair.Open(key.Seal(message), hasCertificate), Is.EqualTo(message));
            Assert.That(pair.Open(key.Seal(message), withCertificate: false), Is.EqualTo(message));
        }

        Assert.That(pair.Describe(key.Seal("x"u8)), Does.Contain("aes-256-cbc"));
    }

    [Test]
    public void The_same_message_is_never_sealed_alike_and_nothing_of_it_is_readable()
    {
        using var pair = new OpenSslKey(Kinds[2]);
        var key = MappingKey.Parse(pair.Certificate);
        var message = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("4711-0815 ", 20)));
        var (first, second) = (key.Seal(message), key.Seal(message));
        Assert.That(first, Is.Not.EqualTo(second));
        Assert.That(Encoding.Latin1.GetString(first), Does.Not.Contain("4711"));
    }

    [Test]
    public void A_key_is_known_by_its_fingerprint_with_or_without_a_certificate()
    {
        using var pair = new OpenSslKey(Kinds[2]);
        Assert.That(MappingKey.Parse(pair.Certificate).Fingerprint, Is.EqualTo(MappingKey.Parse("\n" + pair.PublicKey).Fingerprint));
    }

    [Test]
    public void A_private_key_has_no_place_here()
    {
        using var pair = new OpenSslKey(Kinds[2]);
        Assert.That(
            () => MappingKey.Parse(pair.PublicKey + pair.PrivateKey),
            Throws.TypeOf<FormatException>().With.Message.Contain("private key"));
    }

    [TestCase("-algorithm RSA -pkeyopt rsa_keygen_bits:1024")]
    [TestCase("-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1")]
    [TestCase("-algorithm ED25519")]
    public void Another_kind_of_key_is_refused(string kind)
    {
        using var pair = new OpenSslKey(kind);
        Assert.That(() => MappingKey.Parse(pair.PublicKey), Throws.TypeOf<FormatException>().With.Message.Contain("is expected"));
    }

    [TestCase("")]
    [TestCase("no key")]
    [TestCase("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [TestCase("-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----\n")]
    [TestCase("-----BEGIN RUBBISH-----\nMAA=\n-----END RUBBISH-----\n")]
    public void What_is_no_key_is_refused(string pem) =>
        Assert.That(() => MappingKey.Parse(pem), Throws.TypeOf<FormatException>().With.Message.Contain("is expected"));

    [Test]
    public void A_key_that_is_damaged_is_refused_and_no_other_fault_leaves()
    {
        using var pair = new OpenSslKey(Kinds[2]);
        var lines = pair.PublicKey.Split('\n');
        var bytes = Convert.FromBase64String(string.Concat(lines[1..^2]));
        for (var at = 0; at < bytes.Length; at++)
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= 0x41;
            try
            {
                MappingKey.Parse($"{lines[0]}\n{Convert.ToBase64String(damaged)}\n{lines[^2]}\n");
            }
            catch (FormatException)
            {
                // As expected. A changed point may even be another valid point.
            }
        }
    }
}
