// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Tests;

/// <summary>Takes apart by hand what the codec writes.</summary>
internal static class Written
{
    public static Implementation Implementation { get; } = new("1.2.3.4", "TEST");

    /// <summary>The whole file.</summary>
    public static byte[] Bytes(DicomFile file)
    {
        using var output = file.Write(Implementation);
        return output.AsSpan().ToArray();
    }

    /// <summary>The data set of a file: everything after group 0002, whose length (0002,0000) gives.</summary>
    public static byte[] Dataset(DicomFile file)
    {
        var bytes = Bytes(file);
        return bytes[(144 + BitConverter.ToInt32(bytes, 140))..];
    }
}
