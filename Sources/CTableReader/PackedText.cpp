#include "PackedText.hpp"

#include <algorithm>
#include <cstring>

namespace {

constexpr uint64_t groupSize = 4096;

}  // namespace

void PackedText::append(const char *entries, uint64_t width, uint64_t count) {
  if (total == 0) entryWidth = width;
  for (uint64_t done = 0; done < count; done += groupSize) {
    appendGroup(entries + done * width, std::min(groupSize, count - done));
  }
}

void PackedText::appendGroup(const char *entries, uint64_t count) {
  const size_t width = static_cast<size_t>(entryWidth);
  Group group{total, std::string(entries, width), {}, characters.size()};
  std::string differences(width, '\0');
  for (uint64_t entry = 1; entry < count; ++entry) {
    for (size_t i = 0; i < width; ++i) differences[i] |= static_cast<char>(entries[entry * width + i] ^ entries[i]);
  }
  for (size_t i = 0; i < width; ++i) {
    if (differences[i] != 0) group.places.push_back(static_cast<uint32_t>(i));
  }
  characters.resize(characters.size() + static_cast<size_t>(count) * group.places.size());
  char *to = characters.data() + group.start;
  for (uint64_t entry = 0; entry < count; ++entry) {
    for (const uint32_t place : group.places) *to++ = entries[entry * width + place];
  }
  groups.push_back(std::move(group));
  total += count;
}

void PackedText::copy(uint64_t first, uint64_t count, char *destination) const {
  if (count == 0) return;
  const auto isBehind = [](uint64_t entry, const Group &group) { return entry < group.first; };
  auto group = std::upper_bound(groups.begin(), groups.end(), first, isBehind) - 1;
  const size_t width = static_cast<size_t>(entryWidth);
  for (uint64_t entry = first; entry < first + count; ++entry, destination += width) {
    if (group + 1 != groups.end() && (group + 1)->first <= entry) ++group;
    std::memcpy(destination, group->shared.data(), width);
    const char *from = characters.data() + group->start + (entry - group->first) * group->places.size();
    for (const uint32_t place : group->places) destination[place] = *from++;
  }
}
