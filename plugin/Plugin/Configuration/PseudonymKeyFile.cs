// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Keys;

namespace OrthancDeid.Plugin.Configuration;

/// <summary>Reads the secret of pseudonyms from the file that the configuration names.</summary>
internal static class PseudonymKeyFile
{
    private const string Member = "Deid.PseudonymKeyFile";
    private const int LargestSize = 1 << 16;

    private const UnixFileMode Forbidden = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute
        | UnixFileMode.GroupWrite;

    /// <summary>Reads the file.</summary>
    /// <param name="path">Its absolute path: Orthanc may be started in any folder.</param>
    /// <exception cref="ConfigurationException">
    /// There is none, others may read it or put another one in its place, or it holds no secret.
    /// </exception>
    public static PseudonymKey Read(string path)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            throw new ConfigurationException(Member, "an absolute path is expected");
        }

        if (OperatingSystem.IsWindows())
        {
            // A secret that everybody may read is none, so what cannot be checked is refused.
            throw new ConfigurationException(Member, "who may read a file cannot be checked on Windows yet");
        }

        try
        {
            using var handle = TrustedPath.Open(path, out var status);
            if ((status.Mode & Forbidden) is not 0 and var mode)
            {
                throw new ConfigurationException(
                    Member,
                    $"the file may be read or changed by others ({mode}); the user that Orthanc runs as has to read it, and nobody "
                    + "but root to write it: chown root:orthanc and chmod 640, if that user is in the group orthanc");
            }

            var size = RandomAccess.GetLength(handle);
            if (size > LargestSize)
            {
                throw new ConfigurationException(Member, $"the file has {size} bytes, more than the {LargestSize} of a key");
            }

            var secret = new byte[size];
            var length = RandomAccess.Read(handle, secret, 0);
            return PseudonymKey.Of(secret.AsSpan(0, length));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ConfigurationException(Member, fault.Message, fault);
        }
    }
}
