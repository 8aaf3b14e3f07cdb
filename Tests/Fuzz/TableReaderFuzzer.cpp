// libFuzzer on the table reader: any bytes, read three ways that must agree.
//
// The first bytes choose the settings, the rest is the file. What the fast tokenizer on threads reads is compared with what libcsv
// reads alone, with what comes through small blocks, and, where texts are kept once each with a code a row as the ids and stamps of long
// files are, with what is kept as it stands. Where the settings say so, the table that was read is turned into one with a row for each time of
// each line, and every cell of it compared with where it came from.

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "CTableReader.h"

namespace {

struct Settings {
  char delimiter = ',', decimal = '.';
  const char *thousands = nullptr;
  size_t skipped = 0;
  /// Which of the columns of numbers are not times, where the table is turned.
  bool isTurned = false;
  unsigned keptNumbers = 0;
  std::vector<TableColumnKind> kinds;
  std::vector<const char *> missing;
};

/// All that a reading says.
struct Outcome {
  TableError error{};
  bool isOpen = false, isParsed = false;
  /// Whether a column of numbers holds text too: unusable, and of a stream's first block alone it may be one of text.
  bool hasBadCells = false;
  std::string text;
};

std::string textCell(TableReader *reader, size_t field, size_t row) {
  const TableText column = table_text(reader, field);
  std::string text;
  if (column.ends == nullptr) {
    text.resize(column.width);
    table_copy_text(reader, field, row, 1, text.data());
    return text;
  }
  const uint64_t entry = column.codes != nullptr ? column.codes[row] : row;
  const uint64_t start = entry == 0 ? 0 : column.ends[entry - 1], end = column.ends[entry];
  if (end > start) text.assign(column.bytes + start, end - start);
  return text;
}

std::string numberCell(double value) {
  char number[32];
  std::snprintf(number, sizeof number, "%a", std::isnan(value) ? 0.125 : value);
  return number;
}

std::string cell(TableReader *reader, size_t field, size_t row) {
  return table_column_report(reader, field).kind == TableColumnNumbers ? numberCell(table_numbers(reader, field)[row])
                                                                       : textCell(reader, field, row);
}

/// Which times a line has: none, a few, all.
TableSpan span(size_t line, size_t times) {
  const auto first = static_cast<uint32_t>(line * 5 % (times + 1)), end = static_cast<uint32_t>(line * 3 % 7 % (times + 1));
  return line % 11 == 0 ? TableSpan{0, static_cast<uint32_t>(times)} : first < end ? TableSpan{first, end} : TableSpan{0, 0};
}

/// Turns the table and ends the program where a cell of it is not the one that it was.
void turn(TableReader *reader, const Settings &settings) {
  std::vector<uint64_t> kept, times, nameEnds;
  std::vector<std::string> expected;
  std::string names;
  std::vector<TableSpan> spans;
  for (size_t field = 0; field < settings.kinds.size(); ++field) {
    const TableColumnKind kind = table_column_report(reader, field).kind;
    const bool isTime = kind == TableColumnNumbers && !(settings.keptNumbers >> field & 1);
    if (isTime) times.push_back(field);
    if (kind == TableColumnText || (kind == TableColumnNumbers && !isTime)) kept.push_back(field);
  }
  // Texts may be as long as they like, and empty.
  for (size_t time = 0; time < times.size(); ++time) {
    names.append(time % 3, static_cast<char>('a' + time));
    nameEnds.push_back(names.size());
  }
  for (size_t line = 0; line < table_row_count(reader); ++line) {
    spans.push_back(span(line, times.size()));
    for (size_t time = spans[line].first; time < spans[line].end; ++time) {
      for (const uint64_t field : kept) expected.push_back(cell(reader, field, line));
      expected.push_back(std::string(time % 3, static_cast<char>('a' + time)));
      expected.push_back(cell(reader, times[time], line));
    }
  }
  TableTurn turning{};
  turning.kept = kept.data();
  turning.kept_count = kept.size();
  turning.times = times.data();
  turning.time_count = times.size();
  turning.names = names.data();
  turning.name_ends = nameEnds.data();
  turning.spans = spans.data();
  TableError error{};
  if (!table_turn(reader, turning, &error)) std::abort();
  const size_t width = kept.size() + 2;
  if (table_row_count(reader) * width != expected.size()) std::abort();
  for (size_t i = 0; i < expected.size(); ++i) {
    const std::string found = cell(reader, i % width, i / width);
    if (found == expected[i]) continue;
    std::fprintf(stderr, "turned row %zu, field %zu: '%s' was '%s'\n", i / width, i % width, found.c_str(), expected[i].c_str());
    std::abort();
  }
}

void describe(TableReader *reader, size_t fields, std::string &text) {
  const size_t rows = table_row_count(reader);
  text += std::to_string(rows);
  for (size_t field = 0; field < fields; ++field) {
    const TableColumnReport report = table_column_report(reader, field);
    // Text with codes and without says the same.
    const TableColumnKind kind = report.kind == TableColumnText ? TableColumnStamps : report.kind;
    text += "|" + std::to_string(static_cast<int>(kind)) + " " + std::to_string(report.fraction_digits);
    for (const TableFinding *finding : {&report.missing, &report.not_a_number, &report.infinite, &report.rounded}) {
      text += " " + std::to_string(finding->count) + "@" + std::to_string(finding->line) + finding->value;
    }
    if (report.kind == TableColumnNumbers) {
      const double *values = table_numbers(reader, field);
      for (size_t row = 0; row < rows; ++row) text += " " + numberCell(values[row]);
    } else if (report.kind != TableColumnSkipped) {
      for (size_t row = 0; row < rows; ++row) text += " " + textCell(reader, field, row);
    }
  }
  size_t marks = 0;
  const TableLineMark *mark = table_line_marks(reader, &marks);
  size_t next = 0;
  for (size_t row = 0; row < rows; ++row) {
    while (next + 1 < marks && mark[next + 1].row <= row) ++next;
    text += " " + std::to_string(mark[next].line + row - mark[next].row);
  }
  char digest[65];
  if (table_digest(reader, digest)) text += digest;
}

Outcome read(const uint8_t *data, size_t size, const Settings &settings, size_t blocks, size_t threads, bool isLibrary) {
  Outcome outcome;
  TableOpenOptions opening{};
  opening.computes_digest = true;
  opening.whole_bytes = blocks > 0 ? blocks : 0;
  opening.block_bytes = blocks;
  TableReader *reader = table_open_bytes(data, size, opening, &outcome.error);
  if (reader == nullptr) return outcome;
  outcome.isOpen = true;
  size_t count = 0;
  (void)table_head(reader, &count);
  const TableSample sample =
      table_sample(reader, settings.skipped < count ? settings.skipped : count, settings.delimiter, 16, &outcome.error);
  size_t cells = 0;
  for (uint64_t row = 0; row < sample.row_count; ++row) cells += sample.row_ends[row];
  (void)cells;
  TableParseOptions options{};
  options.body_offset = settings.skipped < count ? settings.skipped : count;
  options.delimiter = settings.delimiter;
  options.decimal = settings.decimal;
  options.thousands = settings.thousands;
  options.missing = settings.missing.data();
  options.missing_count = settings.missing.size();
  options.kinds = settings.kinds.data();
  options.field_count = settings.kinds.size();
  options.thread_count = threads;
  options.minimum_chunk_bytes = 24;
  options.uses_libcsv_only = isLibrary;
  for (int pass = 0; pass < (table_head_is_whole(reader) ? 2 : 1); ++pass) {
    outcome.isParsed = table_parse(reader, options, &outcome.error);
  }
  table_release_text(reader);
  if (outcome.isParsed) describe(reader, settings.kinds.size(), outcome.text);
  for (size_t field = 0; field < settings.kinds.size() && outcome.isParsed; ++field) {
    const TableColumnReport report = table_column_report(reader, field);
    outcome.hasBadCells = outcome.hasBadCells || (report.kind == TableColumnNumbers && report.not_a_number.count > 0);
  }
  if (outcome.isParsed && settings.isTurned) turn(reader, settings);
  table_close(reader);
  return outcome;
}

void require(bool holds, const char *what, const Outcome &a, const Outcome &b) {
  if (holds) return;
  std::fprintf(stderr, "%s:\n%s\n%s\n%u line %llu, %u line %llu\n", what, a.text.c_str(), b.text.c_str(), a.error.problem,
               static_cast<unsigned long long>(a.error.line), b.error.problem, static_cast<unsigned long long>(b.error.line));
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 4 || size > 4096) return 0;
  Settings settings;
  settings.delimiter = ",;\t|"[data[0] & 3];
  settings.decimal = data[0] & 4 ? ',' : '.';
  static const char *const marks[] = {nullptr, ",", ".", "\xE2\x80\xAF"};
  settings.thousands = marks[data[0] >> 3 & 3];
  if (data[0] & 32) settings.missing = {"-200", "off"};
  settings.isTurned = data[0] & 64;
  settings.keptNumbers = data[2] >> 5;
  settings.skipped = data[1] & 15;
  const size_t fields = 1 + (data[1] >> 4 & 3);
  for (size_t field = 0; field < fields; ++field) {
    settings.kinds.push_back(static_cast<TableColumnKind>(data[2] >> (2 * field) & 3));
  }
  data += 3;
  size -= 3;
  const Outcome library = read(data, size, settings, 0, 1, true);
  const Outcome fast = read(data, size, settings, 0, 3, false);
  require(library.isOpen == fast.isOpen && library.isParsed == fast.isParsed, "one was read", library, fast);
  require(library.text == fast.text, "tables differ", library, fast);
  const bool isSame = library.error.problem == fast.error.problem && library.error.line == fast.error.line;
  require(isSame, "errors differ", library, fast);
  Settings plain = settings;
  for (TableColumnKind &kind : plain.kinds) kind = kind == TableColumnText ? TableColumnStamps : kind;
  const Outcome uncoded = read(data, size, plain, 0, 2, false);
  require(fast.isParsed == uncoded.isParsed && fast.text == uncoded.text, "codes differ", fast, uncoded);
  const Outcome blocks = read(data, size, settings, 512, 2, false);
  // A stream that libcsv has begun cannot be parsed again, so text may stay a bad number there, and the head may be cut earlier.
  const bool isComparable = library.isParsed && blocks.isParsed && !library.hasBadCells && !blocks.hasBadCells;
  if (isComparable && std::memchr(data, '"', size) == nullptr) {
    require(library.text == blocks.text, "blocks differ", library, blocks);
  }
  return 0;
}
