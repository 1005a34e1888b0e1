// SPDX-License-Identifier: GPL-3.0-or-later

// One flat function for each service of the Orthanc SDK that the plugin uses, called by the P/Invokes of
// plugin/Host/Native/HostServices.cs. The SDK is a C header with inline functions and structures, whose layout only a C
// compiler knows for sure. There is no logic here. Memory that a function returns belongs to the host: free it with
// deid_free.

#include "orthanc_sdk.h"

static OrthancPluginContext* context;

// In host_guard.cpp: the same context, with services that do not throw.
OrthancPluginContext* deid_guard(OrthancPluginContext* host);

void deid_set_context(OrthancPluginContext* value) {
  context = value ? deid_guard(value) : NULL;
}

const char* deid_host_version(void) {
  return context->orthancVersion;
}

int32_t deid_host_is_at_least(int32_t major, int32_t minor, int32_t revision) {
  return OrthancPluginCheckVersionAdvanced(context, major, minor, revision);
}

void deid_free(void* memory) {
  OrthancPluginMemoryBuffer buffer = {memory, 0};
  OrthancPluginFreeMemoryBuffer(context, &buffer);
}

// Before the host has initialized the plugin, and after it has finalized it, there is no log.
void deid_log_error(const char* message) {
  if (context) {
    OrthancPluginLogError(context, message);
  }
}

void deid_log_warning(const char* message) {
  if (context) {
    OrthancPluginLogWarning(context, message);
  }
}

void deid_log_info(const char* message) {
  if (context) {
    OrthancPluginLogInfo(context, message);
  }
}

// For hosts from 1.12.4 on.
void deid_log_trace(const char* message, const char* file, uint32_t line) {
  if (context) {
    OrthancPluginLogMessage(context, message, "orthanc-deid", file, line, OrthancPluginLogCategory_Generic,
                            OrthancPluginLogLevel_Trace);
  }
}

const char* deid_error_description(int32_t code) {
  return OrthancPluginGetErrorDescription(context, (OrthancPluginErrorCode)code);
}

char* deid_configuration(void) {
  return OrthancPluginGetConfiguration(context);
}

char* deid_global_property(int32_t property, const char* default_value) {
  return OrthancPluginGetGlobalProperty(context, property, default_value);
}

int32_t deid_set_global_property(int32_t property, const char* value) {
  return OrthancPluginSetGlobalProperty(context, property, value);
}

int32_t deid_lookup_dictionary(const char* name, uint16_t* group, uint16_t* element, int32_t* representation) {
  OrthancPluginDictionaryEntry entry = {0};
  OrthancPluginErrorCode code = OrthancPluginLookupDictionary(context, &entry, name);
  *group = entry.group;
  *element = entry.element;
  *representation = (int32_t)entry.vr;
  return code;
}

void deid_register_on_change(OrthancPluginOnChangeCallback callback) {
  OrthancPluginRegisterOnChangeCallback(context, callback);
}

void deid_register_route(const char* pattern, OrthancPluginRestCallback callback) {
  OrthancPluginRegisterRestCallbackNoLock(context, pattern, callback);
}

int32_t deid_rest_get(const char* uri, void** data, uint32_t* size) {
  OrthancPluginMemoryBuffer buffer = {NULL, 0};
  OrthancPluginErrorCode code = OrthancPluginRestApiGetAfterPlugins(context, &buffer, uri);
  *data = buffer.data;
  *size = buffer.size;
  return code;
}

int32_t deid_read_instance(const char* id, void** data, uint32_t* size) {
  OrthancPluginMemoryBuffer buffer = {NULL, 0};
  OrthancPluginErrorCode code = OrthancPluginGetDicomForInstance(context, &buffer, id);
  *data = buffer.data;
  *size = buffer.size;
  return code;
}

// Sends a request over HTTP with an empty body. Only the status of the answer is returned; 0 if there is no answer.
int32_t deid_http_post(const char* url, uint32_t headers_count, const char* const* names, const char* const* values,
                       uint32_t timeout, uint16_t* status) {
  OrthancPluginMemoryBuffer body = {NULL, 0};
  OrthancPluginMemoryBuffer headers = {NULL, 0};
  *status = 0;
  OrthancPluginErrorCode code =
      OrthancPluginHttpClient(context, &body, &headers, status, OrthancPluginHttpMethod_Post, url, headers_count, names,
                              values, "", 0, NULL, NULL, timeout, NULL, NULL, NULL, 0);
  OrthancPluginFreeMemoryBuffer(context, &body);
  OrthancPluginFreeMemoryBuffer(context, &headers);
  return code;
}

// Calls the host's own routes, without those of plugins. At most one header is sent. The headers of the answer are a JSON
// object.
int32_t deid_rest_call(int32_t method, const char* uri, const char* header_name, const char* header_value,
                       const void* body, uint32_t body_size, void** data, uint32_t* size, void** headers,
                       uint32_t* headers_size, uint16_t* status) {
  OrthancPluginMemoryBuffer answer = {NULL, 0};
  OrthancPluginMemoryBuffer answer_headers = {NULL, 0};
  OrthancPluginErrorCode code =
      OrthancPluginCallRestApi(context, &answer, &answer_headers, status, (OrthancPluginHttpMethod)method, uri,
                               header_name != NULL ? 1 : 0, &header_name, &header_value, body, body_size, 0);
  *data = answer.data;
  *size = answer.size;
  *headers = answer_headers.data;
  *headers_size = answer_headers.size;
  return code;
}

