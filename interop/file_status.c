// SPDX-License-Identifier: GPL-3.0-or-later

// What .NET cannot do with files: get their owner and kind, and open them without blocking on a pipe. Called by
// plugin/Plugin/Configuration/FileStatus.cs. A function that can fail returns 0 or the error number of the system.

#ifdef _WIN32

#include <stdint.h>

// On Windows the plugin calls none of these: it refuses such files, or knows the answer.
static const int32_t not_supported = 50;  // ERROR_NOT_SUPPORTED

int32_t deid_path_status(const char* path, int32_t* kind, uint32_t* mode, uint32_t* owner) {
  (void)path, (void)kind, (void)mode, (void)owner;
  return not_supported;
}

int32_t deid_file_status(intptr_t file, int32_t* kind, uint32_t* mode, uint32_t* owner) {
  (void)file, (void)kind, (void)mode, (void)owner;
  return not_supported;
}

int32_t deid_is_at_path(intptr_t file, const char* path, int32_t* is_there) {
  (void)file, (void)path, (void)is_there;
  return not_supported;
}

int32_t deid_open_file(const char* path, int32_t* file) {
  (void)path, (void)file;
  return not_supported;
}

uint32_t deid_current_user(void) {
  return 0;
}

#else

#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

static int32_t tell(int failed, const struct stat* status, int32_t* kind, uint32_t* mode, uint32_t* owner) {
  if (failed) {
    return errno;
  }

  *kind = S_ISREG(status->st_mode) ? 1 : S_ISDIR(status->st_mode) ? 2 : S_ISLNK(status->st_mode) ? 3 : 0;
  *mode = (uint32_t)status->st_mode & 07777;
  *owner = (uint32_t)status->st_uid;
  return 0;
}

int32_t deid_path_status(const char* path, int32_t* kind, uint32_t* mode, uint32_t* owner) {
  struct stat status;
  return tell(lstat(path, &status), &status, kind, mode, owner);
}

int32_t deid_file_status(intptr_t file, int32_t* kind, uint32_t* mode, uint32_t* owner) {
  struct stat status;
  return tell(fstat((int)file, &status), &status, kind, mode, owner);
}

// Whether a path still leads to an open file, and not to another file in its place or to nothing.
int32_t deid_is_at_path(intptr_t file, const char* path, int32_t* is_there) {
  struct stat opened;
  struct stat found;
  if (fstat((int)file, &opened)) {
    return errno;
  }

  *is_there = 0;
  if (lstat(path, &found)) {
    return errno == ENOENT ? 0 : errno;
  }

  *is_there = opened.st_dev == found.st_dev && opened.st_ino == found.st_ino;
  return 0;
}

int32_t deid_open_file(const char* path, int32_t* file) {
  *file = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
  return *file < 0 ? errno : 0;
}

uint32_t deid_current_user(void) {
  return (uint32_t)geteuid();
}

#endif
