// SPDX-License-Identifier: GPL-3.0-or-later

// The SDK services that the plugin needs for requests about one instance. There is no database: nothing is kept.

#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char* configuration;
static const char* instances;
static OrthancPluginOnChangeCallback on_change;

static OrthancPluginErrorCode read_file(const char* path, OrthancPluginMemoryBuffer* content) {
  static char buffer[1 << 20];
  FILE* file = fopen(path, "rb");
  if (file == NULL) {
    return OrthancPluginErrorCode_InexistentFile;
  }

  content->size = (uint32_t)fread(buffer, 1, sizeof buffer, file);
  content->data = copy(buffer, content->size);
  fclose(file);
  return OrthancPluginErrorCode_Success;
}

void offer(const char* configuration_file, const char* instances_folder) {
  OrthancPluginMemoryBuffer content;
  if (read_file(configuration_file, &content) != OrthancPluginErrorCode_Success) {
    fprintf(stderr, "%s cannot be read\n", configuration_file);
    exit(1);
  }

  configuration = content.data;
  instances = instances_folder;
}

void tell_change(OrthancPluginChangeType change) {
  if (on_change != NULL) {
    on_change(change, OrthancPluginResourceType_None, NULL);
  }
}

static OrthancPluginErrorCode read_instance(const _OrthancPluginGetDicomForInstance* get) {
  char path[4096];
  if (strcmp(get->instanceId, "throws") == 0) {
    // As Orthanc 1.10.1 does when the disk is full.
    throw_exception();
  }

  snprintf(path, sizeof path, "%s/%s.dcm", instances, get->instanceId);
  return read_file(path, get->target);
}

// The plugin requests its own routes, to see that no other plugin has them.
static OrthancPluginErrorCode rest_get(const _OrthancPluginRestApiGet* get) {
  OrthancPluginRestOutput output;
  OrthancPluginErrorCode code = ask(OrthancPluginHttpMethod_Get, get->uri, "", &output);
  if (code == OrthancPluginErrorCode_Success) {
    get->target->data = copy(output.body, output.size);
    get->target->size = output.size;
  }

  forget(&output);
  return code;
}

OrthancPluginErrorCode invoke(OrthancPluginContext* context, _OrthancPluginService service, const void* parameters) {
  (void)context;
  switch ((int)service) {
    case _OrthancPluginService_LogInfo:
      fprintf(stderr, "I %s\n", (const char*)parameters);
      return OrthancPluginErrorCode_Success;
    case _OrthancPluginService_LogWarning:
      fprintf(stderr, "W %s\n", (const char*)parameters);
      return OrthancPluginErrorCode_Success;
    case _OrthancPluginService_LogError:
      fprintf(stderr, "E %s\n", (const char*)parameters);
      return OrthancPluginErrorCode_Success;
    case _OrthancPluginService_GetConfiguration:
      *((const _OrthancPluginRetrieveDynamicString*)parameters)->result = copy_text(configuration);
      return OrthancPluginErrorCode_Success;
    case _OrthancPluginService_RegisterRestCallbackNoLock:
      return add_route(parameters);
    case _OrthancPluginService_RegisterOnChangeCallback:
      on_change = ((const _OrthancPluginOnChangeCallback*)parameters)->callback;
      return OrthancPluginErrorCode_Success;
    case _OrthancPluginService_RegisterJobsUnserializer:
    case _OrthancPluginService_RegisterRefreshMetricsCallback:
    case _OrthancPluginService_SetGlobalProperty:
    case _OrthancPluginService_SetHttpHeader:
      return OrthancPluginErrorCode_Success;
    case _OrthancPluginService_GetGlobalProperty: {
      const _OrthancPluginGlobalProperty* property = parameters;
      *property->result = copy_text(property->value != NULL ? property->value : "");
      return OrthancPluginErrorCode_Success;
    }
    case _OrthancPluginService_LookupDictionary:
      return OrthancPluginErrorCode_UnknownDicomTag;
    case _OrthancPluginService_GetDicomForInstance:
      return read_instance(parameters);
    case _OrthancPluginService_RestApiGetAfterPlugins:
      return rest_get(parameters);
    case _OrthancPluginService_AnswerBuffer: {
      const _OrthancPluginAnswerBuffer* buffer = parameters;
      answer(buffer->output, 200, buffer->mimeType, buffer->answer, buffer->answerSize);
      return OrthancPluginErrorCode_Success;
    }
    case _OrthancPluginService_SendHttpStatus: {
      const _OrthancPluginSendHttpStatus* status = parameters;
      answer(status->output, status->status, "", status->body, status->bodySize);
      return OrthancPluginErrorCode_Success;
    }
    case _OrthancPluginService_SetHttpErrorDetails: {
      const _OrthancPluginSetHttpErrorDetails* error = parameters;
      answer(error->output, 0, "", error->details, (uint32_t)strlen(error->details));
      return OrthancPluginErrorCode_Success;
    }
    default:
      return OrthancPluginErrorCode_NotImplemented;
  }
}
