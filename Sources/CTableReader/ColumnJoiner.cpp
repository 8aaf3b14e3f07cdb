#include "ColumnJoiner.hpp"

#include <algorithm>
#include <string>

namespace {

std::unique_ptr<Dictionary> dictionary(TextColumn &column) {
  auto made = std::make_unique<Dictionary>(column.bytes, column.ends);
  made->rebuild();
  return made;
}

}  // namespace

RowShape shapeOf(const TableParseOptions &options) {
  RowShape shape;
  shape.rules.decimal = options.decimal;
  shape.plainDecimal = options.decimal == options.delimiter ? '\0' : options.decimal;
  if (options.thousands != nullptr) shape.rules.thousands = options.thousands;
  for (size_t i = 0; i < options.missing_count; ++i) {
    const std::string spelling = options.missing[i];
    const NumberCell cell = parseNumber(spelling.data(), spelling.size(), shape.rules);
    if (cell.kind == CellKind::number) {
      shape.rules.missingNumbers.push_back(cell.value);
    } else {
      shape.rules.missing.push_back(spelling);
    }
  }
  const bool isChecked = !shape.rules.missingNumbers.empty();
  for (size_t field = 0; field < options.field_count; ++field) {
    switch (options.kinds[field]) {
      case TableColumnNumbers:
        shape.uses.push_back(isChecked ? FieldUse::checkedNumber : FieldUse::number);
        ++shape.numberCount;
        break;
      case TableColumnStamps:
      case TableColumnText:
        shape.uses.push_back(FieldUse::text);
        ++shape.textCount;
        break;
      case TableColumnSkipped: shape.uses.push_back(FieldUse::skipped); break;
    }
  }
  shape.uses.push_back(FieldUse::surplus);
  return shape;
}

ColumnJoiner::ColumnJoiner(TableReader &reader, const TableParseOptions &options)
    : shape(shapeOf(options)), line(options.lines_before_body + 1), reader(reader) {
  reader.rowCount = 0;
  reader.lineMarks.clear();
  reader.texts.clear();
  reader.texts.resize(shape.textCount);
  reader.reports.assign(options.field_count, TableColumnReport{});
  reader.numberOfField.assign(options.field_count, 0);
  reader.textOfField.assign(options.field_count, 0);
  size_t numbers = 0, texts = 0;
  for (size_t field = 0; field < options.field_count; ++field) {
    reader.reports[field].kind = options.kinds[field];
    const bool isText = shape.uses[field] == FieldUse::text;
    reader.numberOfField[field] = numbers;
    reader.textOfField[field] = texts;
    if (isText) {
      ++texts;
    } else if (shape.uses[field] != FieldUse::skipped) {
      ++numbers;
    }
  }
  dictionaries.resize(shape.textCount);
  reader.numbers.free();
}

bool ColumnJoiner::promote(const std::vector<const RowSink *> &sinks) {
  for (const RowSink *sink : sinks) {
    if (sink->hasFailed()) return false;
  }
  bool hasChanged = false;
  for (size_t field = 0; field < shape.fieldCount(); ++field) {
    if (shape.uses[field] != FieldUse::number && shape.uses[field] != FieldUse::checkedNumber) continue;
    const size_t column = reader.numberOfField[field];
    uint64_t numbers = reader.rowCount, texts = reader.reports[field].not_a_number.count;
    numbers -= reader.reports[field].missing.count + reader.reports[field].infinite.count + texts;
    for (const RowSink *sink : sinks) {
      numbers += sink->rowCount - std::min<uint64_t>(sink->rowCount, sink->tallies[column].others());
      texts += sink->tallies[column].notANumber.count;
    }
    if (numbers > 0 || texts == 0) continue;
    becomeText(field);
    hasChanged = true;
  }
  return hasChanged;
}

