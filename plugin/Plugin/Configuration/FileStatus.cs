// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OrthancDeid.Plugin.Configuration;

/// <summary>
/// What the file system says about a file or folder. .NET does not give the owner, and cannot open a file without
/// blocking.
/// </summary>
/// <param name="Kind">The kind of file.</param>
/// <param name="Mode">Its permissions.</param>
/// <param name="Owner">The number of its owner.</param>
internal readonly partial record struct FileStatus(FileKind Kind, UnixFileMode Mode, uint Owner)
{
    private const string Library = "orthanc_host";

    /// <summary>The user that the host runs as.</summary>
    public static uint User => CurrentUser();

    /// <summary>Reads the status of a path; a symbolic link at its end is not followed.</summary>
    /// <exception cref="IOException">Nothing is there, or it cannot be accessed.</exception>
    public static FileStatus Of(string path)
    {
        var error = StatusOfPath(path, out var kind, out var mode, out var owner);
        return error == 0 ? new FileStatus((FileKind)kind, (UnixFileMode)mode, owner) : throw Fault(path, error);
    }

    /// <summary>Reads the status of an open file.</summary>
    /// <exception cref="IOException">It cannot be accessed.</exception>
    public static FileStatus Of(SafeFileHandle file, string path)
    {
        var error = StatusOfFile(file, out var kind, out var mode, out var owner);
        return error == 0 ? new FileStatus((FileKind)kind, (UnixFileMode)mode, owner) : throw Fault(path, error);
    }

    /// <summary>Whether a path still leads to an open file, which may have been moved away or replaced.</summary>
    /// <exception cref="IOException">The path cannot be accessed.</exception>
    public static bool IsAt(SafeFileHandle file, string path)
    {
        var error = IsAtPath(file, path, out var isThere);
        return error == 0 ? isThere != 0 : throw Fault(path, error);
    }

    /// <summary>
    /// Opens a file of any kind for reading, without blocking, and without following a symbolic link.
    /// </summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle Open(string path)
    {
        var error = OpenFile(path, out var file);
        return error == 0 ? new SafeFileHandle(file, ownsHandle: true) : throw Fault(path, error);
    }

    private static IOException Fault(string path, int error) => new($"{path}: {Marshal.GetPInvokeErrorMessage(error)}");

    [LibraryImport(Library, EntryPoint = "deid_path_status", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatusOfPath(string path, out int kind, out uint mode, out uint owner);

    [LibraryImport(Library, EntryPoint = "deid_file_status")]
    private static partial int StatusOfFile(SafeFileHandle file, out int kind, out uint mode, out uint owner);

    [LibraryImport(Library, EntryPoint = "deid_is_at_path", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int IsAtPath(SafeFileHandle file, string path, out int isThere);

    [LibraryImport(Library, EntryPoint = "deid_open_file", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, out int file);

    [LibraryImport(Library, EntryPoint = "deid_current_user")]
    private static partial uint CurrentUser();
}
