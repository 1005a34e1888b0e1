// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Pixels.Text;
using OrthancDeid.Deidentification.Pixels.Text.Onnx;

namespace OrthancDeid.Jobs.Instances;

/// <summary>The text detection for images, if it is installed. The first request that needs it loads it.</summary>
internal static class TextDetection
{
    private static IReadOnlyList<string> _folders = [];

    private static readonly Lazy<(ITextFinder? Finder, string? Fault)> Loaded = new(
        () => RoomyThread.Run<(ITextFinder? Finder, string? Fault)>(
            static () => TextEngine.TryOpen(_folders, out var finder, out var missing) ? (finder, null) : (null, missing)));

    /// <summary>Finds text.</summary>
    /// <exception cref="InvalidOperationException">It is not installed, see <see cref="Fault"/>.</exception>
    public static ITextFinder Finder => Loaded.Value.Finder ?? throw new InvalidOperationException(Loaded.Value.Fault);

    /// <summary>Sets the folders where it may be installed. Called before the first request.</summary>
    public static void LookIn(IReadOnlyList<string> folders)
    {
        // This sets an environment variable, which is best done now, while few threads read the environment.
        OnnxRuntime.ForbidTelemetry();
        _folders = folders;
    }

    /// <summary>What is missing, and what to install; null if nothing is.</summary>
    public static string? Fault() => Loaded.Value.Fault;
}
