// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Devices;

/// <summary>
/// The rules for where the devices of a site burn in text, from a script in the language of RSNA CTP's
/// DicomPixelAnonymizer. The first signature that matches an image counts. Immutable.
/// </summary>
internal sealed class DeviceRules
{
    private readonly DeviceRule[] _rules;

    private DeviceRules(DeviceRule[] rules) => _rules = rules;

    /// <summary>The number of signatures.</summary>
    public int Count => _rules.Length;

    /// <summary>Reads a script.</summary>
    /// <param name="script">Its text.</param>
    /// <exception cref="FormatException">The script has a fault. The message names the line.</exception>
    public static DeviceRules Parse(string script) => new([.. new DeviceScript(script).Read()]);

    /// <summary>The rule for the device of an image.</summary>
    /// <param name="dataset">The data set of a file, before it is edited.</param>
    /// <returns>Null if no signature matches.</returns>
    /// <exception cref="InstanceRejectedException">A signature takes too long.</exception>
    public DeviceRule? For(DicomDataset dataset) => Array.Find(_rules, rule => rule.Signature.Matches(dataset));
}
