// Text of one cell to a double.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// How numbers are written in a table.
struct NumberRules {
  char decimal = '.';
  /// The mark between groups of digits; empty for none.
  std::string thousands;
  /// Spellings of a missing value besides the usual ones, and those of them that are numbers.
  std::vector<std::string> missing;
  std::vector<double> missingNumbers;
};

enum class CellKind : uint8_t { number, missing, infinite, notANumber };

/// One cell that the common case leaves over.
struct NumberCell {
  CellKind kind = CellKind::notANumber;
  bool hasExponent = false;
  /// An integer that no double holds.
  bool isRounded = false;
  unsigned fractionCount = 0;
  /// NaN unless `kind` is `number`.
  double value = 0;
};

/// Parses a decimal number to the nearest double.
NumberCell parseNumber(const char *text, size_t length, const NumberRules &rules);
