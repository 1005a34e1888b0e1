// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using OrthancDeid.Benchmarks.Measuring;
using OrthancDeid.Benchmarks.Samples;
using OrthancDeid.Deidentification;
using OrthancDeid.Dicom;

namespace OrthancDeid.Benchmarks;

/// <summary>
/// Other tools with the same files, from disk to disk: each edits a folder of files in one process of its own, so the
/// start of the process counts only once. They do less than a profile of PS3.15 asks for: a few elements.
/// </summary>
internal sealed class PeerBenchmark(Alternation alternation)
{
    private const int Count = 100;

    private const string Pydicom = """
        import pathlib, sys, pydicom
        for path in pathlib.Path(sys.argv[1]).iterdir():
            dataset = pydicom.dcmread(path)
            dataset.PatientName = 'New^Name'
            dataset.PatientID = 'ID'
            dataset.PatientBirthDate = ''
            dataset.remove_private_tags()
            dataset.save_as(sys.argv[2] + '/' + path.name)
        """;

    /// <summary>Measures the tools that are installed.</summary>
    public IEnumerable<IReadOnlyList<Figure>> Run() =>
    [
        Compare("CT, 0.5 MB", SampleFile.Ct),
        Compare("MR, 10 KB", SampleFile.Mr),
    ];

    private static void Anonymize(string input, string output)
    {
        var host = new HostSettings { SoftwareName = "Orthanc 1.13.0" };
        var plan = ModificationPlan.For(ModificationRequest.Parse("{}"u8.ToArray(), Operation.Anonymize, host));
        var identifiers = new IdentifierMap(static () => "Anonymized1");
        foreach (var path in Directory.EnumerateFiles(input))
        {
            using var file = DicomFile.Parse(Read(path));
            plan.Apply(file, identifiers);
            using var written = file.Write(SampleDataset.Writer);
            Write(written, Path.Combine(output, Path.GetFileName(path)));
        }
    }

    private static void Copy(string input, string output)
    {
        foreach (var path in Directory.EnumerateFiles(input))
        {
            using var bytes = Read(path);
            Write(bytes, Path.Combine(output, Path.GetFileName(path)));
        }
    }

    private static NativeBuffer Read(string path)
    {
        using var handle = File.OpenHandle(path);
        var bytes = NativeBuffer.Allocate(RandomAccess.GetLength(handle));
        RandomAccess.Read(handle, bytes.AsSpan(), 0);
        return bytes;
    }

    private static void Write(NativeBuffer bytes, string path)
    {
        using var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.Write(handle, bytes.AsSpan(), 0);
    }

    private static bool IsInstalled(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        var fault = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {fault}");
        }
    }

    private IReadOnlyList<Figure> Compare(string situation, Func<int, int, NativeBuffer> makeFile)
    {
        var folder = Directory.CreateTempSubdirectory("orthanc-deid-benchmark-");
        try
        {
            var input = folder.CreateSubdirectory("input").FullName;
            var size = 0L;
            for (var i = 1; i <= Count; i++)
            {
                using var file = makeFile(1, i);
                File.WriteAllBytes(Path.Combine(input, $"{i}.dcm"), file.AsSpan());
                size = file.Length;
            }

            return alternation.Compare("Peers, from file to file", situation, size, [.. Subjects(folder, input)]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<Subject> Subjects(DirectoryInfo folder, string input)
    {
        yield return PerFile("copy of the file", folder, output => Copy(input, output));
        yield return PerFile("this codec: the whole Basic Profile", folder, output => Anonymize(input, output));
        if (IsInstalled("dcmodify", "--version"))
        {
            // It changes files in place, so it is given copies; making them does not count.
            yield return PerFile(
                "dcmodify: 3 elements, private ones, 3 UIDs", folder,
                output => Run(
                    "dcmodify",
                    ["-nb", "-m", "0010,0010=New^Name", "-m", "0010,0020=ID", "-m", "0010,0030=", "-ep",
                        "-gst", "-gse", "-gin", .. Directory.EnumerateFiles(output)]),
                output => Copy(input, output));
        }

        if (IsInstalled("gdcmanon", "--version"))
        {
            yield return PerFile(
                "gdcmanon --dumb: 3 elements", folder,
                output => Run(
                    "gdcmanon", "--dumb", "--replace", "10,10=New^Name", "--replace", "10,20=ID", "--empty", "10,30",
                    input, output));
        }

        if (IsInstalled("/usr/bin/python3", "-c", "import pydicom"))
        {
            yield return PerFile(
                "pydicom: 3 elements, private ones", folder,
                output => Run("/usr/bin/python3", "-c", Pydicom, input, output));
        }
    }

    private static Subject PerFile(
        string name, DirectoryInfo folder, Action<string> edit, Action<string>? prepare = null) => new(name, () =>
    {
        var output = folder.CreateSubdirectory("output");
        prepare?.Invoke(output.FullName);
        var start = Stopwatch.GetTimestamp();
        edit(output.FullName);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds / Count;
        if (output.GetFiles().Length != Count)
        {
            throw new InvalidOperationException($"{name}: not every file was written");
        }

        output.Delete(recursive: true);
        return seconds;
    });
}
