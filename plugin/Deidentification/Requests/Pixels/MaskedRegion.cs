// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Pixels;

/// <summary>A region that a request names. Immutable.</summary>
internal sealed record MaskedRegion
{
    /// <summary>Its place in the request, for errors: <c>MaskPixelData.Regions[0]</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Whether its corners are points of the patient, in mm, rather than of the image, in pixels.</summary>
    public bool IsSpatial { get; init; }

    /// <summary>
    /// The corner with the smallest coordinates: column and row, or x, y and z of the patient (PS3.3 C.7.6.2.1.1).
    /// </summary>
    public required double[] Origin { get; init; }

    /// <summary>The corner with the largest coordinates. The pixel there is outside.</summary>
    public required double[] End { get; init; }

    /// <summary>Whether everything outside is masked rather than the inside.</summary>
    public bool IsKept { get; init; }

    /// <summary>The fill value; null for the darkest one.</summary>
    public double? FillValue { get; init; }

    /// <summary>The width of the mean filter, in pixels; null if it is filled.</summary>
    public int? FilterWidth { get; init; }

    /// <summary>The frames to which it applies.</summary>
    public FrameSelection Frames { get; init; } = FrameSelection.All;

    /// <summary>Orthanc's identifiers of the series to which it applies; empty for all.</summary>
    public IReadOnlyList<string> Series { get; init; } = [];

    /// <summary>Orthanc's identifiers of the instances to which it applies; empty for all.</summary>
    public IReadOnlyList<string> Instances { get; init; } = [];

    /// <summary>Whether it applies to an instance.</summary>
    /// <param name="series">Orthanc's identifier of its series.</param>
    /// <param name="instance">Orthanc's identifier of the instance.</param>
    public bool IsIn(string series, string instance) =>
        (Series.Count == 0 || Series.Contains(series)) && (Instances.Count == 0 || Instances.Contains(instance));
}
