/* Writes down what a process does to the files below one folder, or lets it fail.
 *
 * `LD_PRELOAD`ed into Python by `dev.py faults`, this stands between the program (SQLite included)
 * and the C library.  It does nothing until it is told to, by calls that Python makes with ctypes:
 *
 *   faults_record(root, log)   from now on every call that changes a file below `root` is appended
 *                              to `log` with its data, in the order in which they returned
 *   faults_fail(n, error, on)  the n-th such call from now on fails with `error` (an errno); with
 *                              `on` all later ones do too (a full disk stays full).  error 0 means
 *                              a short write: half of the bytes, then ENOSPC
 *   faults_count()             how many such calls there were since faults_fail
 *
 * A line of the log is a `struct head` and then `first` and `second` bytes: a path and another, or
 * a path and data.  Files are told apart by their descriptor, for a file keeps its content when it
 * is renamed.  Memory maps are not seen: SQLite writes none but the `-shm`, which no crash keeps.
 */
#define _GNU_SOURCE
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPEN = 1, WRITE, TRUNCATE, SYNC, RENAME, UNLINK, MKDIR, RMDIR };

struct head {
    uint32_t kind, fd;
    uint64_t offset; /* of a write; the size of a truncation; the flags of an open */
    uint32_t first, second;
};

#define MOST 65536
static char *watched[MOST]; /* the path of each descriptor that lies below the root */
static char root[PATH_MAX];
static size_t root_size;
static int log_fd = -1;
static int counting, fail_at, fail_error, fail_on;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static void all(const void *data, size_t size) {
    const char *at = data;
    while (size) {
        ssize_t done = syscall(SYS_write, log_fd, at, size);
        if (done <= 0) abort();
        at += done, size -= (size_t)done;
    }
}

static void note(int kind, int fd, uint64_t offset, const char *path, const void *more, size_t size) {
    if (log_fd < 0) return;
    int kept = errno;
    struct head head = {(uint32_t)kind, (uint32_t)fd, offset, path ? (uint32_t)strlen(path) : 0,
                        (uint32_t)size};
    pthread_mutex_lock(&lock);
    all(&head, sizeof head);
    if (head.first) all(path, head.first);
    if (size) all(more, size);
    pthread_mutex_unlock(&lock);
    errno = kept;
}

static int below(const char *path) {
    return root_size && path && !strncmp(path, root, root_size) &&
           (path[root_size] == '/' || !path[root_size]);
}

/* The absolute path of `path` seen from the folder `at`, in `out`; whether it lies below the root */
static int resolved(int at, const char *path, char *out) {
    if (!root_size || !path) return 0;
    if (path[0] == '/' || at == AT_FDCWD) {
        snprintf(out, PATH_MAX, "%s", path);
    } else {
        char link[64], folder[PATH_MAX];
        snprintf(link, sizeof link, "/proc/self/fd/%d", at);
        ssize_t size = readlink(link, folder, sizeof folder - 1);
        if (size <= 0) return 0;
        folder[size] = 0;
        if (snprintf(out, PATH_MAX, "%s/%s", folder, path) >= PATH_MAX) return 0;
    }
    return below(out);
}

static const char *path_of(int fd) { return fd >= 0 && fd < MOST ? watched[fd] : NULL; }

/* 0: let it happen.  1: fail with errno set.  2: write half of it, then fail. */
static int fails(void) {
    if (!fail_at) return 0;
    int now = __atomic_add_fetch(&counting, 1, __ATOMIC_SEQ_CST);
    if (now < fail_at || (now > fail_at && !fail_on)) return 0;
    errno = fail_error ? fail_error : ENOSPC;
    return !fail_error && now == fail_at ? 2 : 1;
}

void faults_record(const char *folder, const char *log) {
    root_size = (size_t)snprintf(root, sizeof root, "%s", folder);
    if (log_fd >= 0) syscall(SYS_close, log_fd);
    log_fd = log && *log
        ? (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)
        : -1;
}

void faults_fail(int at, int error, int on) { counting = 0, fail_at = at, fail_error = error, fail_on = on; }

int faults_count(void) { return counting; }

static int opened(int fd, int at, const char *path, int flags) {
    char whole[PATH_MAX];
    if (fd < 0 || fd >= MOST || !resolved(at, path, whole)) return fd;
    free(watched[fd]);
    watched[fd] = strdup(whole);
    note(OPEN, fd, (uint64_t)(unsigned)flags, whole, NULL, 0);
    return fd;
}

