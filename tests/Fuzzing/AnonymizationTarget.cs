// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Fuzzing;

/// <summary>
/// Whatever bytes can be read can be anonymized, and every element of the result is then what the rule of its tag asks for.
/// </summary>
internal static class AnonymizationTarget
{
    private static readonly HostSettings Host = new()
    {
        SoftwareName = "Fuzzer",
        PseudonymKey = PseudonymKey.Of("a secret that everybody may know"u8),
    };

    private static readonly ModificationPlan Plan = PlanOf("{}"u8);
    private static readonly ModificationPlan ConformantPlan = PlanOf("""{"DicomVersion":"2024e"}"""u8);
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
        Run(input, Plan);
        Run(input, ConformantPlan);
        Run(input, PlanWithOptions);
    }

    private static void Run(byte[] input, ModificationPlan plan)
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
                    FollowedRules.Check(plan, in element);
                }
            }
        }
        catch (DicomFormatException)
        {
            // The only valid refusal: the bytes are not DICOM.
        }
        catch (RequestException e) when (e.Fault is RequestFault.BadFormat or RequestFault.Refused)
        {
            // A value that got longer no longer fits its VR, or a text that is to be cleaned cannot be read.
        }
    }

    private static ModificationPlan PlanOf(ReadOnlySpan<byte> request) =>
        ModificationPlan.For(
            ModificationRequest.Parse(RequestBody.Parse(request.ToArray()), Operation.Anonymize, Host));
}
