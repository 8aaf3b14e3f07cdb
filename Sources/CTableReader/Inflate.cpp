#include <zlib.h>

#include <algorithm>
#include <new>

#include "ByteSource.hpp"

namespace {

class InflateStage : public ByteStage {
 public:
  explicit InflateStage(std::unique_ptr<ByteStage> from) : packed(std::move(from)), input(size_t{1} << 16, 0) {
    constexpr int gzipOnly = 15 + 16;
    if (inflateInit2(&stream, gzipOnly) != Z_OK) throw std::bad_alloc();
  }
  ~InflateStage() override { inflateEnd(&stream); }

  size_t pull(char *destination, size_t count) override {
    size_t done = 0;
    while (done < count && !isDone) {
      if (stream.avail_in == 0) refill();
      const size_t room = std::min<size_t>(count - done, size_t{1} << 30);
      stream.next_out = reinterpret_cast<Bytef *>(destination + done);
      stream.avail_out = static_cast<uInt>(room);
      const int status = stream.avail_in == 0 ? Z_BUF_ERROR : inflate(&stream, Z_NO_FLUSH);
      done += room - stream.avail_out;
      if (status == Z_MEM_ERROR) throw std::bad_alloc();
      if (status == Z_STREAM_END) {
        nextMember();
      } else if (status != Z_OK) {
        throw ReadFailure(TableProblemBadCompression);
      }
    }
    return done;
  }

 private:
  void refill() {
    stream.next_in = reinterpret_cast<Bytef *>(input.data());
    stream.avail_in = static_cast<uInt>(packed->pull(input.data(), input.size()));
  }

  /// Members may follow each other; anything else behind one is padding. All of it is read, so that the digest is the file's.
  void nextMember() {
    if (stream.avail_in == 0) refill();
    if (stream.avail_in > 0 && *stream.next_in == 0x1F) {
      inflateReset(&stream);
      return;
    }
    while (stream.avail_in > 0) refill();
    isDone = true;
  }

  std::unique_ptr<ByteStage> packed;
  std::string input;
  z_stream stream{};
  bool isDone = false;
};

}  // namespace

std::unique_ptr<ByteStage> inflated(std::unique_ptr<ByteStage> packed) {
  return std::make_unique<InflateStage>(std::move(packed));
}
