// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Editing;

/// <summary>
/// Compares a file before and after an anonymization without options, element by element in their order: each has to follow
/// the rule of its tag.
/// </summary>
/// <param name="plan">The rules.</param>
internal sealed class FollowedRules(ModificationPlan plan)
{
    /// <summary>Elements that the plan writes beyond the rules, and the character set.</summary>
    private static readonly DicomTag[] Written =
    [
        DicomTag.SpecificCharacterSet, DicomTag.PatientName, DicomTag.PatientIdentityRemoved,
        DicomTag.DeidentificationMethod, new(0x0012_0064), new(0x0028_0303), new(0x0042_0015),
    ];

    public void Check(DicomDataset old, DicomDataset made)
    {
        var isItem = old.Parent is not null;
        var left = Elements(made);
        foreach (var element in Elements(old))
        {
            var rule = plan.RuleFor(element.Tag, isItem);
            if (rule.Action == ElementAction.Leave && IsUnreadableSequence(in element))
            {
                rule = new(ElementAction.Remove, RuleReason.Unreadable);
            }

            if (plan.Request.IsConformant && rule.Reason is RuleReason.Profile or RuleReason.Identity
                && rule.Action is ElementAction.Remove or ElementAction.Clear or ElementAction.Dummy)
            {
                // The attribute's type matters, too: whatever is left has no meaning.
                CheckTaken(in element, left);
                continue;
            }

            // If it had been left, it would be where the next one is expected.
            if (rule.Action == ElementAction.Remove
                || (isItem && rule.Action == ElementAction.Clear && !plan.Request.IsConformant && !IsText(element.Tag)))
            {
                continue;
            }

            Assert.That(left, Is.Not.Empty, $"{element.Tag} is gone");
            Assert.That(left[0].Tag, Is.EqualTo(element.Tag), "the elements stand where they stood");
            Check(rule, in element, left[0]);
            left.RemoveAt(0);
        }

        Assert.That(left.Select(element => element.Tag), Is.Empty);
    }

    private static void CheckTaken(in DataElement old, List<DataElement> left)
    {
        if (left.Count == 0 || left[0].Tag != old.Tag)
        {
            return;
        }

        var made = left[0];
        left.RemoveAt(0);
        Assert.That(
            (made.Sequence is null) != (old.Sequence is null) || made.Sequence is { Count: <= 1 } || made.Length == 0
            || !made.Value.Trim("\0 "u8).SequenceEqual(old.Value.Trim("\0 "u8)),
            Is.True, $"{old.Tag} is as it was");
    }

    private void Check(ElementRule rule, in DataElement old, in DataElement made)
    {
        switch (rule.Action)
        {
            case ElementAction.Leave when old.Sequence is { } sequence:
                Assert.That(made.Sequence, Is.Not.Null.And.Count.EqualTo(sequence.Count), $"{old.Tag}");
                for (var i = 0; i < sequence.Count; i++)
                {
                    Check(sequence[i], made.Sequence![i]);
                }

                break;
            case ElementAction.Leave:
                Assert.That(made.Value.ToArray(), Is.EqualTo(old.Value.ToArray()), $"{old.Tag}");
                break;
            case ElementAction.Clean:
                Assert.That(made.Length, Is.LessThanOrEqualTo(old.Length + 1), $"{old.Tag} has more text than it had");
                break;
            case ElementAction.Clear:
                Assert.That(made.Length == 0 || made.Sequence is { Count: 0 }, Is.True, $"{old.Tag} is not empty");
                break;
            default:
                // New identifiers and dummies: unlike the old value, unless that is empty.
                Assert.That(
                    old.Sequence is not null || made.Length == 0 || made.Sequence is not null
                    || !made.Value.Trim("\0 "u8).SequenceEqual(old.Value.Trim("\0 "u8)),
                    Is.True, $"{old.Tag} is as it was");
                break;
        }
    }

    private static List<DataElement> Elements(DicomDataset dataset)
    {
        var elements = new List<DataElement>();
        foreach (var element in dataset)
        {
            if (!Written.Contains(element.Tag))
            {
                elements.Add(element);
            }
        }

        return elements;
    }

    private static bool IsText(DicomTag tag) =>
        ElementDictionary.Standard.TryGet(tag, out var entry) && entry.VR.IsText();

    private static bool IsUnreadableSequence(in DataElement element) => element.Sequence is null && element.Length > 0
        && !element.Tag.IsPrivate && ElementDictionary.Standard.TryGet(element.Tag, out var entry)
        && entry.VR == DicomVR.SQ;
}
