/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the "dotnet" of an SDK is: a door to libhostfxr, which stands beside this program. The package of the runtime on
   NuGet has the library, but no program. */
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef int (*hostfxr_main)(int, const char **, const char *, const char *, const char *);

int main(int argc, const char **argv) {
  char self[PATH_MAX], root[PATH_MAX], library[PATH_MAX + 64];
  ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
  if (length < 0) {
    perror("/proc/self/exe");
    return 1;
  }
  self[length] = '\0';
  strcpy(root, self);
  *strrchr(root, '/') = '\0';
  snprintf(library, sizeof library, "%s/host/fxr/" RUNTIME_VERSION "/libhostfxr.so", root);
  void *fxr = dlopen(library, RTLD_NOW);
  hostfxr_main run = fxr ? (hostfxr_main)dlsym(fxr, "hostfxr_main_startupinfo") : NULL;
  if (!run) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  return run(argc, argv, self, root, "");
}
