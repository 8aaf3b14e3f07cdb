#include "RowSink.hpp"

#include <algorithm>
#include <cstring>

#include "NumberText.hpp"

void RowSink::field(const char *text, size_t length, bool mayHoldNewlines) {
  const size_t column = fieldIndex++;
  if (mayHoldNewlines) {
    fieldLine = newlinesInRow;
    newlinesInRow += static_cast<uint64_t>(std::count(text, text + length, '\n'));
  }
  if (column == target.timeColumn) {
    stampBytes.append(text, length);
  } else if (column < target.fieldCount && rowCount < target.capacity) {
    const TableProblem problem = parseNumber(text, length, *slot);
    slot += target.stride;
    if (problem != TableProblemNothing) remember(problem, column, text, length);
  }
}

void RowSink::lineEnd(int character) {
  const bool completesPair = character == '\n' && endedWithCarriageReturn && fieldIndex == 0;
  endedWithCarriageReturn = character == '\r';
  if (completesPair) return;
  if (fieldIndex > 0) finishRow();
  lineCount += newlinesInRow + (character >= 0 ? 1 : 0);
  newlinesInRow = 0;
}

void RowSink::openQuote() {
  if (hasFailed()) return;
  error.problem = TableProblemOpenQuote;
  error.line = lineCount + newlinesInRow;
  error.column = fieldIndex;
}

void RowSink::finishRow() {
  if (hasFailed()) return;
  if (fieldIndex != target.fieldCount) {
    error = TableError{};
    error.problem = TableProblemRaggedRow;
    error.line = lineCount;
    error.expected_fields = target.fieldCount;
    error.actual_fields = fieldIndex;
    return;
  }
  if (pending.problem != TableProblemNothing) {
    error = pending;
    return;
  }
  if (lineMarks.empty() || lineMarks.back().line + (rowCount - lineMarks.back().row) != lineCount) {
    lineMarks.push_back({rowCount, lineCount});
  }
  stampEnds.push_back(stampBytes.size());
  ++rowCount;
  slot = target.values + target.firstRow + rowCount;
  fieldIndex = 0;
}

void RowSink::remember(TableProblem problem, size_t column, const char *text, size_t length) {
  if (pending.problem != TableProblemNothing) return;
  pending.problem = problem;
  pending.line = lineCount + fieldLine;
  pending.column = column;
  const size_t kept = std::min<size_t>(length, TABLE_ERROR_VALUE_CAPACITY - 1);
  std::memcpy(pending.value, text, kept);
  pending.value[kept] = 0;
  pending.value_is_cut = kept < length;
}
