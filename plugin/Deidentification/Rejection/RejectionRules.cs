// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Rejection;

/// <summary>
/// Which instances a request refuses to anonymize, by what they say they are: what is burned into a screenshot or stands
/// in a scanned letter no profile takes out (PS3.15 E.1.1). Immutable.
/// </summary>
public sealed class RejectionRules
{
    private const string Member = "Reject";
    private const string DocumentMember = "EncapsulatedDocument";

    /// <summary>The encapsulated documents among the storage SOP classes (PS3.6 A): PDF, CDA, STL, OBJ, MTL.</summary>
    private const string DocumentClasses = "1.2.840.10008.5.1.4.1.1.104.";

    private static readonly (string Keyword, DicomTag Tag, DicomVR VR)[] Attributes =
    [
        ("SOPClassUID", DicomTag.SOPClassUID, DicomVR.UI),
        ("ImageType", new(0x0008_0008), DicomVR.CS),
        ("Modality", new(0x0008_0060), DicomVR.CS),
        ("BurnedInAnnotation", new(0x0028_0301), DicomVR.CS),
    ];

    private readonly HashSet<string>?[] _values;
    private readonly bool _rejectsDocuments;

    private RejectionRules(HashSet<string>?[] values, bool rejectsDocuments)
    {
        _values = values;
        _rejectsDocuments = rejectsDocuments;
    }

    /// <summary>Refuses nothing.</summary>
    public static RejectionRules None { get; } = new(new HashSet<string>?[Attributes.Length], rejectsDocuments: false);

    /// <summary>Refuses an instance if one of the rules is about it.</summary>
    /// <param name="dataset">The data set of its file, before it is edited.</param>
    /// <exception cref="InstanceRejectedException">It is refused.</exception>
    public void Check(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        for (var i = 0; i < Attributes.Length; i++)
        {
            if (_values[i] is { } values)
            {
                Check(dataset, i, values);
            }
        }

        if (_rejectsDocuments && (dataset.Contains(DicomTag.EncapsulatedDocument)
            || ElementText.Text(dataset, DicomTag.SOPClassUID, DicomVR.UI) is { } sopClass
                && sopClass.StartsWith(DocumentClasses, StringComparison.Ordinal)))
        {
            throw new InstanceRejectedException("it is an encapsulated document");
        }
    }

    /// <summary>Reads the member <c>Reject</c> of a request.</summary>
    /// <exception cref="RequestException">It has another form, or a member that is none of the rules.</exception>
    internal static RejectionRules Read(JsonElement json)
    {
        if (!json.TryGetProperty(Member, out var value))
        {
            return None;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new RequestException(RequestFault.BadFormat, $"Member \"{Member}\" should be an object");
        }

        var values = new HashSet<string>?[Attributes.Length];
        var rejectsDocuments = false;
        foreach (var (name, rule) in RequestJson.Members(value, Member))
        {
            var attribute = Array.FindIndex(Attributes, one => one.Keyword == name);
            if (attribute >= 0)
            {
                values[attribute] = Values(rule, name);
            }
            else if (name == DocumentMember)
            {
                rejectsDocuments = RequestJson.Boolean(value, DocumentMember);
            }
            else
            {
                // Ignored, a misspelt rule would let through what it is there to refuse.
                throw new RequestException(
                    RequestFault.OutOfRange, $"Member \"{Member}\": nothing can be rejected by \"{name}\"");
            }
        }

        return new RejectionRules(values, rejectsDocuments);
    }

    /// <summary>Terms in any letter case: they are upper case in files that keep to PS3.5 6.2 only.</summary>
    private static HashSet<string> Values(JsonElement rule, string name)
    {
        if (rule.ValueKind != JsonValueKind.Array
            || rule.EnumerateArray().Any(entry => entry.ValueKind != JsonValueKind.String))
        {
            throw new RequestException(
                RequestFault.BadFormat, $"Member \"{Member}\": \"{name}\" should be an array of strings");
        }

        return rule.EnumerateArray().Select(entry => RequestJson.Text(entry, Member).Trim())
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private static void Check(DicomDataset dataset, int attribute, HashSet<string> values)
    {
        var (keyword, tag, vr) = Attributes[attribute];
        if (!dataset.TryGet(tag, out var element))
        {
            if (values.Contains(string.Empty))
            {
                throw new InstanceRejectedException($"it has no {keyword}");
            }

            return;
        }

        if (ElementText.Text(in element, vr) is not { } text)
        {
            // Nobody can say that it is none of the values.
            throw new InstanceRejectedException($"its {keyword} cannot be read");
        }

        foreach (var value in text.Split('\\'))
        {
            if (values.TryGetValue(value.Trim(' ', '\0'), out var rejected) && (rejected.Length > 0 || text.Length == 0))
            {
                throw new InstanceRejectedException(
                    rejected.Length > 0 ? $"its {keyword} is {rejected}" : $"its {keyword} is empty");
            }
        }
    }
}
