// Texts to codes.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "Memory.hpp"

/// Gives equal texts the same code; texts stand end to end in `bytes`, in the order in which they came.
class Dictionary {
 public:
  Dictionary(Buffer<char> &bytes, Buffer<uint64_t> &ends) : bytes(bytes), ends(ends), slots(64, none) {}

  uint32_t code(const char *text, size_t length);
  /// Takes in the entries that are there already.
  void rebuild();

 private:
  static constexpr uint32_t none = ~uint32_t{0};

  bool isEqual(uint32_t entry, const char *text, size_t length) const;
  size_t place(const char *text, size_t length) const;

  Buffer<char> &bytes;
  Buffer<uint64_t> &ends;
  std::vector<uint32_t> slots;
  uint32_t last = none;
};
