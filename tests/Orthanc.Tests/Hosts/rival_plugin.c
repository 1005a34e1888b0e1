// SPDX-License-Identifier: GPL-3.0-or-later
//
// A plugin that answers one route, given by the macros ROUTE and ANSWER: a neighbour that got there first.

#include <orthanc/OrthancCPlugin.h>
#include <string.h>

static OrthancPluginContext *context;

static OrthancPluginErrorCode Answer(OrthancPluginRestOutput *output, const char *url,
                                     const OrthancPluginHttpRequest *request) {
  (void) url;
  (void) request;
  OrthancPluginAnswerBuffer(context, output, ANSWER, strlen(ANSWER), "text/plain");
  return OrthancPluginErrorCode_Success;
}

ORTHANC_PLUGINS_API int32_t OrthancPluginInitialize(OrthancPluginContext *host) {
  context = host;
  OrthancPluginRegisterRestCallback(context, ROUTE, Answer);
  return 0;
}

ORTHANC_PLUGINS_API void OrthancPluginFinalize(void) {}

ORTHANC_PLUGINS_API const char *OrthancPluginGetName(void) { return "rival"; }

ORTHANC_PLUGINS_API const char *OrthancPluginGetVersion(void) { return "1.0"; }
