// Equally wide entries of text, of which neighbours differ in a few places only.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "Memory.hpp"

/// Stamps one after another share most of their characters: groups of some thousand keep these once.
class PackedText {
 public:
  uint64_t count() const { return total; }
  uint64_t width() const { return entryWidth; }
  /// Adds entries that stand end to end.
  void append(const char *entries, uint64_t width, uint64_t count);
  /// Writes entries end to end.
  void copy(uint64_t first, uint64_t count, char *destination) const;
  /// Gives back what is not used.
  void trim() { characters.trim(); }

 private:
  struct Group {
    uint64_t first;
    /// The first entry, and where others differ from it.
    std::string shared;
    std::vector<uint32_t> places;
    /// Where the characters at these places begin.
    size_t start;
  };

  void appendGroup(const char *entries, uint64_t count);

  uint64_t entryWidth = 0, total = 0;
  std::vector<Group> groups;
  Buffer<char> characters;
};
