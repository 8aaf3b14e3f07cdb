#include <algorithm>

#include "TableReader.hpp"

namespace {

/// Lines whose values are moved together: few enough for as many places to write at, enough to read whole cache lines.
constexpr size_t linesAtOnce = 16;

}  // namespace

void turnTable(TableReader &reader, const TableTurn &turn) {
  const size_t lines = reader.rowCount;
  std::vector<size_t> starts(lines);
  size_t rows = 0;
  for (size_t line = 0; line < lines; ++line) {
    starts[line] = rows;
    rows += turn.spans[line].end - turn.spans[line].first;
  }

  std::vector<TableColumnReport> reports;
  std::vector<size_t> numberOfField, textOfField;
  std::vector<TextColumn> texts;
  size_t numberCount = 0;
  for (size_t i = 0; i < turn.kept_count; ++i) {
    const size_t field = turn.kept[i];
    reports.push_back(reader.reports[field]);
    numberOfField.push_back(numberCount);
    textOfField.push_back(texts.size());
    if (reports.back().kind == TableColumnNumbers) {
      ++numberCount;
      continue;
    }
    TextColumn column = std::move(reader.texts[reader.textOfField[field]]);
    Buffer<uint32_t> codes;
    codes.resize(rows);
    for (size_t line = 0; line < lines; ++line) {
      std::fill_n(codes.data() + starts[line], turn.spans[line].end - turn.spans[line].first, column.codes[line]);
    }
    column.codes = std::move(codes);
    texts.push_back(std::move(column));
  }

  TextColumn names;
  names.bytes.append(turn.names, turn.time_count == 0 ? 0 : static_cast<size_t>(turn.name_ends[turn.time_count - 1]));
  names.ends.append(turn.name_ends, turn.time_count);
  names.codes.resize(rows);
  for (size_t line = 0; line < lines; ++line) {
    for (uint32_t time = turn.spans[line].first; time < turn.spans[line].end; ++time) {
      names.codes[starts[line] + time - turn.spans[line].first] = time;
    }
  }
  reports.push_back(TableColumnReport{});
  reports.back().kind = TableColumnText;
  numberOfField.push_back(0);
  textOfField.push_back(texts.size());
  texts.push_back(std::move(names));

  reports.push_back(turn.values);
  numberOfField.push_back(numberCount);
  textOfField.push_back(0);

  ColumnStore numbers;
  numbers.allocate(numberCount + 1, rows);
  for (size_t i = 0; i < turn.kept_count; ++i) {
    if (reports[i].kind != TableColumnNumbers) continue;
    const double *from = reader.numbers.base() + reader.numberOfField[turn.kept[i]] * reader.numbers.stride();
    double *to = numbers.base() + numberOfField[i] * numbers.stride();
    for (size_t line = 0; line < lines; ++line) {
      std::fill_n(to + starts[line], turn.spans[line].end - turn.spans[line].first, from[line]);
    }
  }
  double *values = numbers.base() + numberCount * numbers.stride();
  for (size_t first = 0; first < lines; first += linesAtOnce) {
    const size_t end = std::min(lines, first + linesAtOnce);
    for (size_t time = 0; time < turn.time_count; ++time) {
      const double *from = reader.numbers.base() + reader.numberOfField[turn.times[time]] * reader.numbers.stride();
      for (size_t line = first; line < end; ++line) {
        const TableSpan &span = turn.spans[line];
        if (time >= span.first && time < span.end) values[starts[line] + time - span.first] = from[line];
      }
    }
  }

  reader.numbers.swap(numbers);
  reader.reports = std::move(reports);
  reader.numberOfField = std::move(numberOfField);
  reader.textOfField = std::move(textOfField);
  reader.texts = std::move(texts);
  reader.rowCount = rows;
}
