// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace OrthancDeid.Dicom.Tests.Peers;

/// <summary>
/// Reads the raw bytes of every element with pydicom, from Debian (python3-pydicom) or another source. pydicom has decoded
/// some elements by then, such as (0008,0005): their length is −2. One process reads all files, since starting it takes
/// longer than reading a file.
/// </summary>
internal static class PydicomReader
{
    private const string Script =
        """
        import sys
        import pydicom
        from pydicom.dataelem import RawDataElement

        pydicom.config.replace_un_with_known_vr = False

        def dump(dataset, prefix):
            for tag in dataset.keys():
                raw = dataset.get_item(tag)
                path = f"{prefix}{tag.group:04x},{tag.elem:04x}"
                value = raw.value
                is_raw = isinstance(raw, RawDataElement) and (not value or isinstance(value, bytes))
                is_sequence = is_raw and (raw.VR == "SQ" or raw.VR is None and dataset[tag].VR == "SQ")
                if is_raw and not is_sequence and raw.length != 0xFFFFFFFF:
                    value = value or b""
                    print(path, raw.VR or "", len(value), value.hex(), sep="\t")
                    continue
                element = dataset[tag]
                is_composite = element.VR == "SQ" or element.is_undefined_length
                print(path, "" + element.VR, -1 if is_composite else -2, "", sep="\t")
                if element.VR == "SQ":
                    for i, item in enumerate(element.value):
                        dump(item, f"{path}[{i}].")

        for line in sys.stdin:
            try:
                dump(pydicom.dcmread(line.rstrip("\n")), "")
                print("END", flush=True)
            except Exception as fault:
                print("FAULT", repr(fault), flush=True)
        """;

    private static readonly Lock OneAtATime = new();

    // The first Python of the PATH may not see Debian's packages.
    private static readonly Lazy<string?> Python = new(() => new[] { "python3", "/usr/bin/python3" }
        .FirstOrDefault(python => PeerProcess.IsOnPath(python)
            && PeerProcess.Run(python, ["-c", "import pydicom"]).ExitCode == 0));

    /// <summary>Whether pydicom is installed on this machine.</summary>
    public static bool IsInstalled => Python.Value is not null;

    // It ends with the tests, because their end closes its standard input.
    private static readonly Lazy<Process> Reader = new(() => Process.Start(
        new ProcessStartInfo(Python.Value!, ["-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.Latin1,
        })!);

    /// <summary>The elements of a file, in the order of their paths.</summary>
    /// <exception cref="InvalidOperationException">pydicom cannot read it.</exception>
    public static List<DumpedElement> Dump(string path)
    {
        var dump = Ask(path)
            .Select(line => line.Split('\t'))
            .Select(cell => new DumpedElement(cell[0], cell[1], long.Parse(cell[2], CultureInfo.InvariantCulture),
                cell[3]))
            .ToList();
        dump.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return dump;
    }

    /// <summary>The lines about a file; all of them are read before any is used.</summary>
    private static List<string> Ask(string path)
    {
        var lines = new List<string>();
        lock (OneAtATime)
        {
            Reader.Value.StandardInput.WriteLine(path);
            Reader.Value.StandardInput.Flush();
            while (Reader.Value.StandardOutput.ReadLine() is var line && line != "END")
            {
                if (line is null || line.StartsWith("FAULT", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException(
                        $"pydicom cannot read {Path.GetFileName(path)}: {line ?? "it has ended"}");
                }

                lines.Add(line);
            }
        }

        return lines;
    }
}
