// Receives the fields and line ends of a stretch of the file and fills its part of the columns.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "CTableReader.h"
#include "PlainNumber.hpp"

/// Where a stretch of rows goes: `values[channel * stride + firstRow + row]`, for at most `capacity` rows.
struct RowTarget {
  float *values = nullptr;
  size_t stride = 0;
  size_t firstRow = 0;
  size_t capacity = 0;
  size_t fieldCount = 0;
  size_t timeColumn = 0;
};

/// Rows and lines are counted from the start of the stretch; the reader adds the bases when it joins stretches.
class RowSink {
 public:
  explicit RowSink(RowTarget target) : target(target), slot(target.values + target.firstRow) {}

  void field(const char *text, size_t length, bool mayHoldNewlines);
  /// Takes the field at `text` if it is a plain number that ends at one of `stops` or at `end`, and returns where;
  /// otherwise returns NULL and takes nothing.
  const char *plainField(const char *text, const char *end, const bool (&stops)[256]) {
    if (fieldIndex == target.timeColumn || fieldIndex >= target.fieldCount || rowCount >= target.capacity) {
      return nullptr;
    }
    float value;
    const char *stop = plain_number::read(text, end, value);
    if (stop == nullptr || (stop != end && !stops[static_cast<unsigned char>(*stop)])) return nullptr;
    *slot = value;
    slot += target.stride;
    ++fieldIndex;
    return stop;
  }
  /// `character` is the CR or LF that ended the line, or -1 at the end of the file.
  void lineEnd(int character);
  /// Records an unclosed quote; the rest of the file is inside it.
  void openQuote();
  bool hasFailed() const { return error.problem != TableProblemNothing; }

  std::string stampBytes;
  std::vector<uint64_t> stampEnds;
  std::vector<TableLineMark> lineMarks;
  size_t rowCount = 0;
  uint64_t lineCount = 0;
  TableError error{};

 private:
  void finishRow();
  void remember(TableProblem problem, size_t column, const char *text, size_t length);

  RowTarget target;
  float *slot;
  size_t fieldIndex = 0;
  uint64_t newlinesInRow = 0;
  uint64_t fieldLine = 0;
  bool endedWithCarriageReturn = false;
  TableError pending{};
};
