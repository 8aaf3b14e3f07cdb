#include "ByteSource.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

ReadFailure::ReadFailure(TableProblem problem, int systemError, const std::string &value) : error{} {
  error.problem = problem;
  error.system_error = systemError;
  std::memcpy(error.value, value.data(), std::min<size_t>(value.size(), TABLE_ERROR_VALUE_CAPACITY - 1));
}

PeekableStage::PeekableStage(std::unique_ptr<ByteStage> from) : source(std::move(from)) {
  head.resize(headBytes);
  head.resize(source->pull(head.data(), headBytes));
}

size_t PeekableStage::pull(char *destination, size_t count) {
  const size_t held = std::min(count, head.size());
  std::memcpy(destination, head.data(), held);
  head.erase(0, held);
  return held < count ? held + source->pull(destination + held, count - held) : held;
}

namespace {

ReadFailure systemFailure(int code) {
  switch (code) {
    case ENOENT:
    case ENOTDIR: return ReadFailure(TableProblemFileMissing, code);
    case EISDIR: return ReadFailure(TableProblemFileIsDirectory, code);
    case EACCES:
    case EPERM: return ReadFailure(TableProblemFileDenied, code);
    case ENOMEM: return ReadFailure(TableProblemOutOfMemory, code);
    default: return ReadFailure(TableProblemFileUnreadable, code);
  }
}

// A mapping would turn a file that shrinks meanwhile into a bus error; reading costs a millisecond per 10 MB.
class DescriptorStage : public ByteStage {
 public:
  DescriptorStage(int descriptor, bool isOwned, Sha256 *digest) : descriptor(descriptor), isOwned(isOwned), digest(digest) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) throw systemFailure(errno);
    if (S_ISDIR(status.st_mode)) throw systemFailure(EISDIR);
    if (S_ISREG(status.st_mode)) left = static_cast<size_t>(std::max<off_t>(status.st_size, 0));
  }
  ~DescriptorStage() override {
    if (isOwned) close(descriptor);
  }

  size_t pull(char *destination, size_t count) override {
    size_t done = 0;
    while (done < count) {
      const ssize_t step = read(descriptor, destination + done, count - done);
      if (step < 0 && errno == EINTR) continue;
      if (step < 0) throw systemFailure(errno);
      if (step == 0) break;
      done += static_cast<size_t>(step);
    }
    if (digest != nullptr) digest->update(destination, done);
    left -= std::min(left, done);
    return done;
  }
  size_t expected() const override { return left; }

 private:
  int descriptor;
  bool isOwned;
  Sha256 *digest;
  size_t left = 0;
};

class MemoryStage : public ByteStage {
 public:
  MemoryStage(const void *bytes, size_t count, Sha256 *digest) : bytes(static_cast<const char *>(bytes), count) {
    if (digest != nullptr) digest->update(bytes, count);
  }
  size_t pull(char *destination, size_t count) override {
    const size_t taken = std::min(count, expected());
    std::memcpy(destination, bytes.data() + position, taken);
    position += taken;
    return taken;
  }
  size_t expected() const override { return bytes.size() - position; }

 private:
  std::string bytes;
  size_t position = 0;
};

}  // namespace

std::unique_ptr<ByteStage> openFile(const char *path, Sha256 *digest) {
  if (std::strcmp(path, "-") == 0) return std::make_unique<DescriptorStage>(STDIN_FILENO, false, digest);
  const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw systemFailure(errno);
  return std::make_unique<DescriptorStage>(descriptor, true, digest);
}

std::unique_ptr<ByteStage> openBytes(const void *bytes, size_t count, Sha256 *digest) {
  return std::make_unique<MemoryStage>(count > 0 ? bytes : "", count, digest);
}
