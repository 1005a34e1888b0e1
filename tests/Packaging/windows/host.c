// SPDX-License-Identifier: GPL-3.0-or-later

// As much of Orthanc as the plugin needs to answer requests about one instance: loads the plugin, starts it, sends it
// requests, stops it and unloads it. The same source for Linux and Windows, so that the answers can be compared.
//
//   host PLUGIN CONFIGURATION INSTANCES ANSWERS [METHOD PATH BODY]...
//
//   CONFIGURATION   a file, the JSON that the plugin reads
//   INSTANCES       a folder of DICOM files: instance x is x.dcm
//   ANSWERS         a folder that takes the bodies of answers: a file for each request, 1, 2 and so on
//
// Prints how each request is answered on stdout, and what the plugin logs on stderr. Fails if the plugin cannot be loaded,
// started and unloaded.

#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <fcntl.h>
#include <io.h>
#endif

static void request(const char* method, const char* path, const char* body, const char* answer_file) {
  OrthancPluginRestOutput output;
  OrthancPluginErrorCode code =
      ask(strcmp(method, "GET") == 0 ? OrthancPluginHttpMethod_Get : OrthancPluginHttpMethod_Post, path, body, &output);
  printf("%s %s: code %d, status %u, type \"%s\"\n", method, path, (int)code, output.status,
         output.type != NULL ? output.type : "");
  FILE* file = fopen(answer_file, "wb");
  if (file == NULL || fwrite(output.body, 1, output.size, file) != output.size || fclose(file) != 0) {
    fprintf(stderr, "%s cannot be written\n", answer_file);
    exit(1);
  }

  forget(&output);
}

int main(int count, char** arguments) {
  if (count < 5 || (count - 5) % 3 != 0) {
    fputs("host PLUGIN CONFIGURATION INSTANCES ANSWERS [METHOD PATH BODY]...\n", stderr);
    return 2;
  }

#ifdef _WIN32
  // Lines end as on Linux.
  _setmode(_fileno(stdout), _O_BINARY);
  _setmode(_fileno(stderr), _O_BINARY);
#endif
  // Without a buffer, so that output before a crash is not lost.
  setvbuf(stdout, NULL, _IONBF, 0);
  offer(arguments[2], arguments[3]);
  void* plugin = load(arguments[1]);
  if (plugin == NULL) {
    return 1;
  }

  const char* (*name)(void);
  const char* (*version)(void);
  int32_t (*initialize)(OrthancPluginContext*);
  void (*finalize)(void);
  void* const found[] = {find(plugin, "OrthancPluginGetName"), find(plugin, "OrthancPluginGetVersion"),
                         find(plugin, "OrthancPluginInitialize"), find(plugin, "OrthancPluginFinalize")};
  for (unsigned i = 0; i < sizeof found / sizeof *found; i++) {
    if (found[i] == NULL) {
      fprintf(stderr, "the plugin does not export all entry points\n");
      return 1;
    }
  }

  // Copied, since C has no conversion from a pointer to data to a function pointer.
  memcpy(&name, &found[0], sizeof name);
  memcpy(&version, &found[1], sizeof version);
  memcpy(&initialize, &found[2], sizeof initialize);
  memcpy(&finalize, &found[3], sizeof finalize);
  printf("%s %s\n", name(), version());
  OrthancPluginContext context = {NULL, "1.10.1", free, invoke};
  int32_t started = initialize(&context);
  printf("initialized: code %d, %u routes\n", (int)started, count_routes());
  if (started != 0) {
    return 1;
  }

  tell_change(OrthancPluginChangeType_OrthancStarted);
  for (int i = 5; i < count; i += 3) {
    char answer_file[4096];
    snprintf(answer_file, sizeof answer_file, "%s/%d", arguments[4], (i - 2) / 3);
    request(arguments[i], arguments[i + 1], arguments[i + 2], answer_file);
  }

  tell_change(OrthancPluginChangeType_OrthancStopped);
  finalize();
  puts("finalized");
  if (!unload(plugin)) {
    return 1;
  }

  puts("unloaded");
  return 0;
}
