// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests;

/// <summary>
/// Rules by which a request refuses to anonymize instances, based on their attributes. No profile removes what is burned
/// into a screenshot or written in a scanned letter (PS3.15 E.1.1). Immutable.
/// </summary>
public sealed class RejectionRules
{
    private const string DocumentMember = "EncapsulatedDocument";

    /// <summary>The longest value in bytes that can be a term or a UID.</summary>
    private const int LongestValue = 0xFFFE;

    /// <summary>
    /// Characters around a value that are not part of it: padding (PS3.5 6.2), and line ends that some tools leave.
    /// </summary>
    private static readonly char[] Padding = [' ', '\0', '\t', '\r', '\n'];

    private static readonly string Member = RequestMember.Reject.Name;

    /// <summary>The encapsulated documents among the storage SOP classes (PS3.6 A): PDF, CDA, STL, OBJ, MTL.</summary>
    private const string DocumentClasses = "1.2.840.10008.5.1.4.1.1.104.";

    private static readonly (string Keyword, DicomTag Tag, DicomVR VR)[] Attributes =
    [
        ("SOPClassUID", DicomTag.SOPClassUID, DicomVR.UI),
        ("ImageType", new(0x0008_0008), DicomVR.CS),
        ("Modality", new(0x0008_0060), DicomVR.CS),
        ("BurnedInAnnotation", new(0x0028_0301), DicomVR.CS),
    ];

    private static readonly KnownNames Names = new([.. Attributes.Select(one => one.Keyword), DocumentMember]);

    private readonly HashSet<string>?[] _values;
    private readonly bool _rejectsDocuments;

    private RejectionRules(HashSet<string>?[] values, bool rejectsDocuments)
    {
        _values = values;
        _rejectsDocuments = rejectsDocuments;
    }

    /// <summary>Rules that reject nothing.</summary>
    public static RejectionRules None { get; } = new(new HashSet<string>?[Attributes.Length], rejectsDocuments: false);

    /// <summary>Whether these rules reject everything that other rules reject.</summary>
    internal bool Covers(RejectionRules other) =>
        (_rejectsDocuments || !other._rejectsDocuments)
        && Enumerable.Range(0, Attributes.Length).All(i =>
            other._values[i] is not { Count: > 0 } theirs || _values[i]?.IsSupersetOf(theirs) == true);

    /// <summary>Rejects an instance if one of the rules applies to it.</summary>
    /// <param name="dataset">The data set of its file, before it is edited.</param>
    /// <exception cref="InstanceRejectedException">The instance is rejected.</exception>
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

        if (_rejectsDocuments && IsDocument(dataset))
        {
            throw new InstanceRejectedException("it is an encapsulated document");
        }
    }

    /// <summary>Whether a file is an encapsulated document, by its SOP class or by its content.</summary>
    internal static bool IsDocument(DicomDataset dataset) => dataset.Contains(DicomTag.EncapsulatedDocument)
        || ValuesOf(dataset, 0).Exists(value => value.StartsWith(DocumentClasses, StringComparison.Ordinal));

    /// <summary>Reads the member <c>Reject</c> of a request.</summary>
    /// <exception cref="RequestException">It is malformed, or has an unknown rule.</exception>
    internal static RejectionRules Read(JsonElement json)
    {
        if (!RequestJson.TryGet(json, RequestMember.Reject, out var value))
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
                rejectsDocuments = RequestJson.BooleanOf(rule, DocumentMember);
            }
            else
            {
                // A misspelt rule would let instances through if it were ignored.
                throw new RequestException(
                    RequestFault.BadFormat,
                    $"Member \"{Member}\": there is no rule \"{name}\"{Names.Hint(name)}");
            }
        }

        return new RejectionRules(values, rejectsDocuments);
    }

    /// <summary>Reads values, to be compared in any letter case: not all files use upper case (PS3.5 6.2).</summary>
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
        var keyword = Attributes[attribute].Keyword;
        var found = ValuesOf(dataset, attribute);
        if (found.TrueForAll(value => value.Length == 0) && values.Contains(string.Empty))
        {
            throw new InstanceRejectedException(
                dataset.Contains(Attributes[attribute].Tag) ? $"its {keyword} is empty" : $"it has no {keyword}");
        }

        foreach (var value in found)
        {
            if (value.Length > 0 && values.TryGetValue(value, out var rejected))
            {
                throw new InstanceRejectedException($"its {keyword} is {rejected}");
            }
        }
    }

    /// <summary>
    /// The values of an attribute without padding, from all its elements if a broken file has several; none if it is
    /// absent. Both VRs in use allow only printable ASCII (PS3.5 6.2), whatever character set or VR the file declares.
    /// </summary>
    /// <exception cref="InstanceRejectedException">A value is unreadable, and may or may not be an unwanted one.</exception>
    private static List<string> ValuesOf(DicomDataset dataset, int attribute)
    {
        var (keyword, tag, vr) = Attributes[attribute];
        var values = new List<string>();
        foreach (var element in dataset)
        {
            if (element.Tag != tag)
            {
                continue;
            }

            if (element.Sequence is not null || element.IsEncapsulated || element.Length > LongestValue)
            {
                throw new InstanceRejectedException($"its {keyword} cannot be read");
            }

            foreach (var one in Encoding.Latin1.GetString(element.Value).Split('\\'))
            {
                var value = one.Trim(Padding);
                values.Add(value.All(character => IsOf(vr, character))
                    ? value : throw new InstanceRejectedException($"its {keyword} cannot be read"));
            }
        }

        return values;
    }

    /// <summary>Whether a VR may have a character. Other characters in CS are common, and compared as they are.</summary>
    private static bool IsOf(DicomVR vr, char character) =>
        vr == DicomVR.UI ? char.IsAsciiDigit(character) || character == '.' : character is >= ' ' and <= '~';
}
