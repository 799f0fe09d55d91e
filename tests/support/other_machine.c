/* Another machine: OTHER_MACHINE is its name; with OTHER_MACHINE_LOCKS=alone its file system keeps
 * locks to itself, so that each is granted. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

int gethostname(char *to, size_t size) {
    const char *name = getenv("OTHER_MACHINE");
    if (!name) return ((__typeof__(&gethostname))dlsym(RTLD_NEXT, "gethostname"))(to, size);
    strncpy(to, name, size - 1);
    to[size - 1] = 0;
    return 0;
}
static int is_alone(void) {
    const char *locks = getenv("OTHER_MACHINE_LOCKS");
    return locks && strcmp(locks, "alone") == 0;
}

#define LOCKING(name)                                                                     \
    int name(int file, int what, ...) {                                                   \
        va_list more;                                                                     \
        va_start(more, what);                                                             \
        void *given = va_arg(more, void *);                                               \
        va_end(more);                                                                     \
        if ((what == F_SETLK || what == F_SETLKW) && is_alone()) return 0;                \
        return ((__typeof__(&name))dlsym(RTLD_NEXT, #name))(file, what, given);           \
    }
LOCKING(fcntl)
LOCKING(fcntl64)

int flock(int file, int what) {
    if (is_alone()) return 0;
    return ((__typeof__(&flock))dlsym(RTLD_NEXT, "flock"))(file, what);
}
