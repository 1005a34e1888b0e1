// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Resources;

namespace OrthancDeid.Orthanc;

/// <summary>Changes the transfer syntax of files, with the codecs of the host and its plugins.</summary>
internal static unsafe class HostTranscoder
{
    /// <summary>Whether the host can be told the quality of one lossy transcoding.</summary>
    public static bool HonoursQuality => OrthancHost.IsAtLeast(1, 12, 7);

    /// <summary>Transcodes a file with the quality of the host's configuration.</summary>
    /// <returns>The new file; null if the host cannot transcode this one.</returns>
    public static NativeBuffer? Transcode(NativeBuffer file, string transferSyntax)
    {
        if (file.Length > uint.MaxValue)
        {
            return null;
        }

        void* data = null;
        long size = 0;
        var instance = HostServices.Transcode(
            (void*)file.Pointer, (uint)file.Length, transferSyntax, &data, &size);
        if (instance == 0)
        {
            return null;
        }

        try
        {
            if (data != null && size > 0)
            {
                return new NativeBuffer((nint)data, size, _ => HostServices.FreeInstance(instance));
            }
        }
        catch
        {
            HostServices.FreeInstance(instance);
            throw;
        }

        HostServices.FreeInstance(instance);
        return null;
    }

    /// <summary>
    /// Transcodes a stored instance with a quality. No call of the SDK takes one, so this uses the host's own
    /// modification route.
    /// </summary>
    /// <returns>The new file; null if the host cannot make it of this instance.</returns>
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
