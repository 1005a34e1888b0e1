// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests.Devices;
using OrthancDeid.Deidentification.Requests.Subjects;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests;

/// <summary>The settings of the host that affect requests. Immutable.</summary>
public sealed record HostSettings
{
    /// <summary>The tags that the host knows.</summary>
    public ElementDictionary Dictionary { get; init; } = ElementDictionary.Standard;

    /// <summary>The default creator of private tags in <c>Replace</c>; empty for none.</summary>
    public string DefaultPrivateCreator { get; init; } = string.Empty;

    /// <summary>The character set of data sets that do not declare one.</summary>
    public SpecificCharacterSet DefaultEncoding { get; init; } =
        SpecificCharacterSet.TryParse("ISO_IR 100", out var latin1) ? latin1 : SpecificCharacterSet.Default;

    /// <summary>The settings for reading a file of the host.</summary>
    public ReadingSettings Reading => new(Dictionary, DefaultEncoding);

    /// <summary>The default quality of lossy transcoding, from 1 to 100.</summary>
    public int LossyTranscodingQuality { get; init; } = 90;

    /// <summary>Decodes images that a request embeds. If it returns null, no PNG or JPEG can be embedded.</summary>
    public ImageDecoder DecodeImage { get; init; } = static (_, _) => null;

    /// <summary>The rules for the devices of the site, by the names that requests use.</summary>
    internal IReadOnlyDictionary<string, DeviceRules> PixelRules { get; init; } = new Dictionary<string, DeviceRules>();

    /// <summary>
    /// Returns why text in images cannot be found, as a sentence that says what to do, or null if it can. It is called
    /// only for requests that search for text, since it loads the networks for that.
    /// </summary>
    internal Func<string?> TextSearchFault { get; init; } = static () =>
        "Text in images cannot be looked for: nothing is installed that finds it; docs/pixels.md tells what to put beside the plugin";

    /// <summary>The key from which pseudonyms and shifts of dates are derived; null if none is configured.</summary>
    public PseudonymKey? PseudonymKey { get; init; }

    /// <summary>The file with the subjects for requests that name none themselves; null for none.</summary>
    internal string? SubjectsFile { get; init; }

    /// <summary>Reads the file with subjects of the configuration. Throws <see cref="Body.RequestException"/>.</summary>
    internal Func<string, SubjectList> ReadSubjects { get; init; } = static _ => throw new Body.RequestException(
        Body.RequestFault.Refused, "Member \"SubjectsFile\": this host reads no lists of subjects");

    /// <summary>The range of days by which dates may be shifted.</summary>
    public DateShiftRange DateShift { get; init; } = DateShiftRange.Default;

    /// <summary>The private elements that the site declares safe, in addition to those of the standard.</summary>
    public SafePrivateList SafePrivate { get; init; } = SafePrivateList.Standard;

    /// <summary>The presets that requests can name.</summary>
    public RequestProfiles Profiles { get; init; } = RequestProfiles.None;

    /// <summary>Whether an answer may contain the mapping of identifiers.</summary>
    public bool AllowsMapping { get; init; }

    /// <summary>Whether clients may modify, split and merge.</summary>
    public bool AllowsModifications { get; init; } = true;

    /// <summary>The public key with which mappings of asynchronous jobs are sealed; null for none.</summary>
    internal MappingKey? MappingKey { get; init; }

    /// <summary>Whether unknown members of a request are refused.</summary>
    public bool IsStrict { get; init; }

    /// <summary>The name and version of the host, the start of (0012,0063).</summary>
    public required string SoftwareName { get; init; }
}
