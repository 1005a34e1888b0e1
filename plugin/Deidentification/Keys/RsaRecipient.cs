// SPDX-License-Identifier: GPL-3.0-or-later

using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Encodings;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using PkcsObjectIdentifiers = Org.BouncyCastle.Asn1.Pkcs.PkcsObjectIdentifiers;
using RsaesOaepParameters = Org.BouncyCastle.Asn1.Pkcs.RsaesOaepParameters;
using RsaPublicKeyStructure = Org.BouncyCastle.Asn1.X509.RsaPublicKeyStructure;

namespace OrthancDeid.Deidentification.Keys;

/// <summary>A recipient with an RSA key: key transport by RSAES-OAEP with SHA-256 (RFC 3560).</summary>
/// <param name="key">The key.</param>
/// <param name="identifier">How the message names the recipient.</param>
internal sealed class RsaRecipient(RsaKeyParameters key, RecipientIdentifier identifier) : MappingKey.IRecipient
{
    private const int FewestBits = 2048;

    private static readonly AlgorithmIdentifier Sha256 = new(NistObjectIdentifiers.IdSha256, DerNull.Instance);

    private static readonly AlgorithmIdentifier Algorithm = new(
        PkcsObjectIdentifiers.IdRsaesOaep,
        new RsaesOaepParameters(
            Sha256, new AlgorithmIdentifier(PkcsObjectIdentifiers.IdMgf1, Sha256), RsaesOaepParameters.DefaultPSourceAlgorithm));

    /// <summary>Reads a key.</summary>
    /// <param name="info">The key.</param>
    /// <param name="certificate">Its certificate; null for none.</param>
    /// <param name="keyIdentifier">Identifies it without a certificate.</param>
    /// <returns>Null if it is too short.</returns>
    public static RsaRecipient? Of(SubjectPublicKeyInfo info, IssuerAndSerialNumber? certificate, byte[] keyIdentifier)
    {
        var numbers = RsaPublicKeyStructure.GetInstance(info.ParsePublicKey());
        return numbers.Modulus.BitLength < FewestBits ? null : new RsaRecipient(
            new RsaKeyParameters(isPrivate: false, numbers.Modulus, numbers.PublicExponent),
            certificate is not null
                ? new RecipientIdentifier(certificate) : new RecipientIdentifier(new SubjectKeyIdentifier(keyIdentifier)));
    }

    /// <inheritdoc/>
    public RecipientInfo Info(byte[] contentKey)
    {
        var cipher = new OaepEncoding(new RsaEngine(), new Sha256Digest(), new Sha256Digest(), null);
        cipher.Init(forEncryption: true, new ParametersWithRandom(key, new SecureRandom(new PlainRandom())));
        return new RecipientInfo(new KeyTransRecipientInfo(
            identifier, Algorithm, new DerOctetString(cipher.ProcessBlock(contentKey, 0, contentKey.Length))));
    }
}
