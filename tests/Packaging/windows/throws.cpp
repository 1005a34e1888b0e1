// SPDX-License-Identifier: GPL-3.0-or-later

// A service of host.c that throws a C++ exception, as some of Orthanc 1.10.1 do when the disk is full.

#ifdef _WIN32
// Only in the static library of Visual Studio. A thrown type refers to it; `catch (...)` does not look at it.
extern "C" void* const type_info_table __asm__("??_7type_info@@6B@");
extern "C" void* const type_info_table = nullptr;
#endif

extern "C" [[noreturn]] void throw_exception();

extern "C" [[noreturn]] void throw_exception() {
  throw 1;
}
