// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;

namespace OrthancDeid.Plugin.Access;

/// <summary>Compares secrets. The .NET class for this would need OpenSSL beside the plugin.</summary>
internal static class SecretText
{
    /// <summary>Whether two texts are the same. The time it takes does not reveal where they differ.</summary>
    public static bool AreSame(string secret, string given)
    {
        var one = Encoding.UTF8.GetBytes(secret);
        var other = Encoding.UTF8.GetBytes(given);
        var difference = one.Length ^ other.Length;
        for (var i = 0; i < other.Length; i++)
        {
            difference |= other[i] ^ (one.Length > 0 ? one[i % one.Length] : 0);
        }

        return difference == 0;
    }
}
