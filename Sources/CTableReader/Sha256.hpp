// SHA-256 (FIPS 180-4) of the bytes as they are read, by the CPU's own instructions where it has them.

#pragma once

#include <cstddef>
#include <cstdint>

class Sha256 {
 public:
  Sha256();
  void update(const void *bytes, size_t count);
  /// Writes 64 hexadecimal digits and a NUL; more bytes may follow.
  void hex(char text[65]) const;

 private:
  uint32_t state[8];
  uint64_t total = 0;
  uint8_t pending[64];
};
