// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Standard;

/// <summary>
/// What an anonymization does with an attribute that no table of PS3.15 names: the same as the table does with others
/// of its class.
/// </summary>
internal static class ClassRules
{
    /// <summary>
    /// What is done without any option, in every edition; <see cref="ElementAction.Leave"/> for nothing.
    /// </summary>
    public static ElementAction ActionFor(DicomTag tag) => AttributeClasses.ThatSays(tag) switch
    {
        AttributeClass.Label => ElementAction.Clean,

        // Objects may need a date or a time.
        AttributeClass.CareTime => ElementAction.Clear,
        AttributeClass.InstanceUid or AttributeClass.DeviceUid => ElementAction.MapUid,
        AttributeClass.Technical or AttributeClass.Code or AttributeClass.StandardTime or AttributeClass.StandardUid =>
            ElementAction.Leave,
        _ => AttributeClasses.IsNeeded(tag) ? ElementAction.Clear : ElementAction.Remove,
    };

    /// <summary>What the options of a request do with it (PS3.15 E.3).</summary>
    public static OptionAction OptionActionFor(DicomTag tag, ConfidentialityOptions options) =>
        AttributeClasses.ThatSays(tag) switch
        {
            // An overlay is deleted as a whole (PS3.3 C.9.2).
            AttributeClass.Narrative or AttributeClass.Label
                when (tag.Group & 0xFF00) != 0x6000 && options.HasFlag(ConfidentialityOptions.CleanDescriptors) => OptionAction.Clean,
            AttributeClass.Characteristic
                when options.HasFlag(ConfidentialityOptions.RetainPatientCharacteristics) => OptionAction.Retain,
            AttributeClass.DeviceId
                when options.HasFlag(ConfidentialityOptions.RetainDeviceIdentity) => OptionAction.Retain,
            AttributeClass.CareTime
                when options.HasFlag(ConfidentialityOptions.RetainLongitudinalModifiedDates) => OptionAction.Clean,
            AttributeClass.CareTime
                when options.HasFlag(ConfidentialityOptions.RetainLongitudinalFullDates) => OptionAction.Retain,

            // The date of manufacture helps to identify a machine.
            AttributeClass.DeviceTime when options.HasFlag(
                ConfidentialityOptions.RetainDeviceIdentity | ConfidentialityOptions.RetainLongitudinalFullDates) =>
                OptionAction.Retain,
            _ => OptionAction.None,
        };
}
