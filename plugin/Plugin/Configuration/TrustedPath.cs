// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Win32.SafeHandles;

namespace OrthancDeid.Plugin.Configuration;

/// <summary>
/// The path to a file that nobody else can replace. Anyone who may write to a folder on the path could put another file
/// there. The folders are checked from the root on, so that afterwards only trusted users can change what was checked.
/// </summary>
internal sealed class TrustedPath
{
    // The limit of Linux, beyond which links are taken for a loop.
    private const int MostLinks = 40;
    private const uint Root = 0;

    private const UnixFileMode WrittenByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly List<(string Path, FileStatus Folder, FileStatus Entry)> _folders = [];
    private readonly string _path;

    private TrustedPath(string path) => _path = path;

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">
    /// Its absolute path. Symbolic links are followed, and the folders on the paths of their targets are checked, too.
    /// </param>
    /// <param name="status">The status of the file.</param>
    /// <exception cref="IOException">
    /// The file cannot be opened, it is not an ordinary file, or others may write to a folder on its path.
    /// </exception>
    public static SafeFileHandle Open(string path, out FileStatus status)
    {
        var way = new TrustedPath(path);
        var target = way.Follow();

        // Checked before it is opened, since opening a device may have effects, and again afterwards, since the opened
        // file is the one that is read.
        RequireFile(FileStatus.Of(target), target);
        var file = FileStatus.Open(target);
        try
        {
            status = FileStatus.Of(file, target);
            RequireFile(status, target);
            way.Check(status.Owner);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void RequireFile(FileStatus status, string path)
    {
        if (status.Kind != FileKind.File)
        {
            throw new IOException(
                $"{path} is {(status.Kind == FileKind.Folder ? "a folder" : "a pipe, a device or a socket")}, not a file");
        }
    }

    /// <summary>Follows the path and notes each folder on it.</summary>
    /// <returns>The path without symbolic links.</returns>
    private string Follow()
    {
        var names = new Stack<string>(_path.Split('/').Reverse());
        var folder = "/";
        var links = 0;
        while (names.TryPop(out var name))
        {
            if (name is "" or ".")
            {
                continue;
            }

            if (name == "..")
            {
                folder = Path.GetDirectoryName(folder) ?? "/";
                continue;
            }

            var entry = Path.Combine(folder, name);
            var status = FileStatus.Of(entry);
            _folders.Add((folder, FileStatus.Of(folder), status));
            if (status.Kind != FileKind.Link)
            {
                folder = entry;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"{_path}: too many symbolic links");
            }

            var target = new FileInfo(entry).LinkTarget ?? throw new IOException($"{entry}: the link cannot be read");
            folder = target.StartsWith('/') ? "/" : folder;
            foreach (var part in target.Split('/').Reverse())
            {
                names.Push(part);
            }
        }

        return folder;
    }

    private void Check(uint owner)
    {
        for (var i = 0; i < _folders.Count; i++)
        {
            var (path, folder, entry) = _folders[i];
            var isOwned = folder.Owner == Root || folder.Owner == FileStatus.User || folder.Owner == owner;
            var isWritten = (folder.Mode & WrittenByOthers) != 0;

            // In a folder like /tmp, others can move only their own files. But a secret does not belong there.
            var isShared = folder.Mode.HasFlag(UnixFileMode.StickyBit) && i < _folders.Count - 1
                && (entry.Owner == Root || entry.Owner == FileStatus.User);
            if (!isOwned || (isWritten && !isShared))
            {
                throw new IOException(
                    $"the folder {path} may be written by others ({folder.Mode}), who could exchange the file; keep the file in a "
                    + "folder that only root, or the user of Orthanc, may write (chmod go-w)");
            }
        }
    }
}
