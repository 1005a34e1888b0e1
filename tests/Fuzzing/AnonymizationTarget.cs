// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification;
using OrthancDeid.Dicom;

namespace OrthancDeid.Fuzzing;

/// <summary>
/// Any bytes that can be read can be anonymized, and then no element is left that the rules remove.
/// </summary>
internal static class AnonymizationTarget
{
    private static readonly HostSettings Host = new() { SoftwareName = "Fuzzer" };
    private static readonly ModificationPlan Plan =
        ModificationPlan.For(ModificationRequest.Parse("{}"u8.ToArray(), Operation.Anonymize, Host));

    public static void Run(byte[] input)
    {
        try
        {
            using var file = DicomFile.Parse(input);
            Plan.Apply(file, new IdentifierMap(() => "Anonymized1"));
            using var written = file.Write(new Implementation("1.2.3.4", "FUZZER"));
            using var again = DicomFile.Parse(written.AsSpan());
            foreach (var dataset in again.Dataset.SelfAndDescendants())
            {
                for (var i = 0; i < dataset.Count; i++)
                {
                    ThrowIfLeft(dataset[i], isInSequence: dataset.Parent is not null);
                }
            }
        }
        catch (DicomFormatException)
        {
            // The one answer to bytes that are no DICOM.
        }
        catch (RequestException e) when (e.Fault == RequestFault.BadFormat)
        {
            // A value that got longer no longer fits its VR.
        }
    }

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
