#include "NumberText.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <strings.h>

namespace {

constexpr double powersOfTen[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

bool isDigit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

/// Whether the eight bytes are all digits; if so `value` is their number. Least significant byte first in memory.
bool eightDigits(const char *text, uint64_t &value) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  uint64_t bytes;
  std::memcpy(&bytes, text, 8);
  const uint64_t low = bytes - 0x3030303030303030;
  if (((bytes + 0x4646464646464646) | low) & 0x8080808080808080) return false;
  const uint64_t pairs = low * 10 + (low >> 8);
  const uint64_t mask = 0x000000FF000000FF;
  value = ((pairs & mask) * 0x000F424000000064 + ((pairs >> 16) & mask) * 0x0000271000000001) >> 32;
  return true;
#else
  value = 0;
  for (int i = 0; i < 8; ++i) {
    if (!isDigit(text[i])) return false;
    value = value * 10 + static_cast<uint64_t>(text[i] - '0');
  }
  return true;
#endif
}

/// Appends a run of digits to `mantissa` and returns where it ends.
const char *digits(const char *p, const char *end, uint64_t &mantissa) {
  uint64_t eight;
  while (end - p >= 8 && eightDigits(p, eight)) {
    mantissa = mantissa * 100000000 + eight;
    p += 8;
  }
  for (; p != end && isDigit(*p); ++p) mantissa = mantissa * 10 + static_cast<uint64_t>(*p - '0');
  return p;
}

/// Whether rounding the double to a float gives the same result for every double within a few units of it.
bool roundsSafely(double magnitude) {
  if (!(magnitude > 1e-37 && magnitude < 3e38)) return magnitude == 0;
  uint64_t bits;
  std::memcpy(&bits, &magnitude, 8);
  const int64_t belowFloat = static_cast<int64_t>(bits & 0x1FFFFFFF);
  const int64_t fromTie = belowFloat - 0x10000000;
  return fromTie > 8 || fromTie < -8;
}

/// The common case: optional minus, at most 19 digits with an optional point, and a value whose float does not
/// depend on the last bits of the double. Everything else is left to std::from_chars.
bool parsePlain(const char *text, const char *end, float &value) {
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
  if (p != end || digitCount == 0 || digitCount > 19) return false;
  const double magnitude = static_cast<double>(mantissa) / powersOfTen[fractionCount];
  if (mantissa >> 53 && !roundsSafely(magnitude)) return false;
  if (magnitude >= 3e38 || (magnitude < 1e-37 && mantissa)) return false;
  value = static_cast<float>(isNegative ? -magnitude : magnitude);
  return true;
}

bool isOneOf(const char *text, size_t length, const char *const *words, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    if (std::strlen(words[i]) == length && strncasecmp(text, words[i], length) == 0) return true;
  }
  return false;
}

TableProblem problem(const char *text, size_t length) {
  static const char *const missing[] = {"",    "nan", "-nan",  "na",   "n/a",     "#n/a", "null",
                                        "nil", "nat", "none",  "-",    "--",      "?",    ".",
                                        "missing"};
  static const char *const infinite[] = {"inf", "-inf", "+inf", "infinity", "-infinity", "+infinity"};
  if (isOneOf(text, length, missing, sizeof missing / sizeof *missing)) return TableProblemMissingValue;
  if (isOneOf(text, length, infinite, sizeof infinite / sizeof *infinite)) return TableProblemOutOfRange;
  return TableProblemNotANumber;
}

/// from_chars reports both overflow and underflow as out of range and leaves the value alone.
bool isTiny(const char *text, const char *end) {
  for (const char *p = text; p != end; ++p) {
    if (*p == 'e' || *p == 'E') return p + 1 != end && p[1] == '-';
  }
  return *text == '0' || *text == '.' || (*text == '-' && text + 1 != end && (text[1] == '0' || text[1] == '.'));
}

}  // namespace

TableProblem parseNumber(const char *text, size_t length, float &value) {
  const char *end = text + length;
  while (text != end && (*text == ' ' || *text == '\t')) ++text;
  while (text != end && (end[-1] == ' ' || end[-1] == '\t')) --end;
  const size_t trimmed = static_cast<size_t>(end - text);
  if (trimmed == 0) return TableProblemMissingValue;
  if (parsePlain(text, end, value)) return TableProblemNothing;

  const bool hasPlus = *text == '+' && trimmed > 1 && (isDigit(text[1]) || text[1] == '.');
  const char *first = text + hasPlus;
  double parsed = 0;
  const auto [stop, code] = std::from_chars(first, end, parsed);
  if (stop != end || code == std::errc::invalid_argument) return problem(text, trimmed);
  if (code == std::errc::result_out_of_range) {
    if (!isTiny(first, end)) return TableProblemOutOfRange;
    parsed = 0;
  }
  if (!std::isfinite(parsed)) return problem(text, trimmed);
  value = static_cast<float>(parsed);
  return std::isfinite(value) ? TableProblemNothing : TableProblemOutOfRange;
}
