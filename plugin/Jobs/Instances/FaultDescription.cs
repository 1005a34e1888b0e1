// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Pixels;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Instances;

/// <summary>Translates managed exceptions into an error code of Orthanc and a sentence for the client.</summary>
internal static class FaultDescription
{
    /// <summary>
    /// Translates an exception of an instance. The sentence does not name the instance: whoever passes it on adds the
    /// name if the client cannot know which instance is meant.
    /// </summary>
    /// <param name="fault">What was thrown.</param>
    public static (OrthancErrorCode Code, string Details) OfInstance(Exception fault) => fault switch
    {
        RequestException request => (CodeOf(request.Fault), request.Message),
        PixelDataException pixels => (OrthancErrorCode.BadRequest, pixels.Message),
        InstanceRejectedException rejected => (OrthancErrorCode.ForbiddenAccess, rejected.Message),
        OrthancException orthanc => (orthanc.Code, orthanc.Message),
        DicomFormatException format => (
            OrthancErrorCode.BadFileFormat, $"The file of the instance cannot be read: {format.Message}"),
        OutOfMemoryException => (OrthancErrorCode.NotEnoughMemory, "There is not enough memory for the instance."),
        _ => (OrthancErrorCode.InternalError, $"A fault of the plugin, {fault.GetType().Name}; the log has more."),
    };

    /// <summary>Translates an exception of a job as a whole.</summary>
    /// <param name="fault">What was thrown.</param>
    public static (OrthancErrorCode Code, string Details) OfJob(Exception fault) => fault switch
    {
        AggregateException { InnerExceptions: [var only] } => OfJob(only),
        DicomFormatException format => (
            OrthancErrorCode.BadFileFormat, $"A file of the job cannot be read: {format.Message}"),
        OutOfMemoryException => (OrthancErrorCode.NotEnoughMemory, "There is not enough memory for the job."),
        _ => OfInstance(fault),
    };

    private static OrthancErrorCode CodeOf(RequestFault fault) => fault switch
    {
        RequestFault.BadFormat => OrthancErrorCode.BadFileFormat,
        RequestFault.OutOfRange => OrthancErrorCode.ParameterOutOfRange,
        RequestFault.WrongType => OrthancErrorCode.BadParameterType,
        RequestFault.Refused => OrthancErrorCode.BadRequest,
        RequestFault.UnknownTag => OrthancErrorCode.UnknownDicomTag,
        RequestFault.Forbidden => OrthancErrorCode.ForbiddenAccess,
        _ => OrthancErrorCode.InternalError,
    };
}
