// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Plugin.Configuration;

/// <summary>
/// Reads a file that nobody else may change or replace. If it is secret, because it reveals who patients are, nobody else
/// may read it, either.
/// </summary>
internal static class TrustedFile
{
    private const UnixFileMode WrittenByOthers = UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;
    private const UnixFileMode OpenToOthers = WrittenByOthers | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Reads the file.</summary>
    /// <param name="member">The member of the configuration that names it.</param>
    /// <param name="path">Its path, which must be absolute because Orthanc may be started in any folder.</param>
    /// <param name="largest">The most bytes that it may have.</param>
    /// <param name="kind">What it is, as the end of "more than the … bytes of".</param>
    /// <param name="isSecret">Whether others must not read it.</param>
    /// <exception cref="ConfigurationException">
    /// There is no such file, it is too large, or others may read, change or replace it.
    /// </exception>
    public static byte[] Read(string member, string path, int largest, string kind, bool isSecret = true)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            throw new ConfigurationException(member, "an absolute path is expected");
        }

        if (OperatingSystem.IsWindows())
        {
            // A secret that anyone can read is no secret, and a key that anyone can replace is no protection. So what cannot
            // be checked is refused.
            throw new ConfigurationException(member, "who may read or change a file cannot be checked on Windows yet");
        }

        try
        {
            using var handle = TrustedPath.Open(path, out var status);
            if ((status.Mode & (isSecret ? OpenToOthers : WrittenByOthers)) is not 0 and var mode)
            {
                throw new ConfigurationException(
                    member,
                    $"the file may be {(isSecret ? "read or " : string.Empty)}changed by others ({mode}); the user that Orthanc runs as has to read it, and nobody "
                    + "but root to write it: chown root:orthanc and chmod 640, if that user is in the group orthanc");
            }

            var size = RandomAccess.GetLength(handle);
            if (size > largest)
            {
                throw new ConfigurationException(member, $"the file has {size} bytes, more than the {largest} of {kind}");
            }

            var content = new byte[size];
            var length = 0;
            while (length < content.Length && RandomAccess.Read(handle, content.AsSpan(length), length) is > 0 and var read)
            {
                length += read;
            }

            return content[..length];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(member, fault.Message, fault);
        }
    }
}
