// SPDX-License-Identifier: GPL-3.0-or-later

// Stops the host's C++ exceptions at the C interface. In Orthanc 1.10.1, the services for plugins throw exceptions of
// the file system. Managed code cannot catch them, so a full disk would terminate Orthanc.

#include "orthanc_sdk.h"

#ifdef __ELF__
// The exceptions are caught by the host's C++ runtime, which threw them: the plugin links none of its own. The
// references are weak, since a host may have no runtime to share.
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
