// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Devices;

/// <summary>A rectangle of a rule, in pixels.</summary>
/// <param name="Left">Its first column, from 0 on.</param>
/// <param name="Top">Its first row, from 0 on.</param>
/// <param name="Width">How many columns it has.</param>
/// <param name="Height">How many rows it has.</param>
/// <param name="IsKept">Whether all that is outside is masked, and not what is inside.</param>
internal readonly record struct DeviceArea(int Left, int Top, int Width, int Height, bool IsKept);