void ColumnJoiner::becomeText(size_t field) {
  shape.uses[field] = FieldUse::textInNumbers;
  ++shape.textCount;
  size_t text = 0;
  for (size_t other = 0; other < shape.fieldCount(); ++other) {
    const bool isText = shape.uses[other] == FieldUse::text || shape.uses[other] == FieldUse::textInNumbers;
    if (isText) reader.textOfField[other] = text++;
  }
  const auto place = static_cast<ptrdiff_t>(reader.textOfField[field]);
  // Dictionaries refer to their column, so they are made again where columns move.
  std::vector<TextColumn> columns(shape.textCount);
  for (size_t i = 0, j = 0; i < shape.textCount; ++i) {
    if (static_cast<ptrdiff_t>(i) != place) columns[i] = std::move(reader.texts[j++]);
  }
  reader.texts = std::move(columns);
  dictionaries.clear();
  dictionaries.resize(shape.textCount);
  TextColumn &fresh = reader.texts[static_cast<size_t>(place)];
  if (reader.rowCount > 0) fresh.ends.push(0);
  for (size_t row = 0; row < reader.rowCount; ++row) fresh.codes.push(0);
  reader.reports[field] = TableColumnReport{};
  reader.reports[field].kind = TableColumnText;
}

void ColumnJoiner::add(RowSink &sink, bool isWhole) {
  if (sink.hasFailed()) {
    error = sink.error;
    error.line += line;
  }
  for (size_t field = 0; field < shape.fieldCount(); ++field) {
    switch (shape.uses[field]) {
      case FieldUse::number:
      case FieldUse::checkedNumber: addReport(sink, field); break;
      case FieldUse::text:
      case FieldUse::textInNumbers: addText(sink.texts[reader.textOfField[field]], field, sink.rowCount, isWhole); break;
      default: break;
    }
  }
  for (const TableLineMark &mark : sink.lineMarks) {
    reader.lineMarks.push_back({reader.rowCount + mark.row, line + mark.line});
  }
  reader.rowCount += sink.rowCount;
  line += sink.lineCount;
}

void ColumnJoiner::addReport(const RowSink &sink, size_t field) {
  const size_t column = reader.numberOfField[field];
  const NumberTally &tally = sink.tallies[column];
  TableColumnReport &report = reader.reports[field];
  report.has_exponents = report.has_exponents || tally.hasExponents;
  report.fraction_digits |= sink.fractions[column];
  addFinding(report.missing, tally.missing);
  addFinding(report.not_a_number, tally.notANumber);
  addFinding(report.infinite, tally.infinite);
  addFinding(report.rounded, tally.rounded);
}

void ColumnJoiner::addFinding(TableFinding &total, const TableFinding &part) const {
  const uint64_t before = total.count;
  if (before == 0 && part.count > 0) {
    total = part;
    total.line += line;
  }
  total.count = before + part.count;
}

void ColumnJoiner::addText(TextPart &part, size_t field, size_t rows, bool isWhole) {
  const size_t index = reader.textOfField[field];
  TextColumn &column = reader.texts[index];
  const uint64_t count = std::min<uint64_t>(rows, part.ends.size());
  if (reader.reports[field].kind == TableColumnText) {
    if (dictionaries[index] == nullptr) dictionaries[index] = dictionary(column);
    uint64_t start = 0;
    column.codes.reserve(column.codes.size() + count);
    for (uint64_t row = 0; row < count; ++row) {
      const uint64_t end = part.ends[row];
      column.codes.push(dictionaries[index]->code(part.bytes.data() + start, static_cast<size_t>(end - start)));
      start = end;
    }
  } else if (isWhole) {
    column.bytes = std::move(part.bytes);
    column.ends = std::move(part.ends);
    column.ends.resize(count);
    column.count = count;
  } else {
    if (column.count == 0) column.isPacked = !reader.isWhole;
    column.append(part.bytes.data(), part.ends.data(), count);
  }
  part.bytes.release();
  part.ends.release();
}

void ColumnJoiner::finish() {
  for (size_t field = 0; field < shape.fieldCount(); ++field) {
    TableColumnReport &report = reader.reports[field];
    const uint64_t others = report.missing.count + report.infinite.count + report.not_a_number.count;
    // Behind an error nothing is parsed again; the column is named for what it is.
    if (error.problem != TableProblemNothing && report.kind == TableColumnNumbers && report.not_a_number.count > 0 && others >= reader.rowCount) {
      report.kind = TableColumnText;
    }
  }
  if (!reader.isWhole) {
    reader.text.release();
    reader.numbers.trim(reader.rowCount);
  }
  for (TextColumn &column : reader.texts) {
    column.bytes.trim();
    column.ends.trim();
    column.packed.trim();
    column.codes.trim();
  }
}
