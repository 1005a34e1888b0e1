// SPDX-License-Identifier: GPL-3.0-or-later

using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;
using PkcsObjectIdentifiers = Org.BouncyCastle.Asn1.Pkcs.PkcsObjectIdentifiers;

namespace OrthancDeid.Deidentification.Keys;

/// <summary>
/// The public key of a data manager. Only the private key, which this host does not have, opens what is sealed with it.
/// The format is CMS EnvelopedData (RFC 5652) with AES-256 (RFC 3565), which <c>openssl cms -decrypt</c> opens. Immutable,
/// and safe for use by several threads.
/// </summary>
internal sealed class MappingKey
{
    private const int KeySize = 32;
    private const int BlockSize = 16;

    private const string Expected = "an X.509 certificate or a public key in PEM is expected, RSA from 2048 bits on or EC on P-256, "
        + "P-384 or P-521";

    private readonly IRecipient _recipient;

    private MappingKey(IRecipient recipient, byte[] key)
    {
        _recipient = recipient;
        Fingerprint = Convert.ToHexStringLower(Sha256.Of(key));
    }

    /// <summary>The SHA-256 of the public key (SubjectPublicKeyInfo), in hexadecimal digits.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads a key.</summary>
    /// <param name="pem">The text of the file.</param>
    /// <exception cref="FormatException">It holds no such key, or a private one.</exception>
    public static MappingKey Parse(ReadOnlySpan<char> pem)
    {
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw new FormatException(
                "the file holds a private key: whoever has this host could open all mappings; only the public key belongs here");
        }

        if (!PemEncoding.TryFind(pem, out var fields))
        {
            throw new FormatException(Expected);
        }

        try
        {
            var content = Convert.FromBase64String(pem[fields.Base64Data].ToString());
            return pem[fields.Label] switch
            {
                "CERTIFICATE" => OfCertificate(X509CertificateStructure.GetInstance(content)),
                "PUBLIC KEY" => OfKey(SubjectPublicKeyInfo.GetInstance(content)),
                _ => throw new FormatException(Expected),
            };
        }
        catch (Exception fault) when (fault is ArgumentException or ArithmeticException or IOException or InvalidOperationException or InvalidCastException)
        {
            throw new FormatException(Expected, fault);
        }
    }

    /// <summary>Encrypts a message.</summary>
    /// <returns>CMS in DER.</returns>
    public byte[] Seal(ReadOnlySpan<byte> message)
    {
        Span<byte> random = stackalloc byte[KeySize + BlockSize];
        PlainRandom.Fill(random);
        var (key, iv) = (random[..KeySize].ToArray(), random[KeySize..].ToArray());
        var cipher = new PaddedBufferedBlockCipher(new CbcBlockCipher(new AesEngine()), new Pkcs7Padding());
        cipher.Init(forEncryption: true, new ParametersWithIV(new KeyParameter(key), iv));
        var encrypted = new byte[cipher.GetOutputSize(message.Length)];
        var length = cipher.ProcessBytes(message, encrypted);
        length += cipher.DoFinal(encrypted.AsSpan(length));
        var content = new EncryptedContentInfo(
            CmsObjectIdentifiers.Data,
            new AlgorithmIdentifier(NistObjectIdentifiers.IdAes256Cbc, new DerOctetString(iv)),
            new DerOctetString(encrypted.AsSpan(0, length).ToArray()));
        var sealedData = new EnvelopedData(
            originatorInfo: null, new DerSet(_recipient.Info(key)), content, (Asn1Set?)null);
        return new ContentInfo(CmsObjectIdentifiers.EnvelopedData, sealedData).GetEncoded(Asn1Encodable.Der);
    }

    private static MappingKey OfCertificate(X509CertificateStructure certificate) => Of(
        certificate.SubjectPublicKeyInfo,
        new IssuerAndSerialNumber(certificate.Issuer, certificate.SerialNumber), keyIdentifier: []);

    private static MappingKey OfKey(SubjectPublicKeyInfo key)
    {
        // RFC 5280 4.2.1.2, method 1.
        var digest = new Sha1Digest();
        var bits = key.PublicKey.GetBytes();
        digest.BlockUpdate(bits, 0, bits.Length);
        var identifier = new byte[digest.GetDigestSize()];
        digest.DoFinal(identifier, 0);
        return Of(key, certificate: null, identifier);
    }

    private static MappingKey Of(SubjectPublicKeyInfo key, IssuerAndSerialNumber? certificate, byte[] keyIdentifier)
    {
        var algorithm = key.Algorithm.Algorithm;
        IRecipient? recipient =
            algorithm.Equals(PkcsObjectIdentifiers.RsaEncryption) ? RsaRecipient.Of(key, certificate, keyIdentifier)
            : algorithm.Equals(Org.BouncyCastle.Asn1.X9.X9ObjectIdentifiers.IdECPublicKey)
                ? EllipticRecipient.Of(key, certificate, keyIdentifier)
            : null;
        return recipient is not null
            ? new MappingKey(recipient, key.GetEncoded(Asn1Encodable.Der)) : throw new FormatException(Expected);
    }

    /// <summary>Encrypts the key of a message for a recipient.</summary>
    internal interface IRecipient
    {
        /// <summary>The part of the message for the recipient.</summary>
        RecipientInfo Info(byte[] contentKey);
    }
}
