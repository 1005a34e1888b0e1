// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Devices;

/// <summary>A logical expression over the elements of a data set.</summary>
internal abstract class Signature
{
    /// <summary>Whether a data set fulfils it.</summary>
    /// <param name="dataset">The data set of a file.</param>
    public abstract bool Matches(DicomDataset dataset);

    /// <summary>Always true or always false.</summary>
    internal sealed class Constant(bool value) : Signature
    {
        public override bool Matches(DicomDataset dataset) => value;
    }

    /// <summary>True if another signature is false.</summary>
    internal sealed class Not(Signature inner) : Signature
    {
        public override bool Matches(DicomDataset dataset) => !inner.Matches(dataset);
    }

    /// <summary>True if all of some signatures are.</summary>
    internal sealed class All(IReadOnlyList<Signature> parts) : Signature
    {
        public override bool Matches(DicomDataset dataset) => parts.All(part => part.Matches(dataset));
    }

    /// <summary>True if any of some signatures is.</summary>
    internal sealed class Any(IReadOnlyList<Signature> parts) : Signature
    {
        public override bool Matches(DicomDataset dataset) => parts.Any(part => part.Matches(dataset));
    }
}
