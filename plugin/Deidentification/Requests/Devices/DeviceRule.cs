// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Devices;

/// <summary>The rule for a device: where it burns in text.</summary>
/// <param name="Signature">Matches the images of the device.</param>
/// <param name="Areas">The areas to mask and to keep.</param>
internal sealed record DeviceRule(Signature Signature, IReadOnlyList<DeviceArea> Areas);
