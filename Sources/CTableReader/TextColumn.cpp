#include "TableReader.hpp"

namespace {

/// The width of all entries, 0 where they differ or are empty.
uint64_t commonWidth(const uint64_t *ends, size_t entries) {
  const uint64_t width = ends[0];
  for (size_t entry = 1; entry < entries; ++entry) {
    if (ends[entry] != (entry + 1) * width) return 0;
  }
  return width;
}

}  // namespace

void TextColumn::append(const char *part, const uint64_t *partEnds, size_t entries) {
  if (entries == 0) return;
  if (isPacked) {
    const uint64_t width = commonWidth(partEnds, entries);
    if (width > 0 && (packed.count() == 0 || width == packed.width())) {
      packed.append(part, width, entries);
      count += entries;
      return;
    }
    unpack();
  }
  const uint64_t base = bytes.size();
  bytes.append(part, static_cast<size_t>(partEnds[entries - 1]));
  ends.reserve(ends.size() + entries > 2 * ends.size() ? ends.size() + entries : ends.size());
  for (size_t entry = 0; entry < entries; ++entry) ends.push(base + partEnds[entry]);
  count += entries;
}

void TextColumn::unpack() {
  bytes.resize(static_cast<size_t>(count * packed.width()));
  packed.copy(0, count, bytes.data());
  ends.reserve(static_cast<size_t>(count));
  for (uint64_t entry = 0; entry < count; ++entry) ends.push((entry + 1) * packed.width());
  packed = PackedText();
  isPacked = false;
}
