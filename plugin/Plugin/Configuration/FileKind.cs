// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Plugin.Configuration;

/// <summary>The kinds of files. The values are those of interop/file_status.c.</summary>
internal enum FileKind
{
    /// <summary>A pipe, a device or a socket.</summary>
    Other = 0,

    /// <summary>An ordinary file.</summary>
    File = 1,

    /// <summary>A folder.</summary>
    Folder = 2,

    /// <summary>A symbolic link.</summary>
    Link = 3,
}
