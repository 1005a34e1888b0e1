// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Devices;

/// <summary>What a device burns in, and where.</summary>
/// <param name="Signature">Which images are of the device.</param>
/// <param name="Areas">What to mask, and what to keep.</param>
internal sealed record DeviceRule(Signature Signature, IReadOnlyList<DeviceArea> Areas);
