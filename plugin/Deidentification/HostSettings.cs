// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Embedding;
using OrthancDeid.Deidentification.NamedProfiles;
using OrthancDeid.Deidentification.Pseudonyms;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification;

/// <summary>What the host's configuration says that matters to a request. Immutable.</summary>
public sealed record HostSettings
{
    /// <summary>The tags that the host knows.</summary>
    public ElementDictionary Dictionary { get; init; } = ElementDictionary.Standard;

    /// <summary>The creator of the private tags of <c>Replace</c> where the request names none; empty for none.</summary>
    public string DefaultPrivateCreator { get; init; } = string.Empty;

    /// <summary>The character set of data sets that say none.</summary>
    public SpecificCharacterSet DefaultEncoding { get; init; } =
        SpecificCharacterSet.TryParse("ISO_IR 100", out var latin1) ? latin1 : SpecificCharacterSet.Default;

    /// <summary>What every file of the host is opened with.</summary>
    public ReadingSettings Reading => new(Dictionary, DefaultEncoding);

    /// <summary>The quality of lossy transcoding where the request says none, from 1 to 100.</summary>
    public int LossyTranscodingQuality { get; init; } = 90;

    /// <summary>Decodes images that a request embeds; unless it is set, no PNG or JPEG can be embedded.</summary>
    public ImageDecoder DecodeImage { get; init; } = static (_, _) => null;

    /// <summary>What pseudonyms and shifts of dates are derived with; null if none is configured.</summary>
    public PseudonymKey? PseudonymKey { get; init; }

    /// <summary>By how many days dates may be shifted.</summary>
    public DateShiftRange DateShift { get; init; } = DateShiftRange.Default;

    /// <summary>What requests may call by a name.</summary>
    public RequestProfiles Profiles { get; init; } = RequestProfiles.None;

    /// <summary>Whether an answer may say which identifiers became which.</summary>
    public bool AllowsMapping { get; init; }

    /// <summary>Whether a member of a request that nobody knows is refused.</summary>
    public bool IsStrict { get; init; }

    /// <summary>The name and version of the host, the start of (0012,0063).</summary>
    public required string SoftwareName { get; init; }
}
