// SPDX-License-Identifier: GPL-3.0-or-later

// Stops exceptions of the host at the boundary of C. Orthanc 1.10.1 lets those of its file system out of the services
// that it offers plugins; in managed code there is nobody to catch them, and Orthanc would die of a full disk.

#include "orthanc_sdk.h"

#ifdef __ELF__
// The exceptions are those of the host's own C++ runtime, so that is what catches them: the plugin brings none, and needs
// none where the host has none to share.
__asm__(".weak __gxx_personality_v0\n.weak __cxa_begin_catch\n.weak __cxa_end_catch\n.weak _Unwind_Resume");
#endif

static OrthancPluginContext* host;

static OrthancPluginErrorCode invoke_guarded(OrthancPluginContext*, _OrthancPluginService service,
                                             const void* parameters) {
  try {
    return host->InvokeService(host, service, parameters);
  } catch (...) {
    return OrthancPluginErrorCode_InternalError;
  }
}

extern "C" OrthancPluginContext* deid_guard(OrthancPluginContext* context) {
  static OrthancPluginContext guarded;
  host = context;
  guarded = *context;
  guarded.InvokeService = invoke_guarded;
  return &guarded;
}
