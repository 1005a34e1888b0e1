// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Globalization;
using OrthancDeid.Benchmarks.Measuring;
using OrthancDeid.Benchmarks.Samples;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Benchmarks;

/// <summary>
/// Measures other tools with the same files, from disk to disk. Each edits a folder of files in a process of its own, so the
/// start of the process counts only once. They do less than a profile of PS3.15 asks for: they change a few elements.
/// DCMTK's library is timed inside its process, without the start.
/// </summary>
/// <param name="alternation">How to measure.</param>
/// <param name="dcmtkLibrary">The program of Peers/dcmtk-library.cpp; it does not exist where DCMTK's headers are
/// missing.</param>
internal sealed class PeerBenchmark(Alternation alternation, string dcmtkLibrary)
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
    public IEnumerable<IReadOnlyList<Figure>> Run()
    {
        List<Peer> peers = [.. Peers().Where(IsThere)];
        return Compare("CT, 0.5 MB", SampleFile.Ct, peers).Concat(Compare("MR, 10 KB", SampleFile.Mr, peers));
    }

    private static void Anonymize(string input, string output)
    {
        var plan = BasicProfile();
        var identifiers = new IdentifierMap(static () => "Anonymized1");
        foreach (var path in Directory.EnumerateFiles(input))
        {
            using var written = Anonymize(Read(path), plan, identifiers);
            Write(written, Path.Combine(output, Path.GetFileName(path)));
        }
    }

    private static double AnonymizeInMemory(IReadOnlyList<NativeBuffer> files)
    {
        var plan = BasicProfile();
        var identifiers = new IdentifierMap(static () => "Anonymized1");
        return Timed(() =>
        {
            foreach (var file in files)
            {
                // The list owns the bytes.
                Anonymize(new NativeBuffer(file.Pointer, file.Length, null), plan, identifiers).Dispose();
            }
        });
    }

    private static ModificationPlan BasicProfile() => ModificationPlan.For(ModificationRequest.Parse(
        RequestBody.Parse("{}"u8.ToArray()), Operation.Anonymize, new HostSettings { SoftwareName = "Orthanc 1.13.0" }));

    private static NativeBuffer Anonymize(NativeBuffer bytes, ModificationPlan plan, IdentifierMap identifiers)
    {
        using var file = DicomFile.Parse(bytes);
        plan.Apply(file, identifiers);
        return file.Write(SampleDataset.Writer);
    }

    private static void Copy(string input, string output)
    {
        foreach (var path in Directory.EnumerateFiles(input))
        {
            using var bytes = Read(path);
            Write(bytes, Path.Combine(output, Path.GetFileName(path)));
        }
    }

    private static unsafe double CopyInMemory(IReadOnlyList<NativeBuffer> files) => Timed(() =>
    {
        foreach (var file in files)
        {
            using var copy = NativeBuffer.Allocate(file.Length);
            Buffer.MemoryCopy((void*)file.Pointer, (void*)copy.Pointer, copy.Length, file.Length);
        }
    });

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

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var fault = process.StandardError.ReadToEndAsync();
        var printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {fault.Result}");
        }

        return printed;
    }

    private IEnumerable<IReadOnlyList<Figure>> Compare(
        string situation, Func<int, int, NativeBuffer> makeFile, IReadOnlyList<Peer> peers)
    {
        var folder = Directory.CreateTempSubdirectory("orthanc-deid-benchmark-");
        var files = Enumerable.Range(1, Count).Select(i => makeFile(1, i)).ToList();
        try
        {
            var input = folder.CreateSubdirectory("input").FullName;
            for (var i = 0; i < Count; i++)
            {
                File.WriteAllBytes(Path.Combine(input, $"{i}.dcm"), files[i].AsSpan());
            }

            yield return alternation.Compare(
                "Peers, from file to file", situation, files[0].Length,
                [
                    PerFile("copy of the file", folder, output => Timed(() => Copy(input, output))),
                    PerFile("this codec: the whole Basic Profile", folder, output =>
                        Timed(() => Anonymize(input, output))),
                    .. peers.Select(peer => PerFile(
                        peer.Name, folder, output => peer.Edit(input, output),
                        peer.IsInPlace ? output => Copy(input, output) : null)),
                ]);
            if (File.Exists(dcmtkLibrary))
            {
                yield return alternation.Compare(
                    "Peers, in memory", situation, files[0].Length,
                    [
                        new("copy of the bytes into new memory", () => CopyInMemory(files) / Count),
                        new("this codec: the whole Basic Profile", () => AnonymizeInMemory(files) / Count),
                        new("DCMTK's library: the edits of dcmodify", () => RunDcmtkLibrary(input) / Count),
                    ]);
            }
        }
        finally
        {
            files.ForEach(file => file.Dispose());
            folder.Delete(recursive: true);
        }
    }

    // The program prints the seconds that it took after its start.
    private double RunDcmtkLibrary(params string[] folders) =>
        double.Parse(Run(dcmtkLibrary, folders), CultureInfo.InvariantCulture);

    // How to run each tool, and which package of Debian has it.
    private IEnumerable<Peer> Peers() =>
    [
        // It changes files in place, so it gets copies; making them does not count.
        new(
            "dcmodify: 3 elements, private ones, 3 UIDs", "dcmtk", () => IsInstalled("dcmodify", "--version"),
            static (_, output) => Timed(() => Run(
                "dcmodify",
                ["-nb", "-m", "0010,0010=New^Name", "-m", "0010,0020=ID", "-m", "0010,0030=", "-ep",
                    "-gst", "-gse", "-gin", .. Directory.EnumerateFiles(output)])),
            IsInPlace: true),
        new(
            "DCMTK's library: the edits of dcmodify", "libdcmtk-dev", () => File.Exists(dcmtkLibrary),
            (input, output) => RunDcmtkLibrary(input, output)),
        new(
            "gdcmanon --dumb: 3 elements", "libgdcm-tools", () => IsInstalled("gdcmanon", "--version"),
            static (input, output) => Timed(() => Run(
                "gdcmanon", "--dumb", "--replace", "10,10=New^Name", "--replace", "10,20=ID", "--empty", "10,30",
                input, output))),
        new(
            "pydicom: 3 elements, private ones", "python3-pydicom",
            () => IsInstalled("/usr/bin/python3", "-c", "import pydicom"),
            static (input, output) => Timed(() => Run("/usr/bin/python3", "-c", Pydicom, input, output))),
    ];

    private static bool IsThere(Peer peer)
    {
        if (peer.IsInstalled())
        {
            return true;
        }

        Console.WriteLine($"SKIPPED: {peer.Name}: {peer.Package} is not installed");
        return false;
    }

    private static double Timed(Action edit)
    {
        var start = Stopwatch.GetTimestamp();
        edit();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Subject PerFile(
        string name, DirectoryInfo folder, Func<string, double> edit, Action<string>? prepare = null) => new(name, () =>
    {
        var output = folder.CreateSubdirectory("output");
        prepare?.Invoke(output.FullName);
        var seconds = edit(output.FullName) / Count;
        if (output.GetFiles().Length != Count)
        {
            throw new InvalidOperationException($"{name}: not every file was written");
        }

        output.Delete(recursive: true);
        return seconds;
    });

    private sealed record Peer(
        string Name, string Package, Func<bool> IsInstalled, Func<string, string, double> Edit, bool IsInPlace = false);
}
