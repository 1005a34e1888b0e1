// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Derived;
using OrthancDeid.Deidentification.Values.Derived;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing.Planned;

/// <summary>An element whose value is derived from values of the file, and the VR it is written with. Immutable.</summary>
/// <param name="Derivation">How its value is derived.</param>
/// <param name="VRs">The VRs of the tag, of which the first is used.</param>
internal sealed record PlannedDerivation(Derivation Derivation, (DicomVR VR, DicomVR Alternative) VRs)
{
    /// <summary>The tag.</summary>
    public DicomTag Tag => Derivation.Target.Tag;

    /// <summary>The VR.</summary>
    public DicomVR VR => VRs.VR;

    /// <summary>
    /// Refuses a template whose text and hashes alone are too long for the VR: no file could hold the value.
    /// </summary>
    /// <exception cref="RequestException">It is refused.</exception>
    public void RequireRoom()
    {
        var length = Derivation.Template.Parts.Sum(static part => part switch
        {
            LiteralPart literal => literal.Text.Length,
            ValuePart { Functions: [.., { Name: FunctionName.Hmac } hash] } => hash.Number,
            _ => 0,
        });
        if (ValueLimits.LongestOf(VR) is { } longest && length > longest)
        {
            throw new RequestException(
                RequestFault.Refused,
                $"Member \"{RequestMember.Derive}\", ({Derivation.Target}): the value has {length} characters or more, and "
                + $"VR {VR.Letters()} at most {longest}");
        }
    }
}
