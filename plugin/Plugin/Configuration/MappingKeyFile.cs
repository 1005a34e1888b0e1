// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Keys;

namespace OrthancDeid.Plugin.Configuration;

/// <summary>Reads the public key of a data manager from the file that the configuration names.</summary>
internal static class MappingKeyFile
{
    /// <summary>The member of the section.</summary>
    public const string Member = "MappingKey";

    private const int LargestSize = 1 << 16;

    /// <summary>Reads the file.</summary>
    /// <param name="path">Its absolute path.</param>
    /// <exception cref="ConfigurationException">
    /// There is no such file, others may replace it, or it contains no public key.
    /// </exception>
    public static MappingKey Read(string path)
    {
        try
        {
            // Anyone may read it. But whoever can change it can open what is sealed from then on.
            return MappingKey.Parse(Encoding.UTF8.GetString(TrustedFile.Read($"{DeidSection.Name}.{Member}", path, LargestSize, "a key", isSecret: false)));
        }
        catch (FormatException fault)
        {
            throw new ConfigurationException($"{DeidSection.Name}.{Member}", fault.Message, fault);
        }
    }
}
