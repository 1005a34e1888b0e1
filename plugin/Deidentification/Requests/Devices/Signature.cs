// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Devices;

/// <summary>A logical expression over the elements of a data set.</summary>
internal abstract class Signature
{
    /// <summary>Whether a data set fulfils it.</summary>
    /// <param name="dataset">The data set of a file.</param>
    public abstract bool Matches(DicomDataset dataset);

    /// <summary>Always the same.</summary>
    internal sealed class Constant(bool value) : Signature
    {
        public override bool Matches(DicomDataset dataset) => value;
    }

    /// <summary>The opposite of another one.</summary>
    internal sealed class Not(Signature inner) : Signature
    {
        public override bool Matches(DicomDataset dataset) => !inner.Matches(dataset);
    }

    /// <summary>All of some.</summary>
    internal sealed class All(IReadOnlyList<Signature> parts) : Signature
    {
        public override bool Matches(DicomDataset dataset) => parts.All(part => part.Matches(dataset));
    }

    /// <summary>Any of some.</summary>
    internal sealed class Any(IReadOnlyList<Signature> parts) : Signature
    {
        public override bool Matches(DicomDataset dataset) => parts.Any(part => part.Matches(dataset));
    }
}
