// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using OrthancDeid.Plugin.Audit;

namespace OrthancDeid.Plugin.Configuration;

/// <summary>Opens the audit file that the configuration names.</summary>
internal static class AuditFileMember
{
    /// <summary>The member of the section.</summary>
    public const string Name = "AuditFile";

    private const string Member = $"{DeidSection.Name}.{Name}";

    private const UnixFileMode WrittenByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>What is wrong with a path before a file is opened there; null for nothing.</summary>
    public static string? FaultOf(string path)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            // Orthanc may be started in any folder.
            return "an absolute path is expected";
        }

        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            return $"there is no folder {Path.GetDirectoryName(path)}";
        }

        if (!Path.Exists(path) || OperatingSystem.IsWindows())
        {
            return null;
        }

        var status = FileStatus.Of(path);
        return status.Kind != FileKind.File ? $"{path} is no ordinary file"
            : (status.Mode & WrittenByOthers) != 0
                ? $"{path} may be changed by others ({status.Mode}): chmod go-w"
            : null;
    }

    /// <summary>Opens the file, which must be complete and unchanged.</summary>
    /// <param name="path">Its path; null for none.</param>
    /// <param name="logger">Logs when a new file begins while the host runs.</param>
    /// <exception cref="ConfigurationException">
    /// The file cannot be written, another Orthanc writes to it, or it was changed.
    /// </exception>
    public static AuditFile? Open(string? path, ILogger logger)
    {
        if (path is null)
        {
            return null;
        }

        if (OperatingSystem.IsWindows())
        {
            logger.AuditFileUnchecked();
        }

        try
        {
            return FaultOf(path) is { } fault
                ? throw new ConfigurationException(Member, fault)
                : AuditFile.Open(path, new AuditPlace(IsAt, FaultOf, logger), TimeProvider.System);
        }
        catch (FormatException fault)
        {
            throw new ConfigurationException(
                Member, $"{path} was changed: {fault.Message.TrimEnd('.')}. Keep it for those who have to know, and name another file", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                Member, $"{fault.Message.TrimEnd('.')}. Each Orthanc needs a file of its own, which the user that it runs as may write", fault);
        }
    }

    // On Windows, a file that is open and not shared cannot be moved or deleted.
    private static bool IsAt(SafeFileHandle file, string path) => OperatingSystem.IsWindows() || FileStatus.IsAt(file, path);
}
