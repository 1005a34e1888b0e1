// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Dicom;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Instances;

/// <summary>Changes the transfer syntax of files, with the codecs of the host and its plugins.</summary>
internal static class HostTranscoder
{
    /// <summary>Transcodes a file with the quality of the host's configuration.</summary>
    /// <returns>The new file; null if the host cannot transcode this one.</returns>
    public static NativeBuffer? Transcode(NativeBuffer file, string transferSyntax) =>
        OrthancHost.Current.Transcode(file, transferSyntax);

    /// <summary>
    /// Transcodes a stored instance with a given quality. No call of the SDK takes a quality, so this uses the host's
    /// own modification route.
    /// </summary>
    /// <returns>The new file; null if the host cannot make one from this instance.</returns>
    public static NativeBuffer? Transcode(string instance, string transferSyntax, int quality) =>
        HostRest.TryPostForFile(
            $"/instances/{instance}/modify",
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                {"Transcode": "{{transferSyntax}}", "LossyQuality": {{quality}}, "Force": true,
                 "Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"]}
                """));
}
