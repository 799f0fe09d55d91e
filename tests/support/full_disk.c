/* A disk that becomes full: from the n-th write below a folder on, every one fails.
 *
 * FULL_DISK_BELOW: the folder, with a slash at its end. FULL_DISK_AT: the number of the first write
 * that fails; 0 is never. FULL_DISK_ERROR: the error's number. With that of a read-only file system
 * making, renaming and removing count as writes too. FULL_DISK_SEEN: a file that gets a line with
 * the name of what each write was for. FULL_DISK_COUNT: a file of eight bytes, none of them set, by
 * which all processes that a process starts count their writes together. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static atomic_long own_count, *count = &own_count;

__attribute__((constructor)) static void count_together(void) {
    const char *name = getenv("FULL_DISK_COUNT");
    int file = name ? REAL(open)(name, O_RDWR) : -1;
    if (file < 0) return;
    void *shared = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared != MAP_FAILED) count = shared;
    close(file);
}

static int error_number(void) {
    const char *error = getenv("FULL_DISK_ERROR");
    return error ? atoi(error) : ENOSPC;
}

static int fails(const char *name) {
    const char *below = getenv("FULL_DISK_BELOW"), *at = getenv("FULL_DISK_AT");
    const char *seen = getenv("FULL_DISK_SEEN");
    if (!below || strncmp(name, below, strlen(below)) != 0) return 0;
    long number = atomic_fetch_add(count, 1) + 1, first = at ? atol(at) : 0;
    if (seen) {
        int log = REAL(open)(seen, O_WRONLY | O_CREAT | O_APPEND, 0644);
        char line[PATH_MAX + 2];
        int length = snprintf(line, sizeof line, "%s\n", name + strlen(below));
        if (log >= 0) {
            ssize_t done = REAL(write)(log, line, length);
            (void)done;
            close(log);
        }
    }
    if (!first || number < first) return 0;
    errno = error_number();
    return 1;
}

static int fails_in(int file) {
    char link[64], name[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, name, sizeof name - 1);
    if (length <= 0) return 0;
    name[length] = 0;
    return fails(name);
}

static int fails_at(const char *name) {
    char whole[2 * PATH_MAX] = "";
    if (name[0] != '/' && getcwd(whole, PATH_MAX)) strcat(whole, "/");
    strncat(whole, name, PATH_MAX - 1);
    return fails(whole);
}

static int is_read_only(const char *name) { return error_number() == EROFS && fails_at(name); }

ssize_t write(int file, const void *from, size_t size) {
    return fails_in(file) ? -1 : REAL(write)(file, from, size);
}
ssize_t writev(int file, const struct iovec *parts, int number) {
    return fails_in(file) ? -1 : REAL(writev)(file, parts, number);
}
ssize_t pwrite(int file, const void *from, size_t size, off_t place) {
    return fails_in(file) ? -1 : REAL(pwrite)(file, from, size, place);
}
ssize_t pwrite64(int file, const void *from, size_t size, off64_t place) {
    return fails_in(file) ? -1 : REAL(pwrite64)(file, from, size, place);
}
int posix_fallocate(int file, off_t place, off_t size) {
    return fails_in(file) ? error_number() : REAL(posix_fallocate)(file, place, size);
}
int posix_fallocate64(int file, off64_t place, off64_t size) {
    return fails_in(file) ? error_number() : REAL(posix_fallocate64)(file, place, size);
}
int fallocate(int file, int mode, off_t place, off_t size) {
    return fails_in(file) ? -1 : REAL(fallocate)(file, mode, place, size);
}
ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t size, unsigned flags) {
    return fails_in(to) ? -1 : REAL(copy_file_range)(from, a, to, b, size, flags);
}
ssize_t sendfile(int to, int from, off_t *place, size_t size) {
    return fails_in(to) ? -1 : REAL(sendfile)(to, from, place, size);
}
int mkdir(const char *name, mode_t mode) {
    if (access(name, F_OK) != 0 && fails_at(name)) return -1; /* else it says that it is there */
    return REAL(mkdir)(name, mode);
}
int rename(const char *from, const char *to) {
    return is_read_only(to) ? -1 : REAL(rename)(from, to);
}
int unlink(const char *name) {
    return access(name, F_OK) == 0 && is_read_only(name) ? -1 : REAL(unlink)(name);
}
int link(const char *from, const char *to) {
    return is_read_only(to) ? -1 : REAL(link)(from, to);
}

#define OPENING(name)                                                                 \
    int name(const char *path, int flags, ...) {                                      \
        va_list more;                                                                 \
        va_start(more, flags);                                                        \
        mode_t mode = va_arg(more, mode_t);                                           \
        va_end(more);                                                                 \
        if ((flags & (O_WRONLY | O_RDWR | O_CREAT)) && is_read_only(path)) return -1; \
        return REAL(name)(path, flags, mode);                                         \
    }
OPENING(open)
OPENING(open64)
