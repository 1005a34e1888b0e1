// SPDX-License-Identifier: GPL-3.0-or-later

// Stand-ins for the static library of Visual Studio (libcmt.lib), which is not available here. The libraries of NativeAOT
// are compiled by Visual Studio and need them. They do what a test needs and no more: nothing here is part of what is
// delivered. Functions that only pretend are marked "only a stand-in".

typedef unsigned long long size;
typedef void(__cdecl* procedure)();
typedef int(__cdecl* initializer)();
typedef void(__stdcall* thread_callback)(void* library, unsigned long reason, void* reserved);

extern "C" {

void* __cdecl malloc(size bytes);
void __cdecl free(void* memory);
int __stdcall DllMain(void* library, unsigned long reason, void* reserved);

// Code with floating-point numbers refers to this symbol, so that the library brings what formats them.
int _fltused = 0x9875;

// Overruns of buffers on the stack. Only a stand-in: the real cookie is random. A function that finds the cookie changed
// ends the process, as the real one does.
size __security_cookie = 0x00002B992DDFA232;

[[noreturn]] void __report_rangecheckfailure() {
  __builtin_trap();
}

void __security_check_cookie(size cookie) {
  if (cookie != __security_cookie) {
    __builtin_trap();
  }
}

// Called while an exception passes a function that has a cookie. Only a stand-in: it answers "go on" without looking at it.
int __GSHandlerCheck(void*, void*, void*, void*) {
  return 1;
}

// Control flow guard, which checks the target of an indirect call, here in rax. Only a stand-in: it jumps there, as Windows
// does in a process without the guard.
__attribute__((naked)) static void jump() {
  __asm__("jmp *%rax");
}

extern const procedure __guard_dispatch_icall_fptr;
const procedure __guard_dispatch_icall_fptr = jump;

// The linker sorts sections with a dollar sign by the part after it. So the lists lie between these pairs: of initializers
// of C and of C++, and, for each thread, of its variables and of its callbacks for begin and end.
#pragma section(".CRT$XIA", long, read)
#pragma section(".CRT$XIZ", long, read)
#pragma section(".CRT$XCA", long, read)
#pragma section(".CRT$XCZ", long, read)
#pragma section(".CRT$XDA", long, read)
#pragma section(".CRT$XDZ", long, read)
#pragma section(".CRT$XLA", long, read)
#pragma section(".CRT$XLC", long, read)
#pragma section(".CRT$XLZ", long, read)
#pragma section(".tls", long, read, write)
#pragma section(".tls$ZZZ", long, read, write)

#define LIST(type, name, first, last)              \
  __declspec(allocate(first)) type name##_begin = nullptr; \
  __declspec(allocate(last)) type name##_end = nullptr;

LIST(initializer, c_initializers, ".CRT$XIA", ".CRT$XIZ")
LIST(procedure, initializers, ".CRT$XCA", ".CRT$XCZ")
LIST(procedure, thread_initializers, ".CRT$XDA", ".CRT$XDZ")
LIST(thread_callback, thread_callbacks, ".CRT$XLA", ".CRT$XLZ")

static void run(procedure volatile* begin, procedure volatile* end) {
  // The linker may leave a gap filled with zeros between two of them.
  while (++begin < end) {
    if (*begin) {
      (*begin)();
    }
  }
}

// Thread variables: the directory that Windows reads when it loads the library (PE format, "The .tls Section").
__declspec(allocate(".tls")) char thread_variables_begin = 0;
__declspec(allocate(".tls$ZZZ")) char thread_variables_end = 0;
unsigned _tls_index = 0;

struct thread_directory {
  char* begin;
  char* end;
  unsigned* index;
  thread_callback* callbacks;
  unsigned zeros;
  unsigned characteristics;
};

extern const thread_directory _tls_used;
const thread_directory _tls_used = {
    &thread_variables_begin, &thread_variables_end, &_tls_index, &thread_callbacks_begin + 1, 0, 0};

// Thread variables that code initializes: when a thread begins, or at the first use in a thread older than the library.
thread_local bool is_thread_initialized __asm__("__tls_guard") = false;

void __dyn_tls_on_demand_init() {
  if (!is_thread_initialized) {
    is_thread_initialized = true;
    run(&thread_initializers_begin, &thread_initializers_end);
  }
}

void __stdcall __dyn_tls_init(void*, unsigned long reason, void*) {
  const unsigned long thread_begins = 2;
  if (reason == thread_begins) {
    __dyn_tls_on_demand_init();
  }
}

__declspec(allocate(".CRT$XLC")) thread_callback initialize_thread = __dyn_tls_init;

// Functions to call when the library is unloaded.
static procedure at_exit[256];
static unsigned at_exit_count;

int __cdecl atexit(procedure called) {
  if (at_exit_count == sizeof at_exit / sizeof *at_exit) {
    return 1;
  }

  at_exit[at_exit_count++] = called;
  return 0;
}

// The entry point that Windows calls.
int __stdcall _DllMainCRTStartup(void* library, unsigned long reason, void* reserved) {
  const unsigned long unloaded = 0;
  const unsigned long loaded = 1;
  if (reason == loaded) {
    for (initializer volatile* next = &c_initializers_begin; ++next < &c_initializers_end;) {
      if (*next && (*next)() != 0) {
        return 0;
      }
    }

    run(&initializers_begin, &initializers_end);
  }

  int result = DllMain(library, reason, reserved);
  // When the process ends, Windows has already ended its other threads, wherever they were.
  if (reason == unloaded && !reserved) {
    while (at_exit_count > 0) {
      at_exit[--at_exit_count]();
    }
  }

  return result;
}
}

namespace std {
struct nothrow_t {};
extern const nothrow_t nothrow;
const nothrow_t nothrow{};
}

void* operator new(size bytes, const std::nothrow_t&) noexcept {
  return malloc(bytes > 0 ? bytes : 1);
}

void* operator new[](size bytes, const std::nothrow_t&) noexcept {
  return malloc(bytes > 0 ? bytes : 1);
}

void operator delete(void* memory, size) noexcept {
  free(memory);
}

void operator delete[](void* memory) noexcept {
  free(memory);
}
