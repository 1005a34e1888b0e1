// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Targets;

/// <summary>
/// The present state of a job's results and sources in the host: anybody may delete them while the job waits, is paused
/// or works on others. The host is asked once for each series.
/// </summary>
internal sealed class StoredSeries
{
    private readonly Dictionary<string, Dictionary<string, string?>> _files = new(StringComparer.Ordinal);

    /// <summary>Whether an instance is there.</summary>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public bool Contains(StoredInstance instance) => Files(instance.Series.Id).ContainsKey(instance.Id);

    /// <summary>What has become of a new instance and its source.</summary>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public SuccessorState StateOf(SourceInstance source, StoredInstance successor) => Successors.StateOf(
        StateOf(successor.Series, successor.Id, successor.File), () => StateOf(source.Series, source.Id, successor.SourceFile));

    private SuccessorState StateOf(IndexedSeries series, string id, FileMark? known) =>
        !Files(series.Id).TryGetValue(id, out var file) ? SuccessorState.Gone
        : known is not { } mark || (Guid.TryParse(file, out var name) && name == mark.Name) ? SuccessorState.Same
        // The host, or a client, may have compressed the file.
        : Successors.StateOf(id, known);

    private Dictionary<string, string?> Files(string series)
    {
        if (!_files.TryGetValue(series, out var files))
        {
            files = Read(series);
            _files.Add(series, files);
        }

        return files;
    }

    private static Dictionary<string, string?> Read(string series)
    {
        var files = new Dictionary<string, string?>(StringComparer.Ordinal);
        var code = SeriesListing.TryRead(series, instance => files[instance.Id] = instance.File);
        return code is OrthancErrorCode.Success or OrthancErrorCode.UnknownResource
            ? files
            : throw new OrthancException(code, $"Orthanc cannot tell which instances series {series} has.");
    }
}
