// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Faults;

/// <summary>A disk of a few megabytes in memory, mounted on a temporary folder.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder)
    {
        Folder = folder;
    }

    /// <summary>The folder on which the disk is mounted.</summary>
    public string Folder { get; }

    /// <summary>Mounts a disk, or skips the test where that is not allowed.</summary>
    /// <param name="megabytes">Its size.</param>
    public static SmallDisk Mount(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("orthanc-deid-").FullName;
        var isMounted = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder);
        if (!isMounted)
        {
            Directory.Delete(folder);
        }

        Skip.Unless(isMounted, "only root can mount a small disk: run the tests as root");
        return new SmallDisk(folder);
    }

    /// <summary>Makes the disk read-only or writable again.</summary>
    public void SetReadOnly(bool isReadOnly) =>
        Assert.That(Run("mount", "-o", isReadOnly ? "remount,ro" : "remount,rw", Folder), Is.True);

    /// <inheritdoc/>
    public void Dispose()
    {
        Assert.That(Run("umount", Folder), Is.True);
        Directory.Delete(Folder);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
