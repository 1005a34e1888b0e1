// SPDX-License-Identifier: GPL-3.0-or-later

// The routes of a plugin, and its answers. Patterns of routes are regular expressions, which C does not have; this file has
// the part that the plugin needs.

#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ROUTES 64
#define MOST_GROUPS 4
#define LONGEST_GROUP 128

static struct {
  char* pattern;
  OrthancPluginRestCallback callback;
} routes[MOST_ROUTES];
static unsigned routes_count;

void* copy(const void* data, size_t size) {
  char* memory = malloc(size + 1);
  if (memory == NULL) {
    fputs("out of memory\n", stderr);
    exit(1);
  }

  if (size > 0) {
    memcpy(memory, data, size);
  }

  memory[size] = 0;
  return memory;
}

char* copy_text(const char* text) {
  return copy(text, strlen(text));
}

OrthancPluginErrorCode add_route(const _OrthancPluginRestCallback* route) {
  if (routes_count == MOST_ROUTES) {
    return OrthancPluginErrorCode_NotEnoughMemory;
  }

  routes[routes_count].pattern = copy_text(route->pathRegularExpression);
  routes[routes_count++].callback = route->callback;
  return OrthancPluginErrorCode_Success;
}

unsigned count_routes(void) {
  return routes_count;
}

// The length of what a group of a pattern matches at the start of a path; 0 if nothing. The group is "[^/]+", "[0-9]+" or a
// list of alternatives.
static size_t match_group(const char* group, size_t group_length, const char* path) {
  size_t length = strcspn(path, "/");
  if (group[0] == '[') {
    return group[1] == '^' || strspn(path, "0123456789") == length ? length : 0;
  }

  for (const char* end = group + group_length; group < end; group++) {
    size_t alternative = strcspn(group, "|)");
    if (alternative == length && strncmp(group, path, length) == 0) {
      return length;
    }

    group += alternative;
  }

  return 0;
}

static int matches(const char* pattern, const char* path, char groups[MOST_GROUPS][LONGEST_GROUP], uint32_t* count) {
  *count = 0;
  while (*pattern != 0) {
    if (*pattern == '(') {
      size_t group_length = strcspn(++pattern, ")");
      size_t length = match_group(pattern, group_length, path);
      if (length == 0 || length >= LONGEST_GROUP || *count == MOST_GROUPS) {
        return 0;
      }

      memcpy(groups[*count], path, length);
      groups[(*count)++][length] = 0;
      pattern += group_length + 1;
      path += length;
    } else if (*pattern++ != *path++) {
      return 0;
    }
  }

  return *path == 0;
}

OrthancPluginErrorCode ask(OrthancPluginHttpMethod method, const char* path, const char* body,
                           OrthancPluginRestOutput* output) {
  char groups[MOST_GROUPS][LONGEST_GROUP];
  const char* const group_list[MOST_GROUPS] = {groups[0], groups[1], groups[2], groups[3]};
  uint32_t groups_count;
  memset(output, 0, sizeof *output);
  for (unsigned i = 0; i < routes_count; i++) {
    if (matches(routes[i].pattern, path, groups, &groups_count)) {
      OrthancPluginHttpRequest request;
      memset(&request, 0, sizeof request);
      request.method = method;
      request.groups = group_list;
      request.groupsCount = groups_count;
      request.body = body;
      request.bodySize = (uint32_t)strlen(body);
      return routes[i].callback(output, path, &request);
    }
  }

  return OrthancPluginErrorCode_UnknownResource;
}

void answer(OrthancPluginRestOutput* output, unsigned status, const char* type, const void* body, uint32_t size) {
  forget(output);
  output->status = status;
  output->type = copy_text(type);
  output->body = copy(body, size);
  output->size = size;
}

void forget(OrthancPluginRestOutput* output) {
  free(output->type);
  free(output->body);
}
