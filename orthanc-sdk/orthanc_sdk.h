// SPDX-License-Identifier: GPL-3.0-or-later

// The SDK header of the system package orthanc-dev, and what newer hosts offer beyond that of 1.10.1, the oldest that is
// supported. One binary serves all hosts: ask for the version of the host before a call that sdk-calls.csv says is newer.

#ifndef ORTHANC_DEID_ORTHANC_SDK_H
#define ORTHANC_DEID_ORTHANC_SDK_H

#include <orthanc/OrthancCPlugin.h>

#if !ORTHANC_PLUGINS_VERSION_IS_ABOVE(1, 10, 1)
#  error "OrthancCPlugin.h is older than 1.10.1, the oldest Orthanc that this plugin supports."
#endif

#if !ORTHANC_PLUGINS_VERSION_IS_ABOVE(1, 12, 1)

#define _OrthancPluginService_SetMetricsIntegerValue ((_OrthancPluginService)43)

typedef struct {
  const char* name;
  int64_t value;
  OrthancPluginMetricsType type;
} _OrthancPluginSetMetricsIntegerValue;

ORTHANC_PLUGIN_INLINE void OrthancPluginSetMetricsIntegerValue(OrthancPluginContext* context, const char* name,
                                                               int64_t value, OrthancPluginMetricsType type) {
  _OrthancPluginSetMetricsIntegerValue parameters = {name, value, type};
  context->InvokeService(context, _OrthancPluginService_SetMetricsIntegerValue, &parameters);
}

#endif

#if !ORTHANC_PLUGINS_VERSION_IS_ABOVE(1, 12, 2)

#define _OrthancPluginService_SetCurrentThreadName ((_OrthancPluginService)44)

ORTHANC_PLUGIN_INLINE OrthancPluginErrorCode OrthancPluginSetCurrentThreadName(OrthancPluginContext* context,
                                                                             const char* name) {
  return context->InvokeService(context, _OrthancPluginService_SetCurrentThreadName, name);
}

#endif

#if !ORTHANC_PLUGINS_VERSION_IS_ABOVE(1, 12, 4)

#define _OrthancPluginService_LogMessage ((_OrthancPluginService)45)

typedef enum {
  OrthancPluginLogLevel_Trace = 3,
  _OrthancPluginLogLevel_INTERNAL = 0x7fffffff
} OrthancPluginLogLevel;

typedef enum {
  OrthancPluginLogCategory_Generic = 1,
  _OrthancPluginLogCategory_INTERNAL = 0x7fffffff
} OrthancPluginLogCategory;

typedef struct {
  const char* message;
  const char* plugin;
  const char* file;
  uint32_t line;
  OrthancPluginLogCategory category;
  OrthancPluginLogLevel level;
} _OrthancPluginLogMessage;

ORTHANC_PLUGIN_INLINE void OrthancPluginLogMessage(OrthancPluginContext* context, const char* message,
                                                   const char* plugin, const char* file, uint32_t line,
                                                   OrthancPluginLogCategory category, OrthancPluginLogLevel level) {
  _OrthancPluginLogMessage parameters = {message, plugin, file, line, category, level};
  context->InvokeService(context, _OrthancPluginService_LogMessage, &parameters);
}

#endif

#if !ORTHANC_PLUGINS_VERSION_IS_ABOVE(1, 12, 9)

#define _OrthancPluginService_EmitAuditLog ((_OrthancPluginService)61)

typedef struct {
  const char* sourcePlugin;
  const char* userId;
  OrthancPluginResourceType resourceType;
  const char* resourceId;
  const char* action;
  const void* logData;
  uint32_t logDataSize;
} _OrthancPluginEmitAuditLog;

ORTHANC_PLUGIN_INLINE void OrthancPluginEmitAuditLog(OrthancPluginContext* context, const char* sourcePlugin,
                                                     const char* userId, OrthancPluginResourceType resourceType,
                                                     const char* resourceId, const char* action, const void* logData,
                                                     uint32_t logDataSize) {
  _OrthancPluginEmitAuditLog parameters = {sourcePlugin, userId, resourceType, resourceId,
                                           action,       logData, logDataSize};
  context->InvokeService(context, _OrthancPluginService_EmitAuditLog, &parameters);
}

#endif

#endif
