// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Resources;

/// <summary>
/// The main DICOM tags of series, studies and patients in the host's index. From 1.11.0 on, the host lists them, since
/// its configuration can add some (<c>ExtraMainDicomTags</c>).
/// </summary>
internal static class IndexedTags
{
    // Those main DICOM tags of Orthanc 1.12.7 that 1.10.1 has, too.
    private static readonly Dictionary<ResourceLevel, string[]> Oldest = new()
    {
        [ResourceLevel.Patient] = ["0010,0010", "0010,0020", "0010,0030", "0010,0040", "0010,1000"],
        [ResourceLevel.Study] =
        [
            "0008,0020", "0008,0030", "0008,0050", "0008,0080", "0008,0090", "0008,1030", "0020,000d", "0020,0010",
            "0032,1032", "0032,1060",
        ],
        [ResourceLevel.Series] =
        [
            "0008,0021", "0008,0031", "0008,0060", "0008,0070", "0008,1010", "0008,103e", "0008,1070", "0018,0010",
            "0018,0015", "0018,0024", "0018,1030", "0018,1090", "0018,1400", "0020,000e", "0020,0011", "0020,0037",
            "0020,0105", "0020,1002", "0040,0254", "0054,0081", "0054,0101", "0054,1000",
        ],
    };

    /// <summary>The tags, and the host that they were read from. They do not change while the host runs.</summary>
    private static volatile Tuple<IHost, Dictionary<ResourceLevel, string[]>>? _known;

    /// <summary>The tags of a level, as <c>gggg,eeee</c>.</summary>
    /// <exception cref="OrthancException">The host answers with an error.</exception>
    public static IReadOnlyList<string> Of(ResourceLevel level)
    {
        if (_known is not { } known || known.Item1 != OrthancHost.Current)
        {
            _known = known = Tuple.Create(OrthancHost.Current, Read());
        }

        return known.Item2[level];
    }

    private static Dictionary<ResourceLevel, string[]> Read() =>
        HostRest.Get("/system").TryGetProperty("MainDicomTags", out var tags)
            ? Oldest.Keys.ToDictionary(
                level => level, level => tags.GetProperty(level.ToString()).GetString()!.Split(';'))
            : Oldest;
}
