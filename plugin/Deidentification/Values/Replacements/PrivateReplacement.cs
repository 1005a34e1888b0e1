// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values.Replacements;

/// <summary>
/// A value for a private element that is named by its creator. It is read once for each VR, because the element keeps the
/// VR that it has in a file. Thread-safe.
/// </summary>
internal sealed class PrivateReplacement
{
    private readonly ConcurrentDictionary<DicomVR, Replacement> _read = new();
    private readonly JsonElement _value;
    private readonly HostSettings _host;
    private readonly DicomVR _vr;

    /// <summary>Reads the value with the VR in the dictionary.</summary>
    /// <param name="name">The element.</param>
    /// <param name="value">Its value.</param>
    /// <param name="host">Gives the VR.</param>
    /// <exception cref="RequestException">The value does not fit that VR, or the name is for all elements of the
    /// creator.</exception>
    public PrivateReplacement(PrivateElementName name, JsonElement value, HostSettings host)
    {
        Name = name.Element is not null ? name : throw new RequestException(
            RequestFault.OutOfRange, $"Member \"Replace\": {name} names all elements of the creator; one is expected");
        _value = value;
        _host = host;
        _vr = value.ValueKind == JsonValueKind.Array ? DicomVR.SQ
            : host.Dictionary.TryGet(name.InFirstBlock, name.Creator, out var entry) && entry.VR != DicomVR.None ? entry.VR
            : DicomVR.UN;
        _ = Of(DicomVR.UN);
    }

    /// <summary>The element.</summary>
    public PrivateElementName Name { get; }

    /// <summary>The value.</summary>
    /// <param name="ofFile">The VR that the element has in a file; UN if it has none there.</param>
    /// <exception cref="RequestException">The value does not fit the VR of the file.</exception>
    public Replacement Of(DicomVR ofFile) => _read.GetOrAdd(
        _vr == DicomVR.SQ || ofFile == DicomVR.UN || !ofFile.IsKnown() ? _vr : ofFile,
        vr => new ReplacementReader(_host.Dictionary, Name.Creator, _host.DecodeImage).ReadAs(Name.InFirstBlock, vr, _value));
}
