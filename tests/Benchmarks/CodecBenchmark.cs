// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Text;
using OrthancDeid.Benchmarks.Measuring;
using OrthancDeid.Benchmarks.Samples;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Inspection;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Benchmarks;

/// <summary>Times the plugin's work on the bytes of one file, without an Orthanc, against a plain copy of the
/// bytes.</summary>
internal sealed class CodecBenchmark(Alternation alternation)
{
    // A shorter measurement is repeated, so that the clock and the calls around it do not count.
    private const double ShortestSeconds = 0.002;

    private static readonly HostSettings Host = new() { SoftwareName = "Orthanc 1.13.0" };
    private static readonly ModificationPlan Anonymization = PlanOf("{}", Operation.Anonymize);

    private static readonly ModificationPlan Verified = PlanOf("""{"Verify": true}""", Operation.Anonymize);

    private static readonly ModificationPlan AllOptions = PlanOf(
        """
        {"DicomVersion": "2024e", "Verify": true, "Options": ["CleanDescriptors", "CleanStructuredContent", "CleanGraphics",
         "RetainDeviceIdentity", "RetainInstitutionIdentity", "RetainPatientCharacteristics", "RetainSafePrivate"]}
        """,
        Operation.Anonymize);

    private static readonly ModificationPlan ThreeEdits = PlanOf(
        """{"Replace": {"PatientName": "New^Name", "StudyDescription": "x"}, "Remove": ["PatientBirthDate"]}""",
        Operation.Modify);

    /// <summary>Measures all files.</summary>
    public IEnumerable<IReadOnlyList<Figure>> Run() =>
        (((string Situation, Func<NativeBuffer> MakeFile)[])
        [
            ("CT, 0.5 MB", () => SampleFile.Ct()),
            ("SR, no pixels", SampleFile.Report),
            ("report, 1 MB of text, 10,000 words", SampleFile.LongReport),
            ("enhanced multi-frame, 100 items", () => SampleFile.Enhanced(100)),
            ("enhanced multi-frame, 1,000 items", () => SampleFile.Enhanced(1_000)),
            ("enhanced multi-frame, 10,000 items", () => SampleFile.Enhanced(10_000)),
            ("JPEG image of a study, 150 KB", () => SampleFile.Encapsulated(1, 150_000)),
            ("encapsulated, 100 frames, 20 MB", () => SampleFile.Encapsulated(100, 200_000)),
            ("multi-frame, 200 MB", () => SampleFile.MultiFrame(100)),
            ("multi-frame, 1 GB", () => SampleFile.MultiFrame(500)),
        ]).Select(file => Compare(file.Situation, file.MakeFile));

    private static ModificationPlan PlanOf(string request, Operation operation) =>
        ModificationPlan.For(ModificationRequest.Parse(RequestBody.Parse(Encoding.UTF8.GetBytes(request)), operation, Host));

    private IReadOnlyList<Figure> Compare(string situation, Func<NativeBuffer> makeFile)
    {
        using var file = makeFile();
        Subject[] subjects =
        [
            Of("copy of the bytes into new memory", () => Copy(file).Dispose()),
            Of("parse", () => Edit(file, null, isWritten: false)),
            Of("parse, anonymize", () => Edit(file, () => Anonymization, isWritten: false)),
            Of("parse, anonymize, write", () => Edit(file, () => Anonymization, isWritten: true)),
            Of("the same, and reading the request", () =>
                Edit(file, () => PlanOf("{}", Operation.Anonymize), isWritten: true)),
            Of("parse, anonymize, write, Verify", () => Edit(file, () => Verified, isWritten: true)),
            Of("the same, all options", () => Edit(file, () => AllOptions, isWritten: true)),
            Of("parse, three edits, write", () => Edit(file, () => ThreeEdits, isWritten: true)),
        ];
        return alternation.Compare("Codec", situation, file.Length, subjects);
    }

    private static unsafe NativeBuffer Copy(NativeBuffer file)
    {
        var copy = NativeBuffer.Allocate(file.Length);
        Buffer.MemoryCopy((void*)file.Pointer, (void*)copy.Pointer, copy.Length, file.Length);
        return copy;
    }

    private static void Edit(NativeBuffer bytes, Func<ModificationPlan>? makePlan, bool isWritten)
    {
        // As the host would pass them: the file does not own the bytes.
        using var file = DicomFile.Parse(new NativeBuffer(bytes.Pointer, bytes.Length, null));
        if (makePlan?.Invoke() is not { } plan)
        {
            return;
        }

        var check = LeakCheck.For(plan, file);
        plan.Apply(file, new IdentifierMap(static () => "Anonymized1"), identity: check?.Identity);
        if (isWritten)
        {
            using var result = file.Write(SampleDataset.Writer);
            check?.Run(result);
        }
    }

    private static Subject Of(string name, Action action)
    {
        action();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        action();
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var times = 1;
        while (Seconds(action, times) is var seconds && seconds < ShortestSeconds)
        {
            times = Math.Max(times + 1, (int)(times * ShortestSeconds / seconds));
        }

        var peak = ResidentMemory.PeakDuring(action);
        return new Subject(name, () => Seconds(action, times) / times)
        {
            AllocatedBytes = allocated,
            PeakBytes = () => peak,
        };
    }

    private static double Seconds(Action action, int times)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
