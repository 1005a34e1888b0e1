// SPDX-License-Identifier: GPL-3.0-or-later

using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;

namespace OrthancDeid.Deidentification.Keys;

/// <summary>
/// A recipient with a key on an elliptic curve. Each message has a key pair of its own, and key agreement by ECDH with
/// SHA-256 gives the key that wraps the content key (RFC 5753 3.1).
/// </summary>
/// <param name="key">The key.</param>
/// <param name="algorithm">The key and its curve.</param>
/// <param name="identifier">How the message names the recipient.</param>
internal sealed class EllipticRecipient(
    ECPublicKeyParameters key, AlgorithmIdentifier algorithm, KeyAgreeRecipientIdentifier identifier) : MappingKey.IRecipient
{
    private const int WrapBits = 256;

    // With this many bytes more than the order has, the remainder is practically uniform (NIST SP 800-56A 5.6.1.2.1).
    private const int ExtraBytes = 8;

    // dhSinglePass-stdDH-sha256kdf-scheme (RFC 5753 7.1.4).
    private static readonly DerObjectIdentifier Agreement = SecObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme;

    // Without parameters (RFC 3565 2.3.2).
    private static readonly AlgorithmIdentifier Wrap = new(NistObjectIdentifiers.IdAes256Wrap);

    // What the key is for, and its size in bits (RFC 5753 7.2, ECC-CMS-SharedInfo).
    private static readonly byte[] SharedInfo = new DerSequence(
        Wrap, new DerTaggedObject(isExplicit: true, 2, new DerOctetString([0, 0, WrapBits >> 8, WrapBits & 0xFF])))
        .GetEncoded(Asn1Encodable.Der);

    private static readonly DerObjectIdentifier[] Curves =
        [SecObjectIdentifiers.SecP256r1, SecObjectIdentifiers.SecP384r1, SecObjectIdentifiers.SecP521r1];

    /// <summary>Reads a key.</summary>
    /// <param name="info">The key.</param>
    /// <param name="certificate">Its certificate; null for none.</param>
    /// <param name="keyIdentifier">Identifies it without a certificate.</param>
    /// <returns>Null if it is on another curve.</returns>
    public static EllipticRecipient? Of(SubjectPublicKeyInfo info, IssuerAndSerialNumber? certificate, byte[] keyIdentifier)
    {
        if (info.Algorithm.Parameters is not DerObjectIdentifier curve || !Curves.Contains(curve))
        {
            return null;
        }

        var domain = new ECNamedDomainParameters(curve, SecNamedCurves.GetByOid(curve));

        // The constructor refuses a point that is not on the curve.
        var point = domain.Curve.DecodePoint(info.PublicKey.GetBytes());
        return new EllipticRecipient(
            new ECPublicKeyParameters(point, domain), info.Algorithm,
            certificate is not null
                ? new KeyAgreeRecipientIdentifier(certificate)
                : new KeyAgreeRecipientIdentifier(new RecipientKeyIdentifier(keyIdentifier)));
    }

    /// <inheritdoc/>
    public RecipientInfo Info(byte[] contentKey)
    {
        var domain = key.Parameters;
        var own = new ECPrivateKeyParameters(Random(domain.N), domain);
        var agreement = new ECDHBasicAgreement();
        agreement.Init(own);
        var shared = agreement.CalculateAgreement(key).ToByteArrayUnsigned();
        var secret = new byte[agreement.GetFieldSize()];
        shared.CopyTo(secret, secret.Length - shared.Length);

        var derivation = new Kdf2BytesGenerator(new Sha256Digest());
        derivation.Init(new KdfParameters(secret, SharedInfo));
        var wrapKey = new byte[WrapBits / 8];
        derivation.GenerateBytes(wrapKey, 0, wrapKey.Length);
        var wrapping = new AesWrapEngine();
        wrapping.Init(forWrapping: true, new KeyParameter(wrapKey));
        var wrapped = wrapping.Wrap(contentKey, 0, contentKey.Length);

        var ownPoint = domain.G.Multiply(own.D).Normalize().GetEncoded(compressed: false);
        var originator = new OriginatorIdentifierOrKey(
            new OriginatorPublicKey(algorithm, new DerBitString(ownPoint)));
        return new RecipientInfo(new KeyAgreeRecipientInfo(
            originator, null, new AlgorithmIdentifier(Agreement, Wrap),
            new DerSequence(new RecipientEncryptedKey(identifier, new DerOctetString(wrapped)))));
    }

    /// <summary>A random number from 1 to one less than the order.</summary>
    private static BigInteger Random(BigInteger order)
    {
        var bytes = new byte[((order.BitLength + 7) / 8) + ExtraBytes];
        PlainRandom.Fill(bytes);
        return new BigInteger(1, bytes).Mod(order.Subtract(BigInteger.One)).Add(BigInteger.One);
    }
}
