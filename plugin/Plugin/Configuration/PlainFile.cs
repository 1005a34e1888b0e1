// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;

namespace OrthancDeid.Plugin.Configuration;

/// <summary>
/// Reads a file that is named by the configuration, or by a client that has a section checked. It must be safe with any
/// path: a device never ends, a pipe never begins, and some files do not say how long they are.
/// </summary>
internal static class PlainFile
{
    /// <summary>Reads a text in UTF-8, with or without a byte-order mark; a symbolic link is followed.</summary>
    /// <param name="member">The member of the configuration that names it.</param>
    /// <param name="path">Its absolute path.</param>
    /// <param name="largest">The most bytes that it may have.</param>
    /// <param name="kind">What it is, as the end of "more than the … bytes of".</param>
    /// <param name="parse">Reads the text; throws a <see cref="FormatException"/> that names its line.</param>
    /// <exception cref="ConfigurationException">The file cannot be read, or has a fault.</exception>
    public static T Read<T>(string member, string path, int largest, string kind, Func<string, T> parse)
    {
        try
        {
            return parse(Encoding.UTF8.GetString(Read(path, largest, kind)).TrimStart('\uFEFF'));
        }
        catch (FormatException fault)
        {
            throw new ConfigurationException(member, $"{path}, {fault.Message}", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(member, fault.Message, fault);
        }
    }

    /// <summary>Reads the file.</summary>
    /// <param name="path">Its absolute path.</param>
    /// <param name="largest">The most bytes that it may have.</param>
    /// <param name="kind">What it is, as the end of "more than the … bytes of".</param>
    /// <exception cref="IOException">There is no such file, it is not an ordinary file, or it is too large.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading it is not permitted.</exception>
    private static byte[] Read(string path, int largest, string kind)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        using var handle = OperatingSystem.IsWindows() ? File.OpenHandle(target) : FileStatus.Open(target);
        if (!OperatingSystem.IsWindows() && FileStatus.Of(handle, path).Kind != FileKind.File)
        {
            throw new IOException($"{path} is no ordinary file");
        }

        using var content = new MemoryStream();
        var part = new byte[1 << 16];
        while (RandomAccess.Read(handle, part, content.Length) is > 0 and var length)
        {
            content.Write(part, 0, length);
            if (content.Length > largest)
            {
                throw new IOException($"{path} has more than the {largest} bytes of {kind}");
            }
        }

        return content.ToArray();
    }
}