/* Opening only counts as a change, and may fail, if it may make the file or empty it. */
#define OPENED(name, at, ...) \
    REAL(name); \
    mode_t mode = 0; \
    char whole[PATH_MAX]; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
        va_list more; va_start(more, flags); mode = (mode_t)va_arg(more, int); va_end(more); \
    } \
    if (flags & (O_CREAT | O_TRUNC) && resolved(at, path, whole) && fails()) return -1; \
    return opened(real(__VA_ARGS__, flags, mode), at, path, flags)

int open(const char *path, int flags, ...) { OPENED(open, AT_FDCWD, path); }
int open64(const char *path, int flags, ...) { OPENED(open64, AT_FDCWD, path); }
int openat(int folder, const char *path, int flags, ...) { OPENED(openat, folder, folder, path); }
int openat64(int folder, const char *path, int flags, ...) { OPENED(openat64, folder, folder, path); }

int close(int fd) {
    REAL(close);
    if (fd >= 0 && fd < MOST && watched[fd]) {
        free(watched[fd]);
        watched[fd] = NULL;
    }
    return real(fd);
}

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    if (!path_of(fd)) return real(fd, data, size);
    int how = fails();
    if (how == 1 || (how == 2 && size < 2)) return -1;
    ssize_t done = real(fd, data, how ? size / 2 : size);
    if (done > 0) note(WRITE, fd, (uint64_t)(lseek64(fd, 0, SEEK_CUR) - done), NULL, data, (size_t)done);
    return done;
}

#define PWRITE(name) \
    REAL(name); \
    if (!path_of(fd)) return real(fd, data, size, at); \
    int how = fails(); \
    if (how == 1 || (how == 2 && size < 2)) return -1; \
    ssize_t done = real(fd, data, how ? size / 2 : size, at); \
    if (done > 0) note(WRITE, fd, (uint64_t)at, NULL, data, (size_t)done); \
    return done

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { PWRITE(pwrite); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { PWRITE(pwrite64); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(writev);
    if (!path_of(fd)) return real(fd, parts, count);
    ssize_t whole = 0;
    for (int n = 0; n < count; n++) {
        ssize_t done = write(fd, parts[n].iov_base, parts[n].iov_len);
        if (done < 0) return whole ? whole : -1;
        whole += done;
        if ((size_t)done < parts[n].iov_len) break;
    }
    return whole;
}

#define FTRUNCATE(name) \
    REAL(name); \
    if (!path_of(fd)) return real(fd, size); \
    if (fails()) return -1; \
    int done = real(fd, size); \
    if (!done) note(TRUNCATE, fd, (uint64_t)size, NULL, NULL, 0); \
    return done

int ftruncate(int fd, off_t size) { FTRUNCATE(ftruncate); }
int ftruncate64(int fd, off64_t size) { FTRUNCATE(ftruncate64); }

#define SYNCED(name) \
    REAL(name); \
    if (!path_of(fd)) return real(fd); \
    if (fails()) return -1; \
    int done = real(fd); \
    if (!done) note(SYNC, fd, 0, NULL, NULL, 0); \
    return done

int fsync(int fd) { SYNCED(fsync); }
int fdatasync(int fd) { SYNCED(fdatasync); }

static void renamed(const char *old, const char *new) { note(RENAME, -1, 0, old, new, strlen(new)); }

int rename(const char *old, const char *new) {
    REAL(rename);
    if (!below(old) && !below(new)) return real(old, new);
    if (fails()) return -1;
    int done = real(old, new);
    if (!done) renamed(old, new);
    return done;
}

int renameat(int from, const char *old, int to, const char *new) {
    REAL(renameat);
    char first[PATH_MAX], second[PATH_MAX];
    if (!resolved(from, old, first) || !resolved(to, new, second)) return real(from, old, to, new);
    if (fails()) return -1;
    int done = real(from, old, to, new);
    if (!done) renamed(first, second);
    return done;
}

#define GONE(kind, at, ...) \
    char whole[PATH_MAX]; \
    int ours = resolved(at, path, whole); \
    if (ours && fails()) return -1; \
    int done = real(__VA_ARGS__); \
    if (ours && !done) note(kind, -1, 0, whole, NULL, 0); \
    return done

int unlink(const char *path) { REAL(unlink); GONE(UNLINK, AT_FDCWD, path); }
int unlinkat(int at, const char *path, int how) {
    REAL(unlinkat);
    GONE(how & AT_REMOVEDIR ? RMDIR : UNLINK, at, at, path, how);
}
int rmdir(const char *path) { REAL(rmdir); GONE(RMDIR, AT_FDCWD, path); }
int mkdir(const char *path, mode_t mode) { REAL(mkdir); GONE(MKDIR, AT_FDCWD, path, mode); }
int mkdirat(int at, const char *path, mode_t mode) { REAL(mkdirat); GONE(MKDIR, at, at, path, mode); }
