// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification;
using OrthancDeid.Deidentification.Pseudonyms;
using OrthancDeid.Dicom;

namespace OrthancDeid.Fuzzing;

/// <summary>
/// Any bytes that can be read can be anonymized, and then no element is left that the rules remove.
/// </summary>
internal static class AnonymizationTarget
{
    private static readonly HostSettings Host = new()
    {
        SoftwareName = "Fuzzer",
        PseudonymKey = PseudonymKey.Of("a secret that everybody may know"u8),
    };

    private static readonly ModificationPlan Plan = PlanOf("{}"u8);
    private static readonly ModificationPlan PlanWithOptions = PlanOf("""
        {
            "Pseudonyms": true,
            "Options": [
                "RetainSafePrivate", "RetainDeviceIdentity", "RetainInstitutionIdentity", "RetainPatientCharacteristics",
                "RetainLongitudinalModifiedDates", "CleanDescriptors", "CleanStructuredContent", "CleanGraphics"]
        }
        """u8);

    public static void Run(byte[] input)
    {
        Run(input, Plan, ThrowIfLeft);

        // Options spare what the rules of single tags remove, so nothing can be said of one tag alone.
        Run(input, PlanWithOptions, static (_, _) => { });
    }

    private static void Run(byte[] input, ModificationPlan plan, Action<DataElement, bool> check)
    {
        try
        {
            using var file = DicomFile.Parse(input);
            var key = plan.Request.PseudonymKey ?? IdentifierKey.Create();
            plan.Apply(file, new IdentifierMap(key, () => "Anonymized1"));
            using var written = file.Write(new Implementation("1.2.3.4", "FUZZER"));
            using var again = DicomFile.Parse(written.AsSpan());
            foreach (var dataset in again.Dataset.SelfAndDescendants())
            {
                foreach (var element in dataset)
                {
                    check(element, dataset.Parent is not null);
                }
            }
        }
        catch (DicomFormatException)
        {
            // The one answer to bytes that are no DICOM.
        }
        catch (RequestException e) when (e.Fault is RequestFault.BadFormat or RequestFault.Refused)
        {
            // A value that got longer no longer fits its VR, or a text that is to be cleaned cannot be read.
        }
    }

    private static ModificationPlan PlanOf(ReadOnlySpan<byte> request) =>
        ModificationPlan.For(ModificationRequest.Parse(request.ToArray(), Operation.Anonymize, Host));

    private static void ThrowIfLeft(DataElement element, bool isInSequence)
    {
        var rule = Plan.RuleFor(element.Tag, isInSequence);
        if (rule.Action == ElementAction.Remove)
        {
            throw new InvalidOperationException($"{element.Tag} was not removed");
        }

        // An emptied sequence of undefined length still has its delimiter.
        if (rule.Action == ElementAction.Clear && element.Length > 0 && element.Sequence is not { Count: 0 })
        {
            throw new InvalidOperationException($"{element.Tag} was not emptied");
        }
    }
}
