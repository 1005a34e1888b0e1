// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;

namespace OrthancDeid.Host.Native;

/// <summary>
/// The functions of interop/orthanc_host.c. Only this assembly can call them: <see cref="NativeHost"/> and its
/// neighbours do.
/// </summary>
internal static unsafe partial class HostServices
{
    private const string Library = "orthanc_host";

    [LibraryImport(Library, EntryPoint = "deid_set_context")]
    internal static partial void SetContext(nint context);

    [LibraryImport(Library, EntryPoint = "deid_host_version")]
    internal static partial byte* HostVersion();

    [LibraryImport(Library, EntryPoint = "deid_host_is_at_least")]
    internal static partial int HostIsAtLeast(int major, int minor, int revision);

    [LibraryImport(Library, EntryPoint = "deid_free")]
    internal static partial void Free(void* memory);

    [LibraryImport(Library, EntryPoint = "deid_log_error", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void LogError(string message);

    [LibraryImport(Library, EntryPoint = "deid_log_warning", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void LogWarning(string message);

    [LibraryImport(Library, EntryPoint = "deid_log_info", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void LogInfo(string message);

    [LibraryImport(Library, EntryPoint = "deid_log_trace", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void LogTrace(string message, string file, uint line);

    [LibraryImport(Library, EntryPoint = "deid_error_description")]
    internal static partial byte* ErrorDescription(OrthancErrorCode code);

    [LibraryImport(Library, EntryPoint = "deid_configuration")]
    internal static partial byte* Configuration();

    [LibraryImport(Library, EntryPoint = "deid_global_property", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* GlobalProperty(int property, string defaultValue);

    [LibraryImport(Library, EntryPoint = "deid_set_global_property", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial OrthancErrorCode SetGlobalProperty(int property, string value);

    [LibraryImport(Library, EntryPoint = "deid_lookup_dictionary", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial OrthancErrorCode LookupDictionary(
        string name, ushort* group, ushort* element, int* representation);

    [LibraryImport(Library, EntryPoint = "deid_register_on_change")]
    internal static partial void RegisterOnChange(
        delegate* unmanaged[Cdecl]<int, int, byte*, OrthancErrorCode> callback);

    [LibraryImport(Library, EntryPoint = "deid_register_route", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void RegisterRoute(
        string pattern, delegate* unmanaged[Cdecl]<nint, byte*, nint, OrthancErrorCode> callback);

    [LibraryImport(Library, EntryPoint = "deid_rest_get", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial OrthancErrorCode RestGet(string uri, void** data, uint* size);

    [LibraryImport(Library, EntryPoint = "deid_http_post", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial OrthancErrorCode HttpPost(
        string url, uint headersCount, string[] names, string[] values, uint timeout, ushort* status);

    [LibraryImport(Library, EntryPoint = "deid_rest_call", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial OrthancErrorCode RestCall(
        HttpMethod method, string uri, string? headerName, string? headerValue, void* body, uint bodySize, void** data,
        uint* size, void** headers, uint* headersSize, ushort* status);

    [LibraryImport(Library, EntryPoint = "deid_transcode", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint Transcode(
        void* file, uint fileSize, string transferSyntax, void** data, long* size);

    [LibraryImport(Library, EntryPoint = "deid_free_instance")]
    internal static partial void FreeInstance(nint instance);

    [LibraryImport(Library, EntryPoint = "deid_create_job", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint CreateJob(
        nint job, string type, delegate* unmanaged[Cdecl]<nint, void> finish,
        delegate* unmanaged[Cdecl]<nint, float> progress, delegate* unmanaged[Cdecl]<nint, nint> content,
        delegate* unmanaged[Cdecl]<nint, nint> serialized, delegate* unmanaged[Cdecl]<nint, JobStepStatus> step,
        delegate* unmanaged[Cdecl]<nint, JobStopReason, OrthancErrorCode> stop,
        delegate* unmanaged[Cdecl]<nint, OrthancErrorCode> reset);

    [LibraryImport(Library, EntryPoint = "deid_free_job")]
    internal static partial void FreeJob(nint job);

    [LibraryImport(Library, EntryPoint = "deid_submit_job")]
    internal static partial byte* SubmitJob(nint job, int priority);

    [LibraryImport(Library, EntryPoint = "deid_register_jobs_unserializer")]
    internal static partial void RegisterJobsUnserializer(delegate* unmanaged[Cdecl]<byte*, byte*, nint> callback);

    [LibraryImport(Library, EntryPoint = "deid_set_thread_name", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetThreadName(string name);

    [LibraryImport(Library, EntryPoint = "deid_read_instance", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial OrthancErrorCode ReadInstance(string id, void** data, uint* size);

    [LibraryImport(Library, EntryPoint = "deid_uncompress_image")]
    internal static partial nint UncompressImage(void* data, uint size, HostImageFormat format);

    [LibraryImport(Library, EntryPoint = "deid_image_pixel_format")]
    internal static partial HostPixelFormat ImagePixelFormat(nint image);

    [LibraryImport(Library, EntryPoint = "deid_image_width")]
    internal static partial uint ImageWidth(nint image);

    [LibraryImport(Library, EntryPoint = "deid_image_height")]
    internal static partial uint ImageHeight(nint image);

    [LibraryImport(Library, EntryPoint = "deid_image_pitch")]
    internal static partial uint ImagePitch(nint image);

    [LibraryImport(Library, EntryPoint = "deid_image_buffer")]
    internal static partial byte* ImageBuffer(nint image);

    [LibraryImport(Library, EntryPoint = "deid_free_image")]
    internal static partial void FreeImage(nint image);

    [LibraryImport(Library, EntryPoint = "deid_register_refresh_metrics")]
    internal static partial void RegisterRefreshMetrics(delegate* unmanaged[Cdecl]<void> callback);

    [LibraryImport(Library, EntryPoint = "deid_set_metric", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetMetric(string name, float value);

    [LibraryImport(Library, EntryPoint = "deid_set_integer_metric", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetIntegerMetric(string name, long value);

    [LibraryImport(Library, EntryPoint = "deid_request_method")]
    internal static partial HttpMethod RequestMethod(nint request);

    [LibraryImport(Library, EntryPoint = "deid_request_group_count")]
    internal static partial uint RequestGroupCount(nint request);

    [LibraryImport(Library, EntryPoint = "deid_request_group")]
    internal static partial byte* RequestGroup(nint request, uint index);

    [LibraryImport(Library, EntryPoint = "deid_request_argument_count")]
    internal static partial uint RequestArgumentCount(nint request);

    [LibraryImport(Library, EntryPoint = "deid_request_argument_name")]
    internal static partial byte* RequestArgumentName(nint request, uint index);

    [LibraryImport(Library, EntryPoint = "deid_request_argument_value")]
    internal static partial byte* RequestArgumentValue(nint request, uint index);

    [LibraryImport(Library, EntryPoint = "deid_request_body")]
    internal static partial byte* RequestBody(nint request, uint* size);

    [LibraryImport(Library, EntryPoint = "deid_request_header_count")]
    internal static partial uint RequestHeaderCount(nint request);

    [LibraryImport(Library, EntryPoint = "deid_request_header_name")]
    internal static partial byte* RequestHeaderName(nint request, uint index);

    [LibraryImport(Library, EntryPoint = "deid_request_header_value")]
    internal static partial byte* RequestHeaderValue(nint request, uint index);

    [LibraryImport(Library, EntryPoint = "deid_emit_audit_log", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void EmitAuditLog(
        string user, int level, string resource, string action, void* data, uint size);

    [LibraryImport(Library, EntryPoint = "deid_answer", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void Answer(nint output, void* body, uint size, string mimeType);

    [LibraryImport(Library, EntryPoint = "deid_set_header", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetHeader(nint output, string name, string value);

    [LibraryImport(Library, EntryPoint = "deid_answer_status")]
    internal static partial void AnswerStatus(nint output, ushort status, void* body, uint size);

    [LibraryImport(Library, EntryPoint = "deid_answer_method_not_allowed", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void AnswerMethodNotAllowed(nint output, string allowed);

    [LibraryImport(Library, EntryPoint = "deid_set_error_details", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetErrorDetails(nint output, string details, byte log);
}
