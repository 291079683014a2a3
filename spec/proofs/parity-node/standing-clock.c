/*
 * A clock that stands still while code runs, and jumps when the event loop would sleep. Node is started with this library
 * in LD_PRELOAD, so that its calls of the clock and of epoll come here; the program then loads the same library as a
 * native module, and says when the clock is to stand. Only the thread that says so is concerned.
 *
 * A jump goes exactly to where the sleep would have ended; with a lateness, up to 2 ms further, as on a busy machine.
 */
#define _GNU_SOURCE
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_MS 1000000LL
#define NS_PER_S 1000000000LL

static _Thread_local int stands;
static int64_t monotonic_ns;
static int64_t realtime_ns;
static uint32_t chance; /* the state of what draws the lateness; 0: never late */

static int64_t real_ns(clockid_t id) {
  struct timespec at;
  syscall(SYS_clock_gettime, id, &at);
  return at.tv_sec * NS_PER_S + at.tv_nsec;
}

static struct timespec to_timespec(int64_t ns) {
  return (struct timespec){.tv_sec = ns / NS_PER_S, .tv_nsec = ns % NS_PER_S};
}

static void jump(int64_t ms) {
  if (chance != 0) {
    chance ^= chance << 13; /* xorshift32 */
    chance ^= chance >> 17;
    chance ^= chance << 5;
    ms += chance % 3;
  }
  monotonic_ns += ms * NS_PER_MS;
  realtime_ns += ms * NS_PER_MS;
}

/* What Node calls in place of the C library's. */

int clock_gettime(clockid_t id, struct timespec *at) {
  if (stands && (id == CLOCK_MONOTONIC || id == CLOCK_MONOTONIC_COARSE)) {
    *at = to_timespec(monotonic_ns);
    return 0;
  }
  if (stands && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) {
    *at = to_timespec(realtime_ns);
    return 0;
  }
  return syscall(SYS_clock_gettime, id, at);
}

int gettimeofday(struct timeval *restrict at, void *restrict zone) {
  int64_t ns = stands ? realtime_ns : real_ns(CLOCK_REALTIME);
  (void)zone;
  at->tv_sec = ns / NS_PER_S;
  at->tv_usec = ns % NS_PER_S / 1000;
  return 0;
}

int epoll_pwait(int fd, struct epoll_event *events, int count, int ms, const sigset_t *mask) {
  /* Without a time-out, the loop waits for something real. */
  int is_jump = stands && ms > 0;
  int ready = syscall(SYS_epoll_pwait, fd, events, count, is_jump ? 0 : ms, mask, 8);
  if (is_jump && ready == 0) {
    jump(ms);
  }
  return ready;
}

int epoll_wait(int fd, struct epoll_event *events, int count, int ms) {
  return epoll_pwait(fd, events, count, ms, NULL);
}

/* The native module: https://nodejs.org/api/n-api.html. Its types are opaque pointers, so no header is needed. */

typedef struct napi_env__ *napi_env;
typedef struct napi_value__ *napi_value;
typedef struct napi_callback_info__ *napi_callback_info;
typedef napi_value (*napi_callback)(napi_env, napi_callback_info);
int napi_create_function(napi_env, const char *, size_t, napi_callback, void *, napi_value *);
int napi_get_cb_info(napi_env, napi_callback_info, size_t *, napi_value *, napi_value *, void **);
int napi_get_value_uint32(napi_env, napi_value, uint32_t *);
int napi_set_named_property(napi_env, napi_value, const char *, napi_value);

/* stand(): from now on, for this thread, the clock stands; it begins at a whole millisecond. */
static napi_value stand(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  monotonic_ns = (real_ns(CLOCK_MONOTONIC) / NS_PER_MS + 1) * NS_PER_MS;
  realtime_ns = (real_ns(CLOCK_REALTIME) / NS_PER_MS + 1) * NS_PER_MS;
  stands = 1;
  return NULL;
}

/* beLate(seed): from now on wake-ups are late by chance, 0, 1 or 2 ms; with 0, never. */
static napi_value be_late(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value seed;
  napi_get_cb_info(env, info, &count, &seed, NULL, NULL);
  napi_get_value_uint32(env, seed, &chance);
  return NULL;
}

napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  napi_value function;
  napi_create_function(env, "stand", 5, stand, NULL, &function);
  napi_set_named_property(env, exports, "stand", function);
  napi_create_function(env, "beLate", 6, be_late, NULL, &function);
  napi_set_named_property(env, exports, "beLate", function);
  return exports;
}
