// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Pixels.Text;
using OrthancDeid.Deidentification.Pixels.Text.Onnx;

namespace OrthancDeid.Jobs.Instances;

/// <summary>What finds text in images, if it is installed. It is loaded by the first request that needs it.</summary>
internal static class TextDetection
{
    private static IReadOnlyList<string> _folders = [];

    private static readonly Lazy<(ITextFinder? Finder, string? Fault)> Loaded = new(
        () => RoomyThread.Run<(ITextFinder? Finder, string? Fault)>(
            static () => TextEngine.TryOpen(_folders, out var finder, out var missing) ? (finder, null) : (null, missing)));

    /// <summary>Finds text.</summary>
    /// <exception cref="InvalidOperationException">It is not installed, see <see cref="Fault"/>.</exception>
    public static ITextFinder Finder => Loaded.Value.Finder ?? throw new InvalidOperationException(Loaded.Value.Fault);

    /// <summary>Says where it may be installed, before the first request.</summary>
    public static void LookIn(IReadOnlyList<string> folders)
    {
        // The variable that it sets is best set now, while few threads read others.
        OnnxRuntime.ForbidTelemetry();
        _folders = folders;
    }

    /// <summary>What is missing, and what to install; null if nothing is.</summary>
    public static string? Fault() => Loaded.Value.Fault;
}
