#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

#include "ByteSource.hpp"

namespace {

class IconvStage : public ByteStage {
 public:
  IconvStage(std::unique_ptr<ByteStage> from, const std::string &encoding)
      : source(std::move(from)), input(size_t{1} << 16, 0), name(encoding) {
    handle = iconv_open("UTF-8", encoding.c_str());
    if (handle == reinterpret_cast<iconv_t>(-1)) {
      if (errno == ENOMEM) throw std::bad_alloc();
      throw ReadFailure(TableProblemUnknownEncoding, errno, encoding);
    }
  }
  ~IconvStage() override { iconv_close(handle); }

  size_t pull(char *destination, size_t count) override {
    size_t done = 0;
    while (done < count && !(isDone && output.empty())) {
      if (output.empty()) convert();
      const size_t taken = std::min(count - done, output.size() - position);
      std::memcpy(destination + done, output.data() + position, taken);
      done += taken;
      position += taken;
      if (position == output.size()) {
        output.clear();
        position = 0;
      }
    }
    return done;
  }

 private:
  /// Converts one piece of input; bytes of a character that is cut in two wait for the next.
  void convert() {
    const size_t fresh = source->pull(input.data() + held, input.size() - held);
    char *from = input.data();
    size_t left = held + fresh;
    output.resize(4 * left + 16);
    char *to = output.data();
    size_t room = output.size();
    const bool isEnd = fresh == 0;
    if (left > 0 && iconv(handle, &from, &left, &to, &room) == static_cast<size_t>(-1) && (errno != EINVAL || isEnd)) {
      fail(to);
    }
    if (isEnd) {
      iconv(handle, nullptr, nullptr, &to, &room);
      isDone = true;
    }
    output.resize(output.size() - room);
    lines += static_cast<uint64_t>(std::count(output.begin(), output.end(), '\n'));
    std::memmove(input.data(), from, left);
    held = left;
  }

  [[noreturn]] void fail(const char *to) {
    ReadFailure failure(TableProblemBadEncoding, errno, name);
    failure.error.line = lines + 1 + static_cast<uint64_t>(std::count(static_cast<const char *>(output.data()), to, '\n'));
    throw failure;
  }

  std::unique_ptr<ByteStage> source;
  std::string input, output;
  std::string name;
  size_t held = 0, position = 0;
  uint64_t lines = 0;
  iconv_t handle;
  bool isDone = false;
};

}  // namespace

std::unique_ptr<ByteStage> decoded(std::unique_ptr<ByteStage> text, const std::string &encoding) {
  return std::make_unique<IconvStage>(std::move(text), encoding);
}
