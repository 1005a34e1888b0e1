// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Tests.Jobs;

/// <summary>An image of <see cref="Twins"/>.</summary>
/// <param name="Id">Orthanc's identifier of the image.</param>
/// <param name="Number">Its Instance Number, made up of its place, its series and its number in the series.</param>
/// <param name="Study">Its Study Instance UID.</param>
/// <param name="Uid">Its SOP Instance UID.</param>
/// <param name="Reference">The SOP Instance UID that it refers to.</param>
internal sealed record TwinImage(string Id, int Number, string Study, string Uid, string Reference)
{
    private const int PerPlace = 100;

    /// <summary>Which of the two places it is in.</summary>
    public int Place => Number / PerPlace;

    /// <summary>Whether the other images of its place refer to it.</summary>
    public bool IsFirst => Number % PerPlace == 11;
}
