// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Keys;

namespace OrthancDeid.Plugin.Configuration;

/// <summary>Reads the secret that pseudonyms are derived from, from the file that the configuration names.</summary>
internal static class PseudonymKeyFile
{
    private const string Member = "Deid.PseudonymKeyFile";
    private const int LargestSize = 1 << 16;

    /// <summary>Reads the file.</summary>
    /// <param name="path">Its absolute path.</param>
    /// <exception cref="ConfigurationException">
    /// There is no such file, others may read or replace it, or it contains no secret.
    /// </exception>
    public static PseudonymKey Read(string path)
    {
        try
        {
            return PseudonymKey.Of(TrustedFile.Read(Member, path, LargestSize, "a key"));
        }
        catch (ArgumentException fault)
        {
            throw new ConfigurationException(Member, fault.Message, fault);
        }
    }
}
