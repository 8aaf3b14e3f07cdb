// The digest of the bytes as they are read.

#pragma once

#include <cstddef>

#include "chash.h"

class Sha256 {
 public:
  Sha256() { sha256_start(&state); }
  void update(const void *bytes, size_t count) { sha256_add(&state, static_cast<const uint8_t *>(bytes), count); }

  /// Writes 64 hexadecimal digits and a NUL; more bytes may follow.
  void hex(char text[65]) const {
    SHA256State copy = state;
    uint8_t digest[32];
    sha256_finish(&copy, digest);
    for (int i = 0; i < 64; ++i) text[i] = "0123456789abcdef"[digest[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15];
    text[64] = 0;
  }

 private:
  SHA256State state;
};