// Returns null if the host cannot transcode the file. The data belong to the instance that is returned.
void* deid_transcode(const void* file, uint32_t file_size, const char* transfer_syntax, const void** data,
                     int64_t* size) {
  OrthancPluginDicomInstance* instance =
      OrthancPluginTranscodeDicomInstance(context, file, file_size, transfer_syntax);
  if (instance != NULL) {
    *data = OrthancPluginGetInstanceData(context, instance);
    *size = OrthancPluginGetInstanceSize(context, instance);
  }
  return instance;
}

void deid_free_instance(OrthancPluginDicomInstance* instance) {
  OrthancPluginFreeDicomInstance(context, instance);
}

// Works with hosts of all versions. Newer SDKs call this deprecated, but only jobs that are created this way are saved.
void* deid_create_job(void* job, const char* type, OrthancPluginJobFinalize finalize,
                      OrthancPluginJobGetProgress progress, OrthancPluginJobGetContent content,
                      OrthancPluginJobGetSerialized serialized, OrthancPluginJobStep step, OrthancPluginJobStop stop,
                      OrthancPluginJobReset reset) {
  return OrthancPluginCreateJob(context, job, finalize, type, progress, content, serialized, step, stop, reset);
}

void deid_free_job(OrthancPluginJob* job) {
  OrthancPluginFreeJob(context, job);
}

char* deid_submit_job(OrthancPluginJob* job, int32_t priority) {
  return OrthancPluginSubmitJob(context, job, priority);
}

void deid_register_jobs_unserializer(OrthancPluginJobsUnserializer unserializer) {
  OrthancPluginRegisterJobsUnserializer(context, unserializer);
}

// For hosts from 1.12.2 on.
void deid_set_thread_name(const char* name) {
  OrthancPluginSetCurrentThreadName(context, name);
}

OrthancPluginImage* deid_uncompress_image(const void* data, uint32_t size, int32_t format) {
  return OrthancPluginUncompressImage(context, data, size, (OrthancPluginImageFormat)format);
}

int32_t deid_image_pixel_format(const OrthancPluginImage* image) {
  return (int32_t)OrthancPluginGetImagePixelFormat(context, image);
}

uint32_t deid_image_width(const OrthancPluginImage* image) {
  return OrthancPluginGetImageWidth(context, image);
}

uint32_t deid_image_height(const OrthancPluginImage* image) {
  return OrthancPluginGetImageHeight(context, image);
}

// The number of bytes from the start of a row to the start of the next.
uint32_t deid_image_pitch(const OrthancPluginImage* image) {
  return OrthancPluginGetImagePitch(context, image);
}

const void* deid_image_buffer(const OrthancPluginImage* image) {
  return OrthancPluginGetImageBuffer(context, image);
}

void deid_free_image(OrthancPluginImage* image) {
  OrthancPluginFreeImage(context, image);
}

void deid_register_refresh_metrics(OrthancPluginRefreshMetricsCallback callback) {
  OrthancPluginRegisterRefreshMetricsCallback(context, callback);
}

void deid_set_metric(const char* name, float value) {
  OrthancPluginSetMetricsValue(context, name, value, OrthancPluginMetricsType_Default);
}

// For hosts from 1.12.1 on.
void deid_set_integer_metric(const char* name, int64_t value) {
  OrthancPluginSetMetricsIntegerValue(context, name, value, OrthancPluginMetricsType_Default);
}

int32_t deid_request_method(const OrthancPluginHttpRequest* request) {
  return (int32_t)request->method;
}

uint32_t deid_request_group_count(const OrthancPluginHttpRequest* request) {
  return request->groupsCount;
}

const char* deid_request_group(const OrthancPluginHttpRequest* request, uint32_t index) {
  return request->groups[index];
}

// The query string of the URL, decoded.
uint32_t deid_request_argument_count(const OrthancPluginHttpRequest* request) {
  return request->getCount;
}

const char* deid_request_argument_name(const OrthancPluginHttpRequest* request, uint32_t index) {
  return request->getKeys[index];
}

const char* deid_request_argument_value(const OrthancPluginHttpRequest* request, uint32_t index) {
  return request->getValues[index];
}

const void* deid_request_body(const OrthancPluginHttpRequest* request, uint32_t* size) {
  *size = request->bodySize;
  return request->body;
}

// Requests of other plugins and of scripts have no headers, unless they set some.
uint32_t deid_request_header_count(const OrthancPluginHttpRequest* request) {
  return request->headersCount;
}

// In lower case.
const char* deid_request_header_name(const OrthancPluginHttpRequest* request, uint32_t index) {
  return request->headersKeys[index];
}

const char* deid_request_header_value(const OrthancPluginHttpRequest* request, uint32_t index) {
  return request->headersValues[index];
}

// For hosts from 1.12.9 on.
void deid_emit_audit_log(const char* user, int32_t level, const char* resource, const char* action, const void* data,
                         uint32_t size) {
  OrthancPluginEmitAuditLog(context, "deid", user, (OrthancPluginResourceType)level, resource, action, data, size);
}

void deid_answer(OrthancPluginRestOutput* output, const void* body, uint32_t size, const char* mime_type) {
  OrthancPluginAnswerBuffer(context, output, body, size, mime_type);
}

void deid_set_header(OrthancPluginRestOutput* output, const char* name, const char* value) {
  OrthancPluginSetHttpHeader(context, output, name, value);
}

void deid_answer_status(OrthancPluginRestOutput* output, uint16_t status, const char* body, uint32_t size) {
  OrthancPluginSendHttpStatus(context, output, status, body, size);
}

void deid_answer_method_not_allowed(OrthancPluginRestOutput* output, const char* allowed) {
  OrthancPluginSendMethodNotAllowed(context, output, allowed);
}

void deid_set_error_details(OrthancPluginRestOutput* output, const char* details, uint8_t log) {
  OrthancPluginSetHttpErrorDetails(context, output, details, log);
}
