#include "NumberText.hpp"

#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <strings.h>

#include "PlainNumber.hpp"

namespace {

bool isOneOf(const char *text, size_t length, const char *const *words, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    if (std::strlen(words[i]) == length && strncasecmp(text, words[i], length) == 0) return true;
  }
  return false;
}

/// The documented list: `TableReader` in Swift shows it.
bool isMissing(const char *text, size_t length) {
  static const char *const words[] = {
      "",        "nan",     "-nan",    "+nan",    "na",      "n/a",    "n.a.",     "<na>",    "#n/a",   "#n/a n/a",
      "#na",     "#nv",     "null",    "(null)",  "nil",     "nat",    "none",     "missing", "\\n",    "-",
      "--",      "---",     "?",       ":",       ".",       "..",      "...",    "*",        "-nan(ind)", "1.#ind", "-1.#ind",
      "1.#qnan", "-1.#qnan", "#div/0!", "#value!", "#ref!",  "#num!",  "#name?",   "#null!",  "k.a.",   "\xE2\x80\x93",
      "\xE2\x80\x94"};
  return length <= 9 && isOneOf(text, length, words, sizeof words / sizeof *words);
}

bool isInfinite(const char *text, size_t length) {
  static const char *const words[] = {"inf",       "-inf",      "+inf",   "infinity", "-infinity",
                                      "+infinity", "\xE2\x88\x9E", "1.#inf", "-1.#inf"};
  return length <= 9 && isOneOf(text, length, words, sizeof words / sizeof *words);
}

/// from_chars reports both overflow and underflow as out of range and leaves the value alone.
bool isTiny(const char *text, const char *end) {
  for (const char *p = text; p != end; ++p) {
    if (*p == 'e' || *p == 'E') return p + 1 != end && p[1] == '-';
  }
  return *text == '0' || *text == '.' || (*text == '-' && text + 1 != end && (text[1] == '0' || text[1] == '.'));
}

/// Takes the marks out of `1,234,567`; groups have three digits, in India all but the last two. False where they do not.
bool removeThousands(std::string &text, const std::string &mark, char decimal) {
  std::string digits;
  size_t i = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  digits.assign(text, 0, i);
  size_t group = 0, groups = 0;
  for (; i < text.size(); ++i) {
    if (plain_number::isDigit(text[i])) {
      digits += text[i];
      ++group;
    } else if (text.compare(i, mark.size(), mark) == 0) {
      const bool isFirst = groups == 0;
      if (group < 1 || group > 3 || (!isFirst && group < 2)) return false;
      ++groups;
      group = 0;
      i += mark.size() - 1;
    } else {
      break;
    }
  }
  if (groups > 0 && group != 3) return false;
  if (i < text.size() && text[i] != decimal && text[i] != 'e' && text[i] != 'E') return false;
  digits.append(text, i, std::string::npos);
  text = std::move(digits);
  return true;
}

/// Whether an integer of at least 2^53 is not a double.
bool isRounded(const char *first, const char *end, double value) {
  const char *p = first + (*first == '-');
  uint64_t exact = 0;
  for (const char *q = p; q != end; ++q) {
    if (!plain_number::isDigit(*q)) return false;
    if (__builtin_mul_overflow(exact, 10, &exact) || __builtin_add_overflow(exact, static_cast<uint64_t>(*q - '0'), &exact)) {
      return true;
    }
  }
  const double magnitude = std::fabs(value);
  return magnitude >= 0x1p64 || static_cast<uint64_t>(magnitude) != exact;
}

NumberCell cell(CellKind kind) {
  NumberCell result;
  result.kind = kind;
  result.value = std::numeric_limits<double>::quiet_NaN();
  return result;
}

NumberCell word(const char *text, size_t length) {
  if (isMissing(text, length)) return cell(CellKind::missing);
  return cell(isInfinite(text, length) ? CellKind::infinite : CellKind::notANumber);
}

/// A number with a point as its decimal mark and nothing between its digits.
NumberCell pointNumber(const char *first, const char *end, const char *whole, size_t wholeLength) {
  NumberCell result;
  result.kind = CellKind::number;
  const auto [stop, code] = std::from_chars(first, end, result.value);
  if (stop != end || code == std::errc::invalid_argument) return word(whole, wholeLength);
  if (code == std::errc::result_out_of_range) {
    if (!isTiny(first, end)) return cell(CellKind::infinite);
    result.value = 0;
  }
  if (!std::isfinite(result.value)) return word(whole, wholeLength);
  const size_t length = static_cast<size_t>(end - first);
  for (const char *p = first; p != end; ++p) result.hasExponent = result.hasExponent || *p == 'e' || *p == 'E';
  if (const void *point = std::memchr(first, '.', length)) {
    const char *p = static_cast<const char *>(point) + 1;
    while (p != end && plain_number::isDigit(*p)) ++p, ++result.fractionCount;
  } else if (!result.hasExponent) {
    result.isRounded = isRounded(first, end, result.value);
  }
  return result;
}

NumberCell parse(const char *text, size_t length, const NumberRules &rules) {
  const char *end = text + length;
  NumberCell result;
  result.kind = CellKind::number;
  if (plain_number::read(text, end, rules.decimal, result.value, result.fractionCount) == end) return result;
  if (length > 400) return pointNumber(text, end, text, length);
  std::string number(text, length);
  if (number.compare(0, 3, "\xE2\x88\x92") == 0) number.replace(0, 3, "-");
  if (!rules.thousands.empty() && number.find(rules.thousands) != std::string::npos &&
      !removeThousands(number, rules.thousands, rules.decimal)) {
    return word(text, length);
  }
  if (rules.decimal != '.') {
    if (number.find('.') != std::string::npos) return word(text, length);
    const size_t mark = number.find(rules.decimal);
    if (mark != std::string::npos) number[mark] = '.';
  }
  const bool hasPlus = number.size() > 1 && number[0] == '+' && (plain_number::isDigit(number[1]) || number[1] == '.');
  return pointNumber(number.data() + hasPlus, number.data() + number.size(), text, length);
}

}  // namespace

NumberCell parseNumber(const char *text, size_t length, const NumberRules &rules) {
  const char *end = text + length;
  // A space that breaks no line is two bytes, as web pages have it.
  const auto isBroad = [](const char *at) { return at[0] == '\xC2' && at[1] == '\xA0'; };
  while (text != end && (*text == ' ' || *text == '\t' || (end - text > 1 && isBroad(text)))) text += *text == '\xC2' ? 2 : 1;
  while (text != end && (end[-1] == ' ' || end[-1] == '\t' || (end - text > 1 && isBroad(end - 2)))) end -= end[-1] == '\xA0' ? 2 : 1;
  const size_t trimmed = static_cast<size_t>(end - text);
  if (trimmed == 0) return cell(CellKind::missing);
  for (const std::string &spelling : rules.missing) {
    if (spelling.size() == trimmed && std::memcmp(spelling.data(), text, trimmed) == 0) return cell(CellKind::missing);
  }
  const NumberCell result = parse(text, trimmed, rules);
  if (result.kind == CellKind::number) {
    for (const double number : rules.missingNumbers) {
      if (result.value == number) return cell(CellKind::missing);
    }
  }
  return result;
}
