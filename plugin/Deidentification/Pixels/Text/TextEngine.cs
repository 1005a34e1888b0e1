// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics.CodeAnalysis;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Pixels.Text.Detection;
using OrthancDeid.Deidentification.Pixels.Text.Onnx;
using OrthancDeid.Deidentification.Pixels.Text.Recognition;

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>
/// Loads what the search for text needs and the plugin works without: ONNX Runtime and the networks of PP-OCRv4.
/// </summary>
internal static class TextEngine
{
    /// <summary>The memory that the library and the networks take in a process, in bytes. Measured.</summary>
    public const long Memory = 110L << 20;

    /// <summary>The additional memory of each thread that searches, in bytes. Measured.</summary>
    public const long MemoryOfThread = 160L << 20;

    /// <summary>
    /// The memory for each pixel of a frame, in bytes: two numbers while the frame is rendered, and in each of five views,
    /// the pixel, that of the previous frame, and the answers of the detector at the usual scale.
    /// </summary>
    public const long MemoryOfPixel = 40;

    private const string Detector = "ch_PP-OCRv4_det_infer.onnx";
    private const string Recognizer = "ch_PP-OCRv4_rec_infer.onnx";
    private const string Letters = "ppocr_keys_v1.txt";

    /// <summary>
    /// The networks that were measured (docs/pixels.md), by SHA-256. What other networks find and miss is unknown.
    /// </summary>
    private static readonly Dictionary<string, string> Measured = new()
    {
        [Detector] = "30A86F5731181461D08021402766601E4302A9B9B9666BE8AFF402696339CDFF",
        [Recognizer] = "06B3E6AF6C59A1BA5D53790ED8C2E4B2DE389870B6CF5A97F349F3412CB269C0",
        [Letters] = "28B2362AD4AB2DC38769AA72FEB535E3A9DDB3FD2A7585A05920E6393B1DC7F7",
    };

    /// <summary>The file names of the library in a folder, by which the system finds it, too.</summary>
    private static string[] Libraries => OperatingSystem.IsWindows() ? ["onnxruntime.dll"]
        : OperatingSystem.IsMacOS() ? ["libonnxruntime.dylib"]
        : ["libonnxruntime.so", "libonnxruntime.so.1", "libonnxruntime.so.1.21"];

    /// <summary>Loads the library and the networks, which takes half a second.</summary>
    /// <param name="folders">The folders to search, in this order. The library may also be installed on the system.</param>
    /// <param name="finder">Finds text. It lives as long as the process.</param>
    /// <param name="missing">A sentence that says what is missing and what to install.</param>
    public static bool TryOpen(
        IReadOnlyList<string> folders,
        [NotNullWhen(true)] out ITextFinder? finder,
        [NotNullWhen(false)] out string? missing)
    {
        try
        {
            var (detector, recognizer, letters) = (Read(folders, Detector), Read(folders, Recognizer), Read(folders, Letters));
            var runtime = OnnxRuntime.Load(Library(folders));
            finder = new TextFinder(
                new TextDetector(new OnnxModel(runtime, detector)),
                new TextRecognizer(
                    new OnnxModel(runtime, recognizer), new LetterTable(System.Text.Encoding.UTF8.GetString(letters))));
            missing = null;
            return true;
        }
        catch (Exception fault) when (fault is OnnxException or IOException or UnauthorizedAccessException)
        {
            finder = null;
            missing = $"Text in images cannot be looked for: {fault.Message.TrimEnd('.')}. Install ONNX Runtime 1.11 or later, and the "
                + $"files {Detector}, {Recognizer} and {Letters} of PP-OCRv4 into "
                + (folders.Count == 0 ? "a folder that the configuration names" : string.Join(" or ", folders))
                + ", as build-scripts/fetch-text-recognition.sh does";
            return false;
        }
    }

    private static string Library(IReadOnlyList<string> folders) => folders
        .SelectMany(folder => Libraries.Select(name => Path.GetFullPath(Path.Combine(folder, name))))
        .FirstOrDefault(File.Exists) ?? OnSystem();

    /// <summary>The first library that the system finds. If there is none, the name of the missing one.</summary>
    private static string OnSystem() => Array.Find(Libraries, OnnxRuntime.IsOnSystem) ?? Libraries[0];

    private static byte[] Read(IReadOnlyList<string> folders, string name)
    {
        var path = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"the file {name} is not there");
        var bytes = File.ReadAllBytes(path);
        return Convert.ToHexString(Sha256.Of(bytes)) == Measured[name]
            ? bytes
            : throw new IOException($"the file {path} is not the one that was tested: its SHA-256 differs");
    }
}
