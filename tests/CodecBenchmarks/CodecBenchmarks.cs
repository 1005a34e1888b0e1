// SPDX-License-Identifier: GPL-3.0-or-later

using BenchmarkDotNet.Attributes;
using OrthancDeid.Benchmarks.Samples;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.CodecBenchmarks;

/// <summary>Times the plugin's work on the bytes of one file against a plain copy of the bytes, with the same files and
/// steps as the benchmark "codec" of tests/Benchmarks.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks : IDisposable
{
    private static readonly Dictionary<string, Func<NativeBuffer>> Files = new(StringComparer.Ordinal)
    {
        ["CT, 0.5 MB"] = static () => SampleFile.Ct(),
        ["SR, no pixels"] = SampleFile.Report,
        ["report, 1 MB of text, 10,000 words"] = SampleFile.LongReport,
        ["enhanced, 10,000 items"] = static () => SampleFile.Enhanced(10_000),
        ["JPEG image, 150 KB"] = static () => SampleFile.Encapsulated(1, 150_000),
        ["encapsulated, 20 MB"] = static () => SampleFile.Encapsulated(100, 200_000),
        ["multi-frame, 1 GB"] = static () => SampleFile.MultiFrame(500),
    };

    private readonly ModificationPlan _plan = ModificationPlan.For(ModificationRequest.Parse(
        RequestBody.Parse("{}"u8.ToArray()), Operation.Anonymize, new HostSettings { SoftwareName = "Orthanc 1.13.0" }));

    private NativeBuffer _bytes = NativeBuffer.Allocate(0);

    /// <summary>The names of the files.</summary>
    public static IEnumerable<string> Names => Files.Keys;

    /// <summary>Which file.</summary>
    [ParamsSource(nameof(Names))]
    public string File { get; set; } = string.Empty;

    /// <summary>Makes the file.</summary>
    [GlobalSetup]
    public void Make() => _bytes = Files[File]();

    /// <summary>Frees its memory.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _bytes.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Copies the bytes: the baseline.</summary>
    [Benchmark(Baseline = true, Description = "copy of the bytes")]
    public unsafe void Copy()
    {
        using var copy = NativeBuffer.Allocate(_bytes.Length);
        Buffer.MemoryCopy((void*)_bytes.Pointer, (void*)copy.Pointer, copy.Length, _bytes.Length);
    }

    /// <summary>From bytes to elements.</summary>
    [Benchmark(Description = "parse")]
    public int Parse()
    {
        using var file = Read();
        return file.Dataset.Count;
    }

    /// <summary>Anonymizes by the Basic Profile, in memory.</summary>
    [Benchmark(Description = "parse, anonymize")]
    public int Anonymize()
    {
        using var file = Read();
        _plan.Apply(file, new IdentifierMap(static () => "Anonymized1"));
        return file.Dataset.Count;
    }

    /// <summary>From file to file.</summary>
    [Benchmark(Description = "parse, anonymize, write")]
    public long Write()
    {
        using var file = Read();
        _plan.Apply(file, new IdentifierMap(static () => "Anonymized1"));
        using var result = file.Write(SampleDataset.Writer);
        return result.Length;
    }

    // As the host would pass them: the file does not own the bytes.
    private DicomFile Read() => DicomFile.Parse(new NativeBuffer(_bytes.Pointer, _bytes.Length, release: null));
}
