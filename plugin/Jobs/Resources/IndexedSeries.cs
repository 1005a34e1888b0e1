// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Resources;

/// <summary>A series in the host's index, with its study and its patient. All three are Orthanc's identifiers.</summary>
/// <param name="Id">The series.</param>
/// <param name="Study">Its study.</param>
/// <param name="Patient">Its patient.</param>
internal sealed record IndexedSeries(string Id, string Study, string Patient);
