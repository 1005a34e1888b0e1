// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>A copy of a file under another path, for as long as a test needs it.</summary>
internal sealed class TemporaryCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orthanc-deid-copy-");

    private TemporaryCopy(string original)
    {
        Path = System.IO.Path.Combine(_folder.FullName, System.IO.Path.GetFileName(original));
        File.Copy(original, Path);
    }

    /// <summary>The path of the copy.</summary>
    public string Path { get; }

    /// <summary>Copies a file.</summary>
    public static TemporaryCopy Of(string original) => new(original);

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
