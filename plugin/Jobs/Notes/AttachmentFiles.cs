// SPDX-License-Identifier: GPL-3.0-or-later

using System.IO.MemoryMappedFiles;
using OrthancDeid.Dicom;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Notes;

/// <summary>
/// Files that hold attachments while the resource that they hang on is overwritten: those that are too large for the
/// database, and for the memory. They survive Orthanc, and only its user may read them.
/// </summary>
/// <param name="parent">The folder for temporary files.</param>
/// <param name="key">What tells these from those of others: 32 hexadecimal digits.</param>
internal sealed unsafe class AttachmentFiles(string parent, string key)
{
    private const int MostAtOnce = 1 << 24;

    private readonly string _folder = Path.Combine(parent, $"orthanc-deid-{Guid.ParseExact(key, "N"):N}");
    private int _count;

    /// <summary>Moves an attachment out of the memory.</summary>
    /// <param name="content">The attachment; disposed of.</param>
    /// <param name="number">The number of its file.</param>
    /// <returns>The same, where the system reads it from the file as it is needed.</returns>
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

    /// <summary>What a file holds.</summary>
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

    /// <summary>Deletes all of them, if there are any.</summary>
    /// <exception cref="IOException">They cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be deleted.</exception>
    public void Delete()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    // Nobody else comes to the files in it. On Windows who may is for the folder that it is in.
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
