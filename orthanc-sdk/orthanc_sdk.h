// SPDX-License-Identifier: GPL-3.0-or-later

// The SDK header of the system package orthanc-dev, and nothing else so far: every call in use is as old as the oldest
// supported host. A call newer than 1.10.1 gets its declaration here, guarded by ORTHANC_PLUGINS_VERSION_IS_ABOVE, so
// that one binary serves all hosts; sdk-calls.csv says which call came when.

#ifndef ORTHANC_DEID_ORTHANC_SDK_H
#define ORTHANC_DEID_ORTHANC_SDK_H

#include <orthanc/OrthancCPlugin.h>

#if !ORTHANC_PLUGINS_VERSION_IS_ABOVE(1, 10, 1)
#  error "OrthancCPlugin.h is older than 1.10.1, the oldest Orthanc that this plugin supports."
#endif

#endif
