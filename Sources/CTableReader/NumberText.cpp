#include "NumberText.hpp"

#include <charconv>
#include <cmath>
#include <cstring>
#include <strings.h>

#include "PlainNumber.hpp"

namespace {

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
  if (plain_number::read(text, end, value) == end) return TableProblemNothing;

  const bool hasPlus = *text == '+' && trimmed > 1 && (plain_number::isDigit(text[1]) || text[1] == '.');
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
