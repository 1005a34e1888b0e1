// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>Files in forms that the standard does not define, but that Orthanc and the plugin edit.</summary>
internal sealed class OddFormTests(OrthancVersion version) : VersionFixture(version)
{
    private const string Explicit = "1.2.840.10008.1.2.1";
    private const string Implicit = "1.2.840.10008.1.2";
    private const string Leak = "DOE^JOHN 19610423";

    private static readonly DicomTag References = new(0x0008_1140);
    private static readonly DicomTag ReferencedInstance = new(0x0008_1155);
    private static readonly byte[] EndOfItem = [0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0];
    private static readonly byte[] EndOfSequence = [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0];

    private static IEnumerable<TestCaseData> Files()
    {
        foreach (var syntax in new[] { Explicit, Implicit })
        {
            var isImplicit = syntax == Implicit;
            yield return Form($"delimiter inside a sequence, {syntax}",
                Make(syntax, Sequence(isImplicit, "SQ", [.. Item(ReferenceItem(isImplicit)), .. EndOfSequence])), syntax);
            yield return Form($"delimiter inside an item, {syntax}",
                Make(syntax, Sequence(isImplicit, "SQ", Item([.. ReferenceItem(isImplicit), .. EndOfItem]))), syntax);
        }

        yield return Form("items of an unknown VR",
            Make(Explicit, [.. Undefined("ZZ"), .. Item(ReferenceItem(isImplicit: true)), .. EndOfSequence]), Explicit);
        var plain = Sequence(isImplicit: false, "SQ", Item(ReferenceItem(isImplicit: false)));
        yield return Form("sequence in the meta information",
            Make(Explicit, plain, [2, 0, 2, 1, .. "SQ\0\0"u8, 0xFF, 0xFF, 0xFF, 0xFF, .. EndOfSequence]), Explicit);
        yield return Form("unknown VR in the meta information",
            Make(Explicit, plain, [2, 0, 0x16, 0, .. "??\u0002\0AB"u8]), Explicit);
        foreach (var uid in new[] { "1.2.3.4", "1.2.840.113619.5.2", "1.2.840.10008.1.20" })
        {
            yield return Form($"implicit as {uid}",
                Make(Implicit, Sequence(isImplicit: true, "SQ", Item(ReferenceItem(isImplicit: true))), uid: uid), uid);
        }

        yield return Form("no UID", Make(Explicit, plain, uid: $"{Explicit}\\{Leak}"), Explicit);
        yield return Form("long UID", Make(Explicit, plain, uid: new string('1', 70_000)), Explicit);
    }

    [TestCaseSource(nameof(Files))]
    public async Task A_file_is_edited_as_Orthanc_edits_it(byte[] source, string syntax)
    {
        var host = await RunningHosts.WithPlugin(Version);
        var builtIn = await RunningHosts.BuiltIn(Version);
        var (instance, original) = (await host.Store(source), await builtIn.Store(source));
        const string Replacing = """{"Replace": {"StudyDescription": "X"}}""";
        foreach (var (operation, body) in new[] { ("anonymize", "{}"), ("modify", Replacing) })
        {
            var expected = await builtIn.Ask(original, operation, body);
            Assert.That(expected.Status, Is.EqualTo(200), expected.ToString);
            var answer = await host.Ask(instance, operation, body);
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            using var theirs = DicomFile.Parse(expected.Body);
            using var ours = DicomFile.Parse(answer.Body);
            using var all = Assert.EnterMultipleScope();
            Assert.That(ours.TransferSyntax.UID, Is.EqualTo(syntax));
            Assert.That(ItemsOf(ours), Is.EqualTo(ItemsOf(theirs)).And.EqualTo(1));
            Assert.That(ours.Dataset.GetText(DicomTag.PatientName),
                operation == "modify" ? Is.EqualTo(SampleFile.PatientName) : Does.StartWith("Anonymized"));
            Assert.That(Encoding.Latin1.GetString(answer.Body), Does.Not.Contain(Leak));
            Assert.That((await host.TryStore(answer.Body)).Instance, Is.Not.Null, "Orthanc stores the answer");
        }
    }

    private static int ItemsOf(DicomFile file)
    {
        var count = 0;
        if (file.Dataset.TryGet(References, out var element) && element.Sequence is { } items)
        {
            foreach (var item in items)
            {
                count += item.Contains(ReferencedInstance) ? 1 : 0;
            }
        }

        return count;
    }

    private static TestCaseData Form(string name, byte[] file, string syntax) =>
        new TestCaseData(file, syntax).SetArgDisplayNames(name);

    /// <summary>A sample file with elements before its patient, and more meta information or another UID there.</summary>
    private static byte[] Make(string encoding, byte[] elements, byte[]? meta = null, string? uid = null)
    {
        var file = SampleFile.Make(syntax: TransferSyntax.FromUID(encoding));
        var start = 144 + BitConverter.ToInt32(file, 140);
        var patient = start + file.AsSpan(start).IndexOf((ReadOnlySpan<byte>)[0x10, 0, 0x10, 0]);
        uid ??= encoding;
        byte[] header = uid.Length > ushort.MaxValue
            ? [2, 0, 0x10, 0, .. "UT\0\0"u8, .. BitConverter.GetBytes(Even(uid).Length)]
            : [2, 0, 0x10, 0, .. "UI"u8, .. BitConverter.GetBytes((ushort)Even(uid).Length)];
        byte[] group = [.. header, .. Even(uid), .. meta ?? []];

        // With a group length, Orthanc reads the meta information itself, and refuses the unknown or crashes on it.
        byte[] length = meta is null ? [2, 0, 0, 0, .. "UL\u0004\0"u8, .. BitConverter.GetBytes(group.Length)] : [];
        return
            [.. file[..132], .. length, .. group, .. file[start..patient], .. elements, .. file[patient..]];
    }

    private static byte[] Even(string uid) => [.. Encoding.ASCII.GetBytes(uid), .. new byte[uid.Length % 2]];

    private static byte[] ReferenceItem(bool isImplicit) =>
        [8, 0, 0x55, 0x11, .. isImplicit ? "\u0006\0\0\0"u8 : "UI\u0006\0"u8, .. "1.2.3\0"u8];

    private static byte[] Item(byte[] elements) =>
        [0xFE, 0xFF, 0, 0xE0, .. BitConverter.GetBytes(elements.Length), .. elements];

    private static byte[] Sequence(bool isImplicit, string vr, byte[] items) =>
    [
        8, 0, 0x40, 0x11, .. isImplicit ? [] : (byte[])[.. Encoding.ASCII.GetBytes(vr), 0, 0],
        .. BitConverter.GetBytes(items.Length), .. items,
    ];

    private static byte[] Undefined(string vr) =>
        [8, 0, 0x40, 0x11, .. Encoding.ASCII.GetBytes(vr), 0, 0, 0xFF, 0xFF, 0xFF, 0xFF];
}
