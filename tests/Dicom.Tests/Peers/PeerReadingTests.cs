// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.Peers;

/// <summary>DCMTK and pydicom read what the codec writes, and agree with it on every element of every real
/// file.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class PeerReadingTests
{
    /// <summary>Files that the codec refuses; see <see cref="CorpusRoundTripTests"/>.</summary>
    private static IEnumerable<string> Readable() =>
        SharedData.DicomFiles().Where(path => !CorpusRoundTripTests.Refused.Contains(Path.GetFileName(path)));

    [TestCaseSource(nameof(Readable))]
    public void Pydicom_sees_the_same_elements_in_an_edited_file(string source)
    {
        Skip.Unless(PydicomReader.IsInstalled, "there is no pydicom (apt-get install python3-pydicom)");
        using var written = EditedFile.Of(source);

        var theirs = PydicomReader.Dump(written.Path);

        var ours = DumpedElement.Of(written.File);
        AssertSame(
            ours,
            theirs,
            written.File,
            (our, their) => our.Value == their.Value || their.Length == -2 || our.Length == -1);
    }

    [TestCaseSource(nameof(Readable))]
    public void Dcmtk_sees_the_same_elements_in_an_edited_file(string source)
    {
        Skip.Unless(DcmtkReader.IsInstalled, "there is no dcmdump (apt-get install dcmtk)");
        using var written = EditedFile.Of(source);

        var theirs = DcmtkReader.Dump(written.Path);

        var ours = DumpedElement.Of(written.File);
        AssertSame(ours, theirs, written.File, (our, their) => IsSameText(our, their, written.File.Dataset.ByteOrder));
    }

    private static void AssertSame(
        List<DumpedElement> ours,
        List<DumpedElement> theirs,
        DicomFile file,
        Func<DumpedElement, DumpedElement, bool> isSameValue)
    {
        // A peer that reads UN as plain bytes sees no elements in it.
        var closed = theirs.Where(element => element is { VR: "UN" or "", Length: > 0 }).Select(element => element.Path)
            .ToHashSet();
        ours.RemoveAll(element => closed.Any(path => element.Path.StartsWith(path + "[", StringComparison.Ordinal)));
        Assert.That(theirs.Select(element => element.Path), Is.EqualTo(ours.Select(element => element.Path)));
        Assert.Multiple(() =>
        {
            foreach (var (our, their) in ours.Zip(theirs))
            {
                Assert.That(IsSameVR(our, their, file), Is.True, $"{our.Path}: VR {their.VR}, ours {our.VR}");
                Assert.That(IsSameLength(our, their), Is.True, $"{our.Path}: length {their.Length}, ours {our.Length}");
                Assert.That(isSameValue(our, their), Is.True,
                    $"{our.Path} {our.VR}: value {their.Value}, ours {our.Value}");
            }
        });
    }

    /// <summary>
    /// In an implicit data set the VR comes from each reader's dictionary, so a difference is not due to the file. DCMTK
    /// gives fragments the VR OB, whatever the file says. pydicom gives elements of implicit items, as in UN, no VR.
    /// </summary>
    private static bool IsSameVR(DumpedElement our, DumpedElement their, DicomFile file) =>
        our.VR == their.VR || file.Dataset.IsImplicitVR
        || (their.VR.Length == 0 && our.Path.Contains('[', StringComparison.Ordinal))
        || (our.Length == -1 && our.VR == "UN" && their.VR == "SQ")
        || (our is { Length: -1, VR: "OW" } && their.VR == "OB");

    /// <summary>DCMTK rounds an odd length up to the next even one. pydicom may have decoded the value, or read UN as
    /// bytes.</summary>
    private static bool IsSameLength(DumpedElement our, DumpedElement their) =>
        our.Length == their.Length || their.Length == -2 || (our is { VR: "UN", Length: -1 } && their.VR is "UN" or "")
            || (our.Length % 2 == 1 && our.Length + 1 == their.Length);

    /// <summary>Whether the bytes mean the text that DCMTK prints. Only ASCII text is compared, since DCMTK does not name
    /// the encoding.</summary>
    private static bool IsSameText(DumpedElement our, DumpedElement their, ByteOrder order)
    {
        var bytes = Convert.FromHexString(our.Value);
        if (bytes.Length == 0 || their.VR != our.VR)
        {
            return true;
        }

        // DCMTK prints numbers of several bytes as in little endian.
        if (order == ByteOrder.BigEndian && our.VR is "US" or "SS" or "OW" or "UL" or "SL")
        {
            var size = our.VR is "UL" or "SL" ? 4 : 2;
            bytes = [.. bytes.Chunk(size).SelectMany(unit => unit.Reverse())];
        }

        string Joined<T>(int size, Func<byte[], int, T> read, string format = "") => string.Join(
            '\\',
            Enumerable.Range(0, bytes.Length / size)
                .Select(i => string.Format(CultureInfo.InvariantCulture, $"{{0:{format}}}", read(bytes, i * size))));
        string? expected = our.VR switch
        {
            "US" => Joined(2, BitConverter.ToUInt16),
            "SS" => Joined(2, BitConverter.ToInt16),
            "UL" => Joined(4, BitConverter.ToUInt32),
            "SL" => Joined(4, BitConverter.ToInt32),
            "OB" or "UN" => Joined(1, (value, i) => value[i], "x2"),
            "OW" => Joined(2, BitConverter.ToUInt16, "x4"),
            "FL" or "FD" or "AT" or "OF" or "OD" or "OL" or "OV" or "SV" or "UV" => null,
            _ => bytes.All(value => value is >= 0x20 and < 0x7F or 0) ? Encoding.ASCII.GetString(bytes) : null,
        };
        return expected is null || Trimmed(expected) == Trimmed(their.Value)
            || (our.VR == "UN" && bytes.Length % 2 == 1 && expected + @"\00" == their.Value);
    }

    private static string Trimmed(string text) =>
        string.Join('\\', text.Split('\\').Select(value => value.Trim(' ', '\0')));

    /// <summary>A real file with a longer name at its top level and in its first item, written to disk.</summary>
    private sealed class EditedFile : IDisposable
    {
        private EditedFile(DicomFile file, string path) => (File, Path) = (file, path);

        public DicomFile File { get; }

        public string Path { get; }

        public static EditedFile Of(string source)
        {
            using var file = DicomFile.Parse(System.IO.File.ReadAllBytes(source));
            file.Dataset.Set(DicomTag.PatientName, DicomVR.PN,
                "Edited^Name of a length that the source hardly has"u8.ToArray());
            var item = file.Dataset.SelfAndDescendants().Skip(1).FirstOrDefault();
            item?.Set(DicomTag.PatientID, DicomVR.LO, "NESTED"u8.ToArray());
            var bytes = Written.Bytes(file);
            var path = System.IO.Path.GetTempFileName();
            System.IO.File.WriteAllBytes(path, bytes);
            return new EditedFile(DicomFile.Parse(bytes), path);
        }

        public void Dispose()
        {
            File.Dispose();
            System.IO.File.Delete(Path);
        }
    }
}
