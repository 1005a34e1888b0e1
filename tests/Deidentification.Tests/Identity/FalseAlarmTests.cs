// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Inspection;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Identity;

/// <summary>
/// With any options and Verify, a file can be anonymized whatever names and numbers the people in it have: the check does
/// not report what the cleaner leaves on purpose.
/// </summary>
public class FalseAlarmTests
{
    private const int PeoplePerFile = 4;
    private const int LargestFile = 1 << 20;

    private static readonly string[] Requests =
    [
        """{"Verify": true}""",
        """{"DicomVersion": "2008", "Verify": true}""",
        """{"Options": []}""",
        """{"DicomVersion": "2024e", "Options": ["CleanDescriptors"]}""",
        """{"DicomVersion": "2024e", "Options": ["CleanDescriptors", "CleanStructuredContent", "CleanGraphics", "RetainSafePrivate"]}""",
        """{"Options": ["RetainDeviceIdentity", "RetainInstitutionIdentity", "RetainLongitudinalFullDates"]}""",
        """
        {"DicomVersion": "2024e", "Pseudonyms": true, "Options": ["RetainUIDs", "RetainDeviceIdentity",
          "RetainInstitutionIdentity", "RetainPatientCharacteristics", "RetainLongitudinalModifiedDates",
          "RetainSafePrivate", "CleanDescriptors", "CleanStructuredContent", "CleanGraphics"]}
        """,
    ];

    private static readonly (uint Tag, DicomVR VR)[] Names =
        [(0x0010_0010, DicomVR.PN), (0x0008_0090, DicomVR.PN), (0x0008_1050, DicomVR.PN), (0x0008_1070, DicomVR.PN)];

    private static readonly (uint Tag, DicomVR VR)[] Numbers =
    [
        (0x0010_0020, DicomVR.LO), (0x0008_0050, DicomVR.SH), (0x0020_0010, DicomVR.SH), (0x0040_1001, DicomVR.SH),
        (0x0018_1000, DicomVR.LO), (0x0008_1010, DicomVR.SH),
    ];

    private static readonly (uint Tag, DicomVR VR)[] Places =
    [
        (0x0008_0080, DicomVR.LO), (0x0008_1040, DicomVR.LO), (0x0032_1033, DicomVR.LO), (0x0010_1040, DicomVR.LO),
        (0x0010_2154, DicomVR.SH),
    ];

    [TestCaseSource(nameof(Requests))]
    public void A_file_is_not_refused_for_a_name_that_is_a_word_of_it(string request)
    {
        var plan = ModificationPlan.For(
            TestHost.Request(request, Operation.Anonymize, PseudonymTests.Settings(PseudonymTests.Key('a'))));
        var alarms = new List<string>();
        foreach (var path in SharedData.DicomFiles().Where(path => new FileInfo(path).Length <= LargestFile))
        {
            var bytes = File.ReadAllBytes(path);
            for (var people = 0; people < PeoplePerFile; people++)
            {
                if (AlarmOf(plan, bytes, people) is { } alarm)
                {
                    alarms.Add($"{Path.GetFileName(path)}, {people}: {alarm}");
                }
            }
        }

        Assert.That(alarms, Is.Empty);
    }

    private static IEnumerable<ConfidentialityOptions> Options =>
        DeidentificationCode.Options.Prepend(ConfidentialityOptions.None);

    [Test]
    public void No_file_is_refused_with_any_option(
        [ValueSource(nameof(Options))] ConfidentialityOptions option, [Values("2017c", "2024e")] string version, [Values] bool isConformant)
    {
        var named = option == ConfidentialityOptions.None ? "" : $"\"Options\": [\"{option}\"],";
        var plan = ModificationPlan.For(TestHost.Request(
            $$"""{"DicomVersion": "{{version}}", {{named}} "Conformant": {{(isConformant ? "true" : "false")}}, "Verify": true, "Pseudonyms": true, "Force": true}""",
            Operation.Anonymize,
            PseudonymTests.Settings(PseudonymTests.Key('a'))));
        Assert.That(
            SharedData.DicomFiles().Where(path => new FileInfo(path).Length <= LargestFile)
                .Select(path => (path, alarm: AlarmOf(plan, File.ReadAllBytes(path), people: null)))
                .Where(found => found.alarm is not null),
            Is.Empty);
    }

    /// <param name="plan">The plan.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="people">The seed of the people's names; null for those of the file.</param>
    private static string? AlarmOf(ModificationPlan plan, byte[] bytes, int? people)
    {
        var called = string.Empty;
        try
        {
            using var file = DicomFile.Parse(bytes);
            called = people is { } seed ? Rename(file.Dataset, new Random(seed)) : string.Empty;
            var check = LeakCheck.For(plan, file)!;
            plan.Apply(file, new IdentifierMap(plan.Request.PseudonymKey ?? IdentifierKey.Create(), () => "Anonymized1"));
            check.Run(file.Write(new Implementation("1.2.3.4", "TEST")));
            return null;
        }
        catch (RequestException fault) when (!fault.Message.Contains("cannot be read", StringComparison.Ordinal))
        {
            return $"{fault.Message} ({called})";
        }
        catch (RequestException)
        {
            // The rules ask for it.
            return null;
        }
        catch (DicomFormatException)
        {
            // Some of the files are not DICOM.
            return null;
        }
    }

    /// <summary>Names all people, numbers and places after words that occur elsewhere in the file.</summary>
    private static string Rename(DicomDataset root, Random random)
    {
        string[] words = [.. WordsOf(root).Distinct().Order(StringComparer.Ordinal)];
        if (words.Length == 0)
        {
            return string.Empty;
        }

        var called = new StringBuilder();
        string Word() => words[random.Next(words.Length)];
        void Call((uint Tag, DicomVR VR) element, string text)
        {
            called.Append(new DicomTag(element.Tag)).Append('=').Append(text).Append(' ');
            root.With(new DicomTag(element.Tag), element.VR, text);
        }

        foreach (var name in Names)
        {
            Call(name, random.Next(3) switch
            {
                0 => Word() + "^" + Word(),
                1 => Word().ToUpperInvariant() + "^" + Word()[..1],
                _ => Word() + " " + Word() + "^" + Word(),
            });
        }

        foreach (var number in Numbers)
        {
            Call(number, random.Next(3) == 0 ? Word() + Word() : Word());
        }

        foreach (var place in Places)
        {
            Call(place, random.Next(3) switch
            {
                0 => Word(),
                1 => (Word() + Word()).ToUpperInvariant(),
                _ => Word() + " " + Word() + " " + Word(),
            });
        }

        return called.ToString();
    }

    private static IEnumerable<string> WordsOf(DicomDataset root)
    {
        foreach (var dataset in root.SelfAndDescendants())
        {
            foreach (var element in dataset)
            {
                if (element.VR is DicomVR.CS or DicomVR.LO or DicomVR.SH or DicomVR.LT or DicomVR.ST or DicomVR.UT
                    or DicomVR.IS or DicomVR.DS or DicomVR.DA or DicomVR.TM or DicomVR.AE && element.Length < 1000)
                {
                    foreach (var word in Encoding.Latin1.GetString(element.Value).Split(
                        ['\\', ' ', '^', '=', '\0', ','], StringSplitOptions.RemoveEmptyEntries))
                    {
                        yield return word;
                    }
                }
            }
        }
    }
}
