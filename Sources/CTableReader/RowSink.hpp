// Receives the fields and line ends of a stretch of the text and fills its part of the columns.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "CTableReader.h"
#include "Memory.hpp"
#include "NumberText.hpp"
#include "PlainNumber.hpp"

/// What happens to a field.
enum class FieldUse : uint8_t {
  number,
  /// A number that may be a told spelling of a missing value.
  checkedNumber,
  text,
  /// Text in a column that began as numbers and keeps their place.
  textInNumbers,
  skipped,
  /// Behind the last field.
  surplus,
};

/// What all sinks of a parse have in common.
struct RowShape {
  /// One use per field, then `surplus`.
  std::vector<FieldUse> uses;
  size_t numberCount = 0, textCount = 0;
  NumberRules rules;
  /// The mark before decimals in cells without quotes; none, a NUL, where it is the delimiter, which ends such a cell.
  char plainDecimal = '.';

  size_t fieldCount() const { return uses.size() - 1; }
};

/// Where a stretch of rows goes: `values[number * stride + firstRow + row]`, for at most `capacity` rows.
struct RowTarget {
  double *values = nullptr;
  size_t stride = 0;
  size_t firstRow = 0;
  size_t capacity = 0;
};

/// The cells of one column of text in a stretch.
struct TextPart {
  Buffer<char> bytes;
  Buffer<uint64_t> ends;
};

/// What was found in a column of numbers; lines count from the start of the stretch.
struct NumberTally {
  bool hasExponents = false;
  TableFinding missing{}, notANumber{}, infinite{}, rounded{};

  uint64_t others() const { return missing.count + notANumber.count + infinite.count; }
};

/// Rows and lines are counted from the start of the stretch; the reader adds the bases when it joins stretches.
///
/// Aligned to two cache lines: the sinks of several threads stand side by side, and all write at every field.
class alignas(128) RowSink {
 public:
  RowSink(const RowShape &shape, RowTarget target);

  void field(const char *text, size_t length, bool mayHoldNewlines);
  /// Takes the field at `text` if it is a plain number that ends at one of `stops` or at `end`, and returns where;
  /// otherwise returns NULL and takes nothing.
  const char *plainField(const char *text, const char *end, const bool (&stops)[256]) {
    if (*use != FieldUse::number) return nullptr;
    double value;
    unsigned fractionCount;
    const char *stop = plain_number::read(text, end, decimal, value, fractionCount);
    if (stop == nullptr || (stop != end && !stops[static_cast<unsigned char>(*stop)])) return nullptr;
    *slot = value;
    slot += target.stride;
    *fraction++ |= 1u << fractionCount;
    ++use;
    return stop;
  }
  /// `character` is the CR or LF that ended the line, or -1 at the end of the file.
  void lineEnd(int character);
  /// Records an unclosed quote; the rest of the file is inside it.
  void openQuote();
  bool hasFailed() const { return error.problem != TableProblemNothing; }
  /// Goes on in columns that have moved, with room for `capacity` rows in all.
  void retarget(double *values, size_t stride, size_t capacity);

  std::vector<TextPart> texts;
  /// Bit d of each column of numbers: some number has d digits behind the mark.
  std::vector<uint32_t> fractions;
  std::vector<NumberTally> tallies;
  std::vector<TableLineMark> lineMarks;
  size_t rowCount = 0;
  uint64_t lineCount = 0;
  TableError error{};

 private:
  void number(const char *text, size_t length);
  void finishRow();
  void startRow();
  void find(TableFinding &finding, const char *text, size_t length);
  size_t fieldIndex() const { return static_cast<size_t>(use - shape.uses.data()) + surplusCount; }

  const RowShape &shape;
  RowTarget target;
  char decimal;
  const FieldUse *use;
  double *slot;
  uint32_t *fraction;
  size_t textIndex = 0, surplusCount = 0;
  uint64_t newlinesInRow = 0;
  uint64_t fieldLine = 0;
  bool endedWithCarriageReturn = false;
};
