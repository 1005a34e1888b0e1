// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using Org.BouncyCastle.Crypto.Digests;

namespace OrthancDeid.Jobs.Resources;

/// <summary>
/// Orthanc's identifiers of resources: each is a SHA-1, written in five groups of eight hexadecimal digits. No other
/// text from a client may become part of a path of the host.
/// </summary>
internal static class ResourceIdentifier
{
    private const int Groups = 5;
    private const int Digits = 8;

    /// <summary>The size of the SHA-1 in bytes.</summary>
    public const int Size = Groups * Digits / 2;

    /// <summary>Whether a text has the form of an identifier.</summary>
    public static bool IsValid(string id)
    {
        if (id.Length != (Groups * (Digits + 1)) - 1)
        {
            return false;
        }

        for (var i = 0; i < id.Length; i++)
        {
            if (i % (Digits + 1) == Digits ? id[i] != '-' : !char.IsAsciiHexDigitLower(id[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Computes Orthanc's identifier of an instance, or of a series, study or patient.</summary>
    /// <param name="identifiers">
    /// PatientID, then the UIDs of study, series and instance, without padding, down to the level of the resource.
    /// </param>
    public static string OfPath(params ReadOnlySpan<string> identifiers)
    {
        var text = Encoding.UTF8.GetBytes(string.Join('|', identifiers));
        var digest = new Sha1Digest();
        digest.BlockUpdate(text, 0, text.Length);
        var hash = new byte[Size];
        digest.DoFinal(hash, 0);
        return FromHash(hash);
    }

    /// <summary>The SHA-1 of an identifier.</summary>
    /// <param name="id">Orthanc's identifier of a resource.</param>
    /// <param name="hash">Takes <see cref="Size"/> bytes.</param>
    /// <exception cref="FormatException">The text is not such an identifier.</exception>
    public static void ToHash(string id, Span<byte> hash)
    {
        if (!IsValid(id))
        {
            throw new FormatException("This is no identifier of a resource of Orthanc.");
        }

        for (var group = 0; group < Groups; group++)
        {
            Convert.FromHexString(
                id.AsSpan(group * (Digits + 1), Digits), hash.Slice(group * Digits / 2, Digits / 2), out _, out _);
        }
    }

    /// <summary>The identifier with a given SHA-1: the inverse of <see cref="ToHash"/>.</summary>
    /// <param name="hash"><see cref="Size"/> bytes.</param>
    public static string FromHash(ReadOnlySpan<byte> hash)
    {
        Span<char> text = stackalloc char[(Groups * (Digits + 1)) - 1];
        text.Fill('-');
        for (var group = 0; group < Groups; group++)
        {
            Convert.TryToHexStringLower(
                hash.Slice(group * Digits / 2, Digits / 2), text.Slice(group * (Digits + 1), Digits), out _);
        }

        return new string(text);
    }
}
