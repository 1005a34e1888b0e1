// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests;

/// <summary>A level of the DICOM model. It decides which identifiers a modification renews.</summary>
public enum ResourceLevel
{
    /// <summary>New studies, series and instances.</summary>
    Patient,

    /// <summary>New studies, series and instances.</summary>
    Study,

    /// <summary>New series and instances.</summary>
    Series,

    /// <summary>New instances.</summary>
    Instance,
}
