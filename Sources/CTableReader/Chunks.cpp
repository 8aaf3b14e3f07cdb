#include "Chunks.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

std::vector<Chunk> cutIntoChunks(const char *begin, const char *end, size_t count, size_t minimumBytes) {
  const size_t bytes = static_cast<size_t>(end - begin);
  count = std::max<size_t>(1, std::min(count, bytes / std::max<size_t>(1, minimumBytes)));
  std::vector<Chunk> chunks;
  const char *start = begin;
  for (size_t i = 1; i <= count && start < end; ++i) {
    const char *stop = std::max(start, begin + bytes / count * i);
    const void *newline = i < count ? std::memchr(stop, '\n', static_cast<size_t>(end - stop)) : nullptr;
    stop = newline ? static_cast<const char *>(newline) + 1 : end;
    chunks.push_back({start, stop});
    start = stop;
  }
  return chunks;
}

namespace {

/// How many positions satisfy `test`; lanes of bytes are what the compiler vectorises well.
template <typename Test>
size_t countPositions(const char *p, const char *end, Test test) {
  size_t total = 0;
  while (end - p >= 64) {
    uint8_t lanes[64] = {};
    for (int block = 0; block < 255 && end - p >= 64; ++block, p += 64) {
      for (int lane = 0; lane < 64; ++lane) lanes[lane] += test(p + lane);
    }
    for (const uint8_t lane : lanes) total += lane;
  }
  for (; p < end; ++p) total += test(p);
  return total;
}

}  // namespace

size_t rowBound(const char *begin, const char *end, size_t fieldCount) {
  if (begin == end) return 0;
  const size_t bytes = static_cast<size_t>(end - begin);
  size_t lines = countPositions(begin, end, [](const char *p) { return *p == '\n'; });
  lines += end[-1] != '\n';
  if (std::memchr(begin, '\r', bytes) != nullptr) {
    const auto isAlone = [](const char *p) { return (p[0] == '\r') & (p[1] != '\n'); };
    lines += countPositions(begin, end - 1, isAlone);
  }
  return std::min(lines, bytes / fieldCount + 1);
}
