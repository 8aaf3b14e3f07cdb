#include "TableReader.hpp"

void TextColumn::append(const char *part, const uint64_t *partEnds, size_t entries) {
  if (entries == 0) return;
  const uint64_t base = bytes.size();
  bytes.append(part, static_cast<size_t>(partEnds[entries - 1]));
  if (isFixed && count == 0) width = partEnds[0];
  if (isFixed) {
    for (size_t entry = 0; entry < entries && isFixed; ++entry) isFixed = partEnds[entry] == (entry + 1) * width;
    if (!isFixed) {
      ends.reserve(static_cast<size_t>(count) + entries);
      for (uint64_t entry = 0; entry < count; ++entry) ends.push((entry + 1) * width);
    }
  }
  if (!isFixed) {
    ends.reserve(ends.size() + entries > 2 * ends.size() ? ends.size() + entries : ends.size());
    for (size_t entry = 0; entry < entries; ++entry) ends.push(base + partEnds[entry]);
  }
  count += entries;
}
