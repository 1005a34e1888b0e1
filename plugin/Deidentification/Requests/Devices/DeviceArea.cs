// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Devices;

/// <summary>A rectangle of a rule, in pixels.</summary>
/// <param name="Left">Its first column, counted from 0.</param>
/// <param name="Top">Its first row, counted from 0.</param>
/// <param name="Width">The number of its columns.</param>
/// <param name="Height">The number of its rows.</param>
/// <param name="IsKept">Whether everything outside the rectangle is masked rather than the inside.</param>
internal readonly record struct DeviceArea(int Left, int Top, int Width, int Height, bool IsKept);
