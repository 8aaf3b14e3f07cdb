#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "TableReader.hpp"

namespace {

bool fail(TableError &error, int code) {
  error.system_error = code;
  switch (code) {
    case ENOENT:
    case ENOTDIR: error.problem = TableProblemFileMissing; break;
    case EISDIR: error.problem = TableProblemFileIsDirectory; break;
    case EACCES:
    case EPERM: error.problem = TableProblemFileDenied; break;
    case ENOMEM: error.problem = TableProblemOutOfMemory; break;
    default: error.problem = TableProblemFileUnreadable; break;
  }
  return false;
}

/// Reads up to `count` bytes, less only at the end of the file. Returns -1 on error.
ssize_t readFully(int descriptor, char *destination, size_t count) {
  size_t done = 0;
  while (done < count) {
    const ssize_t step = read(descriptor, destination + done, count - done);
    if (step < 0 && errno == EINTR) continue;
    if (step < 0) return -1;
    if (step == 0) break;
    done += static_cast<size_t>(step);
  }
  return static_cast<ssize_t>(done);
}

/// Pipes have no size, and a file may grow while it is read: go on until a read comes back short.
bool readAll(int descriptor, size_t expected, FileBytes &bytes, TableError &error) {
  size_t capacity = expected + 1;
  for (;;) {
    void *grown = growMemory(bytes.memory.get(), capacity);
    if (grown == nullptr) return fail(error, ENOMEM);
    (void)bytes.memory.release();
    bytes.memory.reset(static_cast<char *>(grown));
    const ssize_t step = readFully(descriptor, bytes.memory.get() + bytes.count, capacity - bytes.count);
    if (step < 0) return fail(error, errno);
    bytes.count += static_cast<size_t>(step);
    if (bytes.count < capacity) return true;
    capacity = std::max<size_t>(capacity * 2, size_t{1} << 16);
  }
}

}  // namespace

// A mapping would turn a file that shrinks meanwhile into a bus error; reading costs a millisecond per 10 MB.
bool readFile(const char *path, FileBytes &bytes, TableError &error) {
  const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return fail(error, errno);
  struct stat status;
  bool isRead = false;
  if (fstat(descriptor, &status) != 0) {
    fail(error, errno);
  } else if (S_ISDIR(status.st_mode)) {
    fail(error, EISDIR);
  } else {
    isRead = readAll(descriptor, static_cast<size_t>(std::max<off_t>(status.st_size, 0)), bytes, error);
  }
  close(descriptor);
  return isRead;
}
