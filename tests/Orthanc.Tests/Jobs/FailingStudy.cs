// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs;

/// <summary>A study of three instances, one of which cannot be modified as <see cref="Replace"/> asks.</summary>
internal sealed record FailingStudy(string Study, string Series, string Bad, IReadOnlyList<string> Good)
{
    /// <summary>A member of a request: a negative number, which an image of unsigned pixels cannot have.</summary>
    public const string Replace = """
        "Replace": {"SmallestImagePixelValue": "-2"}
        """;

    private static int _number;

    /// <summary>Stores such a study.</summary>
    public static async Task<FailingStudy> In(OrthancHost host)
    {
        var root = $"1.2.826.0.1.3680043.9.77.{Interlocked.Increment(ref _number)}";
        var answers = new List<Answer>();
        foreach (var (number, sign) in ((int, ushort)[])[(1, 1), (2, 0), (3, 1)])
        {
            answers.Add(await host.Post("/instances", SampleFile.Make(dataset => dataset
                .With(0x0008_0018, DicomVR.UI, $"{root}.1.{number}")
                .With(0x0010_0020, DicomVR.LO, root)
                .With(0x0020_000D, DicomVR.UI, root)
                .With(0x0020_000E, DicomVR.UI, $"{root}.1")
                .With(0x0028_0103, DicomVR.US, sign))));
        }

        var ids = answers.ConvertAll(answer => answer.Json().GetProperty("ID").GetString()!);
        return new FailingStudy(
            $"/studies/{answers[0].Json().GetProperty("ParentStudy").GetString()}",
            $"/series/{answers[0].Json().GetProperty("ParentSeries").GetString()}", ids[1], [ids[0], ids[2]]);
    }
}
