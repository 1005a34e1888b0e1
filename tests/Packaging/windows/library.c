// SPDX-License-Identifier: GPL-3.0-or-later

// Loads a library and unloads it, on Linux and on Windows.

#include "host.h"

#include <stdio.h>

#ifdef _WIN32

#include <windows.h>

void* load(const char* path) {
  void* library = (void*)LoadLibraryA(path);
  if (library == NULL) {
    fprintf(stderr, "%s cannot be loaded: error %lu of Windows\n", path, GetLastError());
  }

  return library;
}

void* find(void* library, const char* name) {
  return (void*)GetProcAddress((HMODULE)library, name);
}

int unload(void* library) {
  return FreeLibrary((HMODULE)library) != 0;
}

#else

#include <dlfcn.h>

void* load(const char* path) {
  void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    fprintf(stderr, "%s\n", dlerror());
  }

  return library;
}

void* find(void* library, const char* name) {
  return dlsym(library, name);
}

int unload(void* library) {
  return dlclose(library) == 0;
}

#endif
