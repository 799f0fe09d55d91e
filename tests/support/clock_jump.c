/* A clock that jumps: from CLOCK_JUMP_AFTER seconds after the start of the process on, the time of
 * day is CLOCK_JUMP_BY seconds off. Clocks that only go forward are as they are. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static struct timespec started;

__attribute__((constructor)) static void begin(void) {
    REAL(clock_gettime)(CLOCK_MONOTONIC, &started);
}

static long off(void) {
    const char *by = getenv("CLOCK_JUMP_BY"), *after = getenv("CLOCK_JUMP_AFTER");
    struct timespec now;
    REAL(clock_gettime)(CLOCK_MONOTONIC, &now);
    if (!by || (after && now.tv_sec - started.tv_sec < atol(after))) return 0;
    return atol(by);
}
int clock_gettime(clockid_t clock, struct timespec *to) {
    int done = REAL(clock_gettime)(clock, to);
    if (!done && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) to->tv_sec += off();
    return done;
}
int gettimeofday(struct timeval *restrict to, void *restrict zone) {
    int done = REAL(gettimeofday)(to, zone);
    if (!done) to->tv_sec += off();
    return done;
}
time_t time(time_t *to) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (to) *to = now.tv_sec;
    return now.tv_sec;
}
