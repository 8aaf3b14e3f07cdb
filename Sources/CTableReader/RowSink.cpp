#include "RowSink.hpp"

#include <algorithm>
#include <cstring>

RowSink::RowSink(const RowShape &shape, RowTarget target)
    : texts(shape.textCount), fractions(shape.numberCount + 1), tallies(shape.numberCount), shape(shape), target(target),
      decimal(shape.plainDecimal) {
  startRow();
}

void RowSink::startRow() {
  use = shape.uses.data();
  slot = target.values != nullptr ? target.values + target.firstRow + rowCount : nullptr;
  fraction = fractions.data();
  textIndex = surplusCount = 0;
}

void RowSink::retarget(double *values, size_t stride, size_t capacity) {
  target.values = values;
  target.stride = stride;
  target.capacity = capacity;
  slot = values + target.firstRow + rowCount + static_cast<size_t>(fraction - fractions.data()) * stride;
}

void RowSink::field(const char *text, size_t length, bool mayHoldNewlines) {
  // libcsv goes on to the end of its piece.
  if (hasFailed()) return;
  if (mayHoldNewlines) {
    fieldLine = newlinesInRow;
    newlinesInRow += static_cast<uint64_t>(std::count(text, text + length, '\n'));
  }
  switch (*use) {
    case FieldUse::number:
    case FieldUse::checkedNumber:
      number(text, length);
      break;
    case FieldUse::textInNumbers:
      slot += target.stride;
      ++fraction;
      [[fallthrough]];
    case FieldUse::text:
      texts[textIndex].bytes.append(text, length);
      texts[textIndex].ends.push(texts[textIndex].bytes.size());
      ++textIndex;
      break;
    case FieldUse::skipped:
      break;
    case FieldUse::surplus:
      ++surplusCount;
      return;
  }
  ++use;
}

void RowSink::number(const char *text, size_t length) {
  const NumberCell cell = parseNumber(text, length, shape.rules);
  NumberTally &tally = tallies[static_cast<size_t>(fraction - fractions.data())];
  *slot = cell.value;
  slot += target.stride;
  switch (cell.kind) {
    case CellKind::number:
      tally.hasExponents = tally.hasExponents || cell.hasExponent;
      *fraction |= 1u << std::min(cell.fractionCount, 31u);
      if (cell.isRounded) find(tally.rounded, text, length);
      break;
    case CellKind::missing: find(tally.missing, text, length); break;
    case CellKind::infinite: find(tally.infinite, text, length); break;
    case CellKind::notANumber: find(tally.notANumber, text, length); break;
  }
  ++fraction;
}

void RowSink::lineEnd(int character) {
  const bool completesPair = character == '\n' && endedWithCarriageReturn && fieldIndex() == 0;
  endedWithCarriageReturn = character == '\r';
  if (completesPair) return;
  if (fieldIndex() > 0) finishRow();
  lineCount += newlinesInRow + (character >= 0 ? 1 : 0);
  newlinesInRow = 0;
}

void RowSink::openQuote() {
  if (hasFailed()) return;
  error.problem = TableProblemOpenQuote;
  error.line = lineCount + newlinesInRow;
  error.column = fieldIndex();
}

void RowSink::finishRow() {
  if (hasFailed()) return;
  if (fieldIndex() != shape.fieldCount() || rowCount >= target.capacity) {
    error = TableError{};
    error.problem = rowCount < target.capacity ? TableProblemRaggedRow : TableProblemOutOfMemory;
    error.line = lineCount;
    error.expected_fields = shape.fieldCount();
    error.actual_fields = fieldIndex();
    return;
  }
  if (lineMarks.empty() || lineMarks.back().line + (rowCount - lineMarks.back().row) != lineCount) {
    lineMarks.push_back({rowCount, lineCount});
  }
  ++rowCount;
  startRow();
}

void RowSink::find(TableFinding &finding, const char *text, size_t length) {
  if (finding.count++ > 0) return;
  finding.line = lineCount + fieldLine;
  const size_t kept = std::min<size_t>(length, TABLE_ERROR_VALUE_CAPACITY - 1);
  std::memcpy(finding.value, text, kept);
  finding.value[kept] = 0;
  finding.value_is_cut = kept < length;
}
