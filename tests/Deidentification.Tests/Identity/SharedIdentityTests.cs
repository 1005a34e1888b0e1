// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using CsCheck;
using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Identity;

/// <summary>
/// Identifying values are spelled out once for all instances of a job that have the same values, and only for these.
/// </summary>
public sealed class SharedIdentityTests
{
    private const int Samples = 400;

    /// <summary>The index of the Patient ID among the elements.</summary>
    private const int PatientId = 8;

    private const string Text = "Seen by Mosers of Bernaus, PID-4711, Quirinuss, M\u00fcllner on 12.03.2024 and 1.2.3.4567.89; 20240312";

    private static readonly IdentifierKey Key = IdentifierKey.Create();

    /// <summary>Elements with values that are nearly the same.</summary>
    private static readonly (uint Tag, DicomVR VR, string[] Values)[] Elements =
    [
        (0x0008_0005, DicomVR.CS, ["ISO_IR 100", "ISO_IR 144", "ISO_IR 192", "\\ISO 2022 IR 87"]),
        (0x0008_0018, DicomVR.UI, ["1.2.3.4567.89", "1.2.3.4567.8", "1.2.3.9999.77"]),
        (0x0008_0020, DicomVR.DA, ["20240312", "20240313"]),
        (0x0008_002A, DicomVR.DT, ["20240312101112", "20240312101113", "20240313101112", "2024"]),
        (0x0008_0050, DicomVR.SH, ["PID-4711", "PID-4712"]),
        (0x0008_0080, DicomVR.LO, ["Bernau", "Moser", "Quirinus"]),
        (0x0008_0090, DicomVR.PN, ["Moser^Eva", "Bernau^Eva", "Quirinus"]),
        (0x0010_0010, DicomVR.PN, ["Moser^Eva", "M\u00fcllner^Eva", "M\u00fcllner=Eva", "Quirinus\\Bernau"]),
        (0x0010_0020, DicomVR.LO, ["PID-4711", "PID-4712", "1234567"]),
        (0x0010_0030, DicomVR.DA, ["20240312", "19610423"]),
    ];

    /// <summary>Sequences with the code of a person, of an institution, and of a public scheme.</summary>
    private static readonly DicomTag[] Sequences = [new(0x0040_1101), new(0x0008_0082), new(0x0054_0220)];
    private static readonly string[] Meanings = ["Moser", "Bernau", "Quirinus"];

    /// <summary>Two files that differ by one change at most.</summary>
    private static readonly Gen<(byte[] One, byte[] Other)> Files = Gen.Select(
        Gen.Int[0, 4].Array[Elements.Length], Gen.Int[0, 3].Array[Sequences.Length], Gen.Bool,
        Gen.Int[0, Elements.Length + Sequences.Length - 1], Gen.Int[0, 4]).Select(
            (values, codes, isUnicode, place, value) =>
            {
                string?[] texts = [.. Elements.Select((element, i) => element.Values.ElementAtOrDefault(values[i]))];
                var one = MakeFile(texts, codes, isUnicode);
                if (place < Elements.Length && value == 0 && Elements[place].VR is DicomVR.PN or DicomVR.LO)
                {
                    // The name becomes the Patient ID, and the other way round.
                    (texts[place], texts[PatientId]) = (texts[PatientId], texts[place]);
                }
                else if (place < Elements.Length)
                {
                    texts[place] = Elements[place].Values.ElementAtOrDefault(value);
                }
                else
                {
                    // The same code in another sequence.
                    var at = place - Elements.Length;
                    codes = [.. codes];
                    (codes[at], codes[(at + 1) % codes.Length]) = (codes[(at + 1) % codes.Length], codes[at]);
                }

                return (one, MakeFile(texts, codes, isUnicode));
            });

    [TestCase("""{"Verify": true}""")]
    [TestCase("""{"DicomVersion": "2024e", "Options": ["CleanDescriptors"]}""")]
    [TestCase("""{"DicomVersion": "2024e", "Options": ["CleanDescriptors"], "Keep": ["PatientID", "StudyInstanceUID"], "Force": true}""")]
    [TestCase("""{"Pseudonyms": true, "Options": ["CleanDescriptors", "RetainLongitudinalModifiedDates"]}""")]
    public void An_instance_becomes_the_same_whatever_came_before_it(string request)
    {
        Files.Sample(
            files =>
            {
                var shared = Plan(request);
                _ = Answer(shared, files.One);
                var other = Answer(shared, files.Other);
                var alone = Answer(Plan(request), files.Other);
                return other == alone
                    ? true
                    : throw new InvalidOperationException($"{other}\nwith a plan of its own:\n{alone}");
            },
            iter: Samples);
    }

    private static ModificationPlan Plan(string request) => ModificationPlan.For(
        TestHost.Request(request, Operation.Anonymize, PseudonymTests.Settings(PseudonymTests.Key('a'))));

    private static byte[] MakeFile(string?[] texts, int[] codes, bool isUnicode)
    {
        using var file = DicomFile.Create(TransferSyntax.ExplicitLittleEndian);
        var encoding = isUnicode ? Encoding.UTF8 : Encoding.Latin1;
        file.Dataset.With(DicomTag.SOPClassUID, DicomVR.UI, "1.2.840.10008.5.1.4.1.1.2")
            .With(DicomTag.SOPInstanceUID, DicomVR.UI, "1.2.3.1.1")
            .With(DicomTag.StudyInstanceUID, DicomVR.UI, Sample.Study)
            .With(DicomTag.SeriesInstanceUID, DicomVR.UI, Sample.Series);
        for (var i = 0; i < Elements.Length; i++)
        {
            if (texts[i] is { } text)
            {
                file.Dataset.Set(new(Elements[i].Tag), Elements[i].VR, encoding.GetBytes(text));
            }
        }

        for (var i = 0; i < Sequences.Length; i++)
        {
            if (codes[i] < Meanings.Length)
            {
                file.Dataset.Item(Sequences[i])
                    .With(new(0x0008_0100), DicomVR.SH, "C-4711")
                    .With(new(0x0008_0102), DicomVR.SH, "SCT")
                    .With(new(0x0008_0104), DicomVR.LO, Meanings[codes[i]]);
            }
        }

        file.Dataset.Set(new(0x0008_1030), DicomVR.LO, encoding.GetBytes(Text[..60]));
        file.Dataset.Set(new(0x0010_4000), DicomVR.LT, encoding.GetBytes(Text));
        file.Dataset.Set(new(0x0018_1030), DicomVR.LO, encoding.GetBytes(Text[^60..]));
        using var bytes = file.Write(new Implementation("1.2.3.4", "TEST"));
        return bytes.AsSpan().ToArray();
    }

    private static string Answer(ModificationPlan plan, byte[] bytes)
    {
        using var file = DicomFile.Parse(bytes);
        try
        {
            using var made = TestHost.Make(
                file, plan, new IdentifierMap(plan.Request.PseudonymKey ?? Key, () => "Anonymized1"));
            return Encoding.Latin1.GetString(made.AsSpan());
        }
        catch (RequestException fault)
        {
            return fault.Message;
        }
    }
}
