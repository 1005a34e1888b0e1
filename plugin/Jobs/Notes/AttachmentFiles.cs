// SPDX-License-Identifier: GPL-3.0-or-later

using System.IO.MemoryMappedFiles;
using OrthancDeid.Dicom;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Notes;

/// <summary>
/// Files that hold the attachments of a resource while it is overwritten, if they are too large for the database and
/// for memory. The files survive a kill of Orthanc, and only Orthanc's user may read them.
/// </summary>
/// <param name="parent">The folder for temporary files.</param>
/// <param name="key">The key of the journal entry that the files belong to: 32 hexadecimal digits.</param>
internal sealed unsafe class AttachmentFiles(string parent, string key)
{
    private const int MostAtOnce = 1 << 24;

    private readonly string _folder = Path.Combine(parent, $"orthanc-deid-{Guid.ParseExact(key, "N"):N}");
    private int _count;

    /// <summary>Moves an attachment from memory to a file.</summary>
    /// <param name="content">The attachment, which is disposed of.</param>
    /// <param name="number">The number of its file.</param>
    /// <returns>The same content, mapped from the file into memory.</returns>
    /// <exception cref="OrthancException">The file cannot be written.</exception>
    public NativeBuffer Write(NativeBuffer content, out int number)
    {
        number = _count++;
        try
        {
            CreateFolder();
            using (content)
            using (var file = new FileStream(PathOf(number), new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                PreallocationSize = content.Length,
            }))
            {
                for (long offset = 0; offset < content.Length; offset += MostAtOnce)
                {
                    file.Write(content.AsSpan(offset, (int)Math.Min(MostAtOnce, content.Length - offset)));
                }

                file.Flush(flushToDisk: true);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OrthancException(
                OrthancErrorCode.CannotWriteFile,
                $"Folder {parent} (TemporaryDirectory) cannot hold an attachment of {content.Length} bytes while its resource is "
                    + "overwritten, so nothing is overwritten.");
        }

        return Read(number);
    }

    /// <summary>The content of a file, mapped into memory.</summary>
    /// <exception cref="OrthancException">The file cannot be read.</exception>
    public NativeBuffer Read(int number)
    {
        try
        {
            var length = new FileInfo(PathOf(number)).Length;
            var file = MemoryMappedFile.CreateFromFile(PathOf(number), FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            byte* pointer = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
            return new NativeBuffer((nint)pointer, length, _ =>
            {
                view.SafeMemoryMappedViewHandle.ReleasePointer();
                view.Dispose();
                file.Dispose();
            });
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new OrthancException(
                OrthancErrorCode.InexistentFile, $"An attachment that was kept in {PathOf(number)} cannot be read.");
        }
    }

    /// <summary>Deletes all files, if there are any.</summary>
    /// <exception cref="IOException">They cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be deleted.</exception>
    public void Delete()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    // Only Orthanc's user has access to the folder. On Windows, access is inherited from the parent folder.
    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            Directory.CreateDirectory(
                _folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private string PathOf(int number) => Path.Combine(_folder, $"{number}");
}
