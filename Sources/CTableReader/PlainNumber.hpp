// The common case of a number, inline because it is the inner loop of a load.

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace plain_number {

inline constexpr double powersOfTen[] = {1e0, 1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,
                                         1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19};
inline constexpr uint64_t shifts[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};

inline bool isDigit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

/// Appends a run of digits to `mantissa` and returns where it ends.
inline const char *digits(const char *p, const char *end, uint64_t &mantissa) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  // Eight bytes at a time: the lowest flagged byte is the first that is no digit (carries only disturb bytes above
  // it); shifting the digits to the top puts zeros in front of them.
  while (end - p >= 8) {
    uint64_t bytes;
    std::memcpy(&bytes, p, 8);
    const uint64_t low = bytes - 0x3030303030303030;
    const uint64_t flags = ((bytes + 0x4646464646464646) | low) & 0x8080808080808080;
    const int count = flags ? __builtin_ctzll(flags) >> 3 : 8;
    if (count == 0) return p;
    const uint64_t aligned = low << (64 - 8 * count);
    const uint64_t pairs = aligned * 10 + (aligned >> 8);
    const uint64_t mask = 0x000000FF000000FF;
    const uint64_t value =
        ((pairs & mask) * 0x000F424000000064 + ((pairs >> 16) & mask) * 0x0000271000000001) >> 32;
    mantissa = mantissa * shifts[count] + value;
    p += count;
    if (count < 8) return p;
  }
#endif
  for (; p != end && isDigit(*p); ++p) mantissa = mantissa * 10 + static_cast<uint64_t>(*p - '0');
  return p;
}

/// Whether rounding to a float gives the same result for every double within eight units of this one.
inline bool roundsSafely(double magnitude) {
  uint64_t bits;
  std::memcpy(&bits, &magnitude, 8);
  const int64_t fromTie = static_cast<int64_t>(bits & 0x1FFFFFFF) - 0x10000000;
  return fromTie > 8 || fromTie < -8;
}

/// Reads an optional minus and at most 19 digits with an optional point, and returns where they end.
///
/// Returns NULL when there is no such number or when its float might depend on the last bits of the nearest double;
/// `parseNumber` then decides. Up to 2^53 the quotient is the nearest double; beyond, it is within two units of it.
inline const char *read(const char *text, const char *end, float &value) {
  if (text == end) return nullptr;
  const bool isNegative = *text == '-';
  const char *first = text + isNegative;
  uint64_t mantissa = 0;
  const char *p = digits(first, end, mantissa);
  ptrdiff_t digitCount = p - first;
  ptrdiff_t fractionCount = 0;
  if (p != end && *p == '.') {
    const char *fraction = p + 1;
    p = digits(fraction, end, mantissa);
    fractionCount = p - fraction;
    digitCount += fractionCount;
  }
  if (digitCount == 0 || digitCount > 19) return nullptr;
  const double magnitude = static_cast<double>(mantissa) / powersOfTen[fractionCount];
  if (mantissa >> 53 && !roundsSafely(magnitude)) return nullptr;
  value = static_cast<float>(isNegative ? -magnitude : magnitude);
  return p;
}

}  // namespace plain_number
