// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;

namespace OrthancDeid.Dicom.Tests.Peers;

/// <summary>
/// pydicom, as Debian packages it (python3-pydicom) or another, asked for the raw bytes of every element; it has
/// decoded some, such as (0008,0005), by then: their length is −2.
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

        dump(pydicom.dcmread(sys.argv[1]), "")
        """;

    // The first of the PATH may be one that Debian's packages are not for.
    private static readonly Lazy<string?> Python = new(() => new[] { "python3", "/usr/bin/python3" }
        .FirstOrDefault(python => PeerProcess.IsOnPath(python)
            && PeerProcess.Run(python, ["-c", "import pydicom"]).ExitCode == 0));

    /// <summary>Whether it can be asked on this machine.</summary>
    public static bool IsInstalled => Python.Value is not null;

    public static List<DumpedElement> Dump(string path)
    {
        var (exitCode, output, errors) = Run(["-c", Script, path]);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"pydicom cannot read {Path.GetFileName(path)}: {errors}");
        }

        var dump = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .Select(cell => new DumpedElement(cell[0], cell[1], long.Parse(cell[2], CultureInfo.InvariantCulture),
                cell[3]))
            .ToList();
        dump.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return dump;
    }

    private static (int ExitCode, string Output, string Errors) Run(string[] arguments) =>
        PeerProcess.Run(Python.Value!, arguments);
}
