// The common case of a number, inline because it is the inner loop of a load.

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace plain_number {

inline constexpr double powersOfTen[] = {1e0, 1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,
                                         1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19};
inline constexpr uint64_t integerPowersOfTen[] = {1,
                                                  10,
                                                  100,
                                                  1000,
                                                  10000,
                                                  100000,
                                                  1000000,
                                                  10000000,
                                                  100000000,
                                                  1000000000,
                                                  10000000000,
                                                  100000000000,
                                                  1000000000000,
                                                  10000000000000,
                                                  100000000000000,
                                                  1000000000000000,
                                                  10000000000000000,
                                                  100000000000000000,
                                                  1000000000000000000,
                                                  10000000000000000000u};

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
    mantissa = mantissa * integerPowersOfTen[count] + value;
    p += count;
    if (count < 8) return p;
  }
#endif
  for (; p != end && isDigit(*p); ++p) mantissa = mantissa * 10 + static_cast<uint64_t>(*p - '0');
  return p;
}

/// The double nearest to `numerator / denominator`, ties to even; both positive.
///
/// With both shifted to the top the quotient has at least 62 bits; the remainder only decides ties, as a last bit.
inline double quotient(uint64_t numerator, uint64_t denominator) {
  const int up = __builtin_clzll(numerator), down = __builtin_clzll(denominator);
  const unsigned __int128 top = static_cast<unsigned __int128>(numerator << up) << 63;
  const uint64_t bottom = denominator << down;
  const uint64_t whole = static_cast<uint64_t>(top / bottom);
  const uint64_t rest = static_cast<uint64_t>(top) - whole * bottom;
  const uint64_t scale = static_cast<uint64_t>(1023 - 63 + down - up) << 52;
  double power;
  std::memcpy(&power, &scale, 8);
  return static_cast<double>(whole | (rest != 0)) * power;
}

/// Reads an optional minus and at most 19 digits with an optional decimal mark, and returns where they end.
///
/// Returns NULL when there is no such number, and for integers beyond 2^53, which `parseNumber` looks at more closely. The value
/// is the nearest double: up to 2^53 because mantissa and power of ten are exact, beyond by `quotient`.
[[gnu::always_inline]] inline const char *read(const char *text, const char *end, char decimal, double &value, unsigned &fractionCount) {
  if (text == end) return nullptr;
  const bool isNegative = *text == '-';
  const char *first = text + isNegative;
  uint64_t mantissa = 0;
  const char *p = digits(first, end, mantissa);
  ptrdiff_t digitCount = p - first;
  ptrdiff_t fractions = 0;
  if (p != end && *p == decimal) {
    const char *fraction = p + 1;
    p = digits(fraction, end, mantissa);
    fractions = p - fraction;
    digitCount += fractions;
  }
  if (digitCount == 0 || digitCount > 19) return nullptr;
  double magnitude;
  if (mantissa >> 53 == 0) {
    magnitude = static_cast<double>(mantissa) / powersOfTen[fractions];
  } else {
    if (fractions == 0) return nullptr;
    magnitude = quotient(mantissa, integerPowersOfTen[fractions]);
  }
  value = isNegative ? -magnitude : magnitude;
  fractionCount = static_cast<unsigned>(fractions);
  return p;
}

}  // namespace plain_number
