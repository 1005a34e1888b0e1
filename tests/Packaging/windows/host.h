// SPDX-License-Identifier: GPL-3.0-or-later

// The interfaces between the parts of the small host, whose purpose host.c describes.

#ifndef ORTHANC_DEID_SMALL_HOST_H
#define ORTHANC_DEID_SMALL_HOST_H

#include <orthanc/OrthancCPlugin.h>

// The type is opaque to plugins, so each host has its own. This one holds the plugin's answer.
struct _OrthancPluginRestOutput_t {
  unsigned status;
  char* type;
  char* body;
  uint32_t size;
};

// library.c: a library that is loaded at run time. load reports why it has failed.
void* load(const char* path);
void* find(void* library, const char* name);
int unload(void* library);

// services.c: the services that a plugin can call. Its instances are files of a folder, INSTANCE.dcm.
void offer(const char* configuration_file, const char* instances_folder);
OrthancPluginErrorCode invoke(OrthancPluginContext* context, _OrthancPluginService service, const void* parameters);
void tell_change(OrthancPluginChangeType change);

// routes.c: the routes that a plugin answers.
OrthancPluginErrorCode add_route(const _OrthancPluginRestCallback* route);
unsigned count_routes(void);
OrthancPluginErrorCode ask(OrthancPluginHttpMethod method, const char* path, const char* body,
                           OrthancPluginRestOutput* output);
void answer(OrthancPluginRestOutput* output, unsigned status, const char* type, const void* body, uint32_t size);
void forget(OrthancPluginRestOutput* output);

// A copy with a zero after it, which the caller frees; there is always enough memory.
void* copy(const void* data, size_t size);
char* copy_text(const char* text);

// throws.cpp
void throw_exception(void);

#endif
