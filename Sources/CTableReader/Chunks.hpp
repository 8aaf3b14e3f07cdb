// Cutting text at line ends, so that threads can share it.

#pragma once

#include <cstddef>
#include <vector>

/// A stretch of text that starts and ends at a line boundary.
struct Chunk {
  const char *begin;
  const char *end;
  size_t firstRow = 0;
  size_t capacity = 0;
};

/// The text cut into at most `count` chunks, each at least `minimumBytes` long. It must not hold quotes, which hide line ends.
std::vector<Chunk> cutIntoChunks(const char *begin, const char *end, size_t count, size_t minimumBytes);
/// An upper bound of the rows in a stretch: its line ends, plus one without a last line end, and no more than its bytes can hold.
size_t rowBound(const char *begin, const char *end, size_t fieldCount);
