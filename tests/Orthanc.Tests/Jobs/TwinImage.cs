// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Tests.Jobs;

/// <summary>An image of <see cref="Twins"/>.</summary>
/// <param name="Id">Orthanc's identifier of it.</param>
/// <param name="Number">What it is: its place, its series, its number.</param>
/// <param name="Study">Its Study Instance UID.</param>
/// <param name="Uid">Its SOP Instance UID.</param>
/// <param name="Reference">The SOP Instance UID that it refers to.</param>
internal sealed record TwinImage(string Id, int Number, string Study, string Uid, string Reference)
{
    private const int PerPlace = 100;

    /// <summary>Which of the two it is of.</summary>
    public int Place => Number / PerPlace;

    /// <summary>Whether the others refer to it.</summary>
    public bool IsFirst => Number % PerPlace == 11;
}
