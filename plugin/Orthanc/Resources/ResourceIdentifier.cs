// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Resources;

/// <summary>
/// Orthanc's identifiers of resources: a SHA-1 in five groups of eight hexadecimal digits. Whatever else a client calls
/// one must not become a part of a path of the host.
/// </summary>
internal static class ResourceIdentifier
{
    private const int Groups = 5;
    private const int Digits = 8;

    /// <summary>Whether a text has the form of one.</summary>
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
}
