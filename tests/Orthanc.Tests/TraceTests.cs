// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>
/// Identifying values are everywhere that objects of all kinds have room for them. After an anonymization, the bytes of the
/// file are searched for them, in whatever encoding.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class TraceTests(OrthancVersion version) : VersionFixture(version)
{
    private const string Name = "QUINCE^AMBROSIA";
    private const string Id = "PID-994711";
    private const string Birth = "19430217";
    private const string Address = "17 Elm Lane";
    private const string Root = "1.2.826.0.1.3680043.9.994711";
    private const string Native = "\u5C71\u7530^\u592A\u90CE";

    /// <summary>The values that may remain nowhere.</summary>
    private static readonly string[] Traces = ["QUINCE", "AMBROSIA", Id, Birth, Address, Root, "\u5C71\u7530"];

    private static readonly Encoding Japanese = CodePage("iso-2022-jp");

    private static readonly Encoding[] Encodings =
    [
        Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, Japanese, CodePage("shift_jis"),
        CodePage("euc-jp"),
    ];

    private static IEnumerable<TestCaseData> Kinds() =>
        from kind in (Action<DicomDataset>[])
            [MultiFrame, Report, PresentationState, Document, Waveform, Radiotherapy, Signed, Broken]
        from syntax in (TransferSyntax[])
            [TransferSyntax.ExplicitLittleEndian, TransferSyntax.ImplicitLittleEndian, TransferSyntax.ExplicitBigEndian,
                TransferSyntax.DeflatedExplicitLittleEndian]
        select new TestCaseData(kind, syntax).SetArgDisplayNames(kind.Method.Name, syntax.UID);

    [TestCaseSource(nameof(Kinds))]
    public async Task Nothing_of_the_patient_is_left(Action<DicomDataset> add, TransferSyntax syntax)
    {
        var file = SampleFile.Make(dataset => Identify(dataset, add), syntax);
        Encoding.ASCII.GetBytes(Name).CopyTo(file, 0);
        var both = await SideBySide.Of(Version, file);
        var (source, builtIn, plugin) = await both.Files("anonymize", "{}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(TracesIn(source), Is.SupersetOf((string[])["QUINCE", Id, Birth, Address, Root]), "the sample");
            Assert.That(TracesIn(builtIn), Is.Not.Empty, "the built-in");
            Assert.That(TracesIn(plugin), Is.Empty, "the plugin");
            Assert.That(await Dcmdump.Faults(plugin.Bytes), Is.Empty);
        }
    }

    private static void Identify(DicomDataset dataset, Action<DicomDataset> add)
    {
        dataset
            .With(0x0008_0018, DicomVR.UI, $"{Root}.3")
            .With(0x0010_0010, DicomVR.PN, Name)
            .With(0x0010_0020, DicomVR.LO, Id)
            .With(0x0010_0030, DicomVR.DA, Birth)
            .With(0x0010_1040, DicomVR.LO, Address)
            .With(0x0020_000D, DicomVR.UI, $"{Root}.1")
            .With(0x0020_000E, DicomVR.UI, $"{Root}.2")
            .With(0x0009_0010, DicomVR.LO, "MAKER").With(0x0009_1001, DicomVR.LO, Name)
            .WithItem(TableSample.Around, item => People(item, DicomVR.None));
        add(dataset);
    }

    /// <summary>Identifying elements, some with a VR that their tag does not allow.</summary>
    private static void People(DicomDataset item, DicomVR foreign)
    {
        DicomVR Or(DicomVR vr) => foreign == DicomVR.None ? vr : foreign;
        item
            .With(0x0008_0090, Or(DicomVR.PN), Name)
            .With(0x0008_1155, Or(DicomVR.UI), $"{Root}.3")
            .With(0x0010_0010, Or(DicomVR.PN), Name)
            .With(0x0010_0020, Or(DicomVR.LO), Id)
            .With(0x0010_0030, Or(DicomVR.DA), Birth)
            .With(0x0010_1040, Or(DicomVR.LO), Address)
            .With(0x0019_0010, DicomVR.LO, "MAKER").With(0x0019_1001, DicomVR.UN, Name);
    }

    private static void MultiFrame(DicomDataset dataset)
    {
        dataset
            .With(0x0008_1167, DicomVR.UI, $"{Root}.4")
            .With(0x0020_0052, DicomVR.UI, $"{Root}.5")
            .With(0x0020_0242, DicomVR.UI, $"{Root}.3")
            .With(0x0020_9312, DicomVR.UI, $"{Root}.5");
        foreach (var groups in (uint[])[0x5200_9229, 0x5200_9230])
        {
            var frames = dataset.SetSequence(new DicomTag(groups));
            for (var frame = 0; frame < 2; frame++)
            {
                frames.AddItem()
                    .WithItem(0x0020_9111, content => content
                        .With(0x0018_9074, DicomVR.DT, Birth).With(0x0020_4000, DicomVR.LT, Name))
                    .WithItem(0x0008_1140, image => image.With(0x0008_1155, DicomVR.UI, $"{Root}.6"));
            }
        }
    }

    private static void Report(DicomDataset dataset) => dataset
        .With(0x0040_A160, DicomVR.UT, Name)
        .WithItem(0x0040_A073, observer => observer.With(0x0040_A075, DicomVR.PN, Name))
        .WithItem(0x0040_A730, content => content
            .With(0x0040_A123, DicomVR.PN, Name).With(0x0040_A124, DicomVR.UI, $"{Root}.7")
            .With(0x0040_A160, DicomVR.UT, $"{Name}, born {Birth}, {Address}")
            .WithItem(0x0040_A730, deeper => deeper.With(0x0040_A121, DicomVR.DA, Birth)))
        .WithItem(0x0040_A375, evidence => evidence
            .With(0x0020_000D, DicomVR.UI, $"{Root}.1")
            .WithItem(0x0008_1115, series => series
                .With(0x0008_1190, DicomVR.UR, $"https://pacs/studies/{Root}.1")
                .With(0x0020_000E, DicomVR.UI, $"{Root}.2")
                .WithItem(0x0008_1199, instance => instance.With(0x0008_1155, DicomVR.UI, $"{Root}.3"))));

    private static void PresentationState(DicomDataset dataset) => dataset
        .With(0x0070_0084, DicomVR.PN, Name)
        .With(0x6000_3000, DicomVR.OW, Name + " ").With(0x6000_4000, DicomVR.LT, Name)
        .WithItem(0x0070_0001, graphics => graphics
            .WithItem(0x0070_0008, text => text.With(0x0070_0006, DicomVR.ST, $"{Name} {Birth}")))
        .WithItem(0x0072_0424, box => box.With(0x0070_0006, DicomVR.ST, Name))
        .WithItem(0x0070_031E, fiducial => fiducial.With(0x0070_031B, DicomVR.UI, $"{Root}.8"));

    private static void Document(DicomDataset dataset) => dataset
        .With(0x0042_0010, DicomVR.ST, $"Report of {Name}")
        .With(0x0042_0011, DicomVR.OB, $"%PDF-1.7 {Name} {Address}")
        .With(0x0040_E001, DicomVR.ST, $"{Root}.9^{Id}");

    private static void Waveform(DicomDataset dataset) => dataset
        .WithItem(0x5400_0100, wave => wave
            .With(0x5400_1010, DicomVR.OW, [1, 2, 3, 4])
            .WithItem(0x003A_0200, channel => People(channel, DicomVR.None)))
        .WithItem(0x0040_B020, annotation => annotation.With(0x0070_0006, DicomVR.ST, $"{Name}, {Address}"));

    private static void Radiotherapy(DicomDataset dataset) => dataset
        .With(0x300E_0008, DicomVR.PN, Name)
        .WithItem(0x3006_0010, frame => frame
            .With(0x0020_0052, DicomVR.UI, $"{Root}.5")
            .WithItem(0x3006_0012, study => study.With(0x0008_1155, DicomVR.UI, $"{Root}.1")))
        .WithItem(0x3006_0020, region => region
            .With(0x3006_002D, DicomVR.DT, Birth)
            .WithItem(0x3006_004D, creator => People(creator, DicomVR.None)))
        .WithItem(0x300A_0180, setup => setup
            .With(0x0010_0020, DicomVR.LO, Id).With(0x300A_0675, DicomVR.UI, $"{Root}.5"));

    private static void Signed(DicomDataset dataset) => dataset
        .WithItem(0x0400_0500, encrypted => encrypted.With(0x0400_0520, DicomVR.OB, $"{Name}{Id}{Birth} "))
        .WithItem(0x0400_0561, original => original
            .With(0x0400_0564, DicomVR.LO, Name)
            .WithItem(0x0400_0550, modified => People(modified, DicomVR.None)))
        .WithItem(0xFFFA_FFFA, signature => signature
            .With(0x0400_0100, DicomVR.UI, $"{Root}.10").With(0x0400_0115, DicomVR.OB, Name + " "))
        .With(0xFFFC_FFFC, DicomVR.OB, Name + " ");

    private static void Broken(DicomDataset dataset)
    {
        dataset
            .With(0x0004_1500, DicomVR.CS, "AMBROSIA\\IM1")
            .With(0x0009_0001, DicomVR.LO, Name)
            .With(0x0010_FF14, DicomVR.LT, Name)
            .With(0x0020_0052, DicomVR.UN, $"{Root}.5")
            .WithItem(0x0040_0440, item => People(item, DicomVR.UN))
            .WithItem(0x0040_0560, item => People(item, DicomVR.LO))
            .WithItem(0x0018_9506, item => item
                .With(0x0008_0005, DicomVR.CS, "\\ISO 2022 IR 87")
                .With(0x0010_0010, DicomVR.PN, Japanese.GetBytes(Native)));
    }

    private static Encoding CodePage(string name) => CodePagesEncodingProvider.Instance.GetEncoding(name)
        ?? throw new InvalidOperationException($"no encoding is called {name}");

    /// <summary>The traces in the bytes of a file or in its uncompressed values.</summary>
    private static IEnumerable<string> TracesIn(ListedFile file)
    {
        byte[][] places = [file.Bytes, .. file.Elements.Select(element => element.Value)];
        return Traces.Where(trace => Array.Exists(places, place => IsIn(place, trace)));
    }

    private static bool IsIn(byte[] bytes, string trace) => Array.Exists(Encodings, encoding =>
    {
        var encoded = encoding.GetBytes(trace);
        return bytes.AsSpan().IndexOf(encoded) >= 0 || bytes.AsSpan().IndexOf(Swapped(encoded)) >= 0;
    });

    /// <summary>As 16-bit words with their bytes swapped, without the last byte of an odd number.</summary>
    private static byte[] Swapped(byte[] bytes)
    {
        var swapped = bytes[..(bytes.Length & ~1)];
        for (var i = 0; i < swapped.Length; i += 2)
        {
            (swapped[i], swapped[i + 1]) = (swapped[i + 1], swapped[i]);
        }

        return swapped;
    }
}
