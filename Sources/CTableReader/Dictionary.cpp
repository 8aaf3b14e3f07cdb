#include "Dictionary.hpp"

#include <cstring>

namespace {

/// FNV-1a, eight bytes at a time.
size_t hashOf(const char *text, size_t length) {
  uint64_t hash = 0xcbf29ce484222325 ^ length;
  for (; length > 0;) {
    uint64_t piece = 0;
    const size_t taken = length < 8 ? length : 8;
    std::memcpy(&piece, text, taken);
    hash = (hash ^ piece) * 0x100000001b3;
    hash ^= hash >> 29;
    text += taken;
    length -= taken;
  }
  return static_cast<size_t>(hash ^ hash >> 32);
}

}  // namespace

bool Dictionary::isEqual(uint32_t entry, const char *text, size_t length) const {
  const uint64_t start = entry == 0 ? 0 : ends[entry - 1];
  return ends[entry] - start == length && (length == 0 || std::memcmp(bytes.data() + start, text, length) == 0);
}

size_t Dictionary::place(const char *text, size_t length) const {
  size_t at = hashOf(text, length) & (slots.size() - 1);
  while (slots[at] != none && !isEqual(slots[at], text, length)) at = (at + 1) & (slots.size() - 1);
  return at;
}

uint32_t Dictionary::code(const char *text, size_t length) {
  if (last != none && isEqual(last, text, length)) return last;
  // Ids and stamps of several series come again in the order in which they first came.
  const uint32_t next = last + 1;
  if (next < ends.size() && isEqual(next, text, length)) return last = next;
  size_t at = place(text, length);
  if (slots[at] == none) {
    if ((ends.size() + 1) * 2 > slots.size()) {
      slots.resize(slots.size() * 4);
      rebuild();
      at = place(text, length);
    }
    slots[at] = static_cast<uint32_t>(ends.size());
    bytes.append(text, length);
    ends.push(bytes.size());
  }
  return last = slots[at];
}

void Dictionary::rebuild() {
  while ((ends.size() + 1) * 2 > slots.size()) slots.resize(slots.size() * 4);
  slots.assign(slots.size(), none);
  for (uint32_t entry = 0; entry < ends.size(); ++entry) {
    const uint64_t start = entry == 0 ? 0 : ends[entry - 1];
    slots[place(bytes.data() + start, static_cast<size_t>(ends[entry] - start))] = entry;
  }
}
