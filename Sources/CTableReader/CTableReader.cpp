#include "CTableReader.h"

#include <csv.h>

#include <cstring>
#include <new>
#include <system_error>

#include "NumberText.hpp"
#include "TableReader.hpp"

namespace {

TableError failure(TableProblem problem) {
  TableError error{};
  error.problem = problem;
  return error;
}

/// Runs `body` and turns what it throws into an error.
template <typename Body>
bool guarded(TableError *error, Body body) {
  *error = TableError{};
  try {
    return body();
  } catch (const ReadFailure &problem) {
    *error = problem.error;
  } catch (const std::bad_alloc &) {
    *error = failure(TableProblemOutOfMemory);
  } catch (const std::exception &) {
    // A length no container can have.
    *error = failure(TableProblemOutOfMemory);
  }
  return false;
}

template <typename Open>
TableReader *openReader(const TableOpenOptions &options, TableError *error, Open open) {
  std::unique_ptr<TableReader> reader;
  const bool isOpen = guarded(error, [&] {
    reader = std::make_unique<TableReader>();
    reader->hasDigest = options.computes_digest;
    openText(*reader, open(options.computes_digest ? &reader->digest : nullptr), options);
    return true;
  });
  return isOpen ? reader.release() : nullptr;
}

}  // namespace

TableReader *table_open_file(const char *path, TableOpenOptions options, TableError *error) {
  return openReader(options, error, [&](Sha256 *digest) { return openFile(path, digest); });
}

TableReader *table_open_bytes(const void *bytes, size_t count, TableOpenOptions options, TableError *error) {
  return openReader(options, error, [&](Sha256 *digest) { return openBytes(bytes, count, digest); });
}

void table_close(TableReader *reader) { delete reader; }

const char *table_head(const TableReader *reader, size_t *count) {
  *count = reader->text.size();
  return *count > 0 ? reader->text.data() : "";
}

bool table_head_is_whole(const TableReader *reader) { return reader->isWhole; }

const char *table_encoding(const TableReader *reader) { return reader->encoding.c_str(); }

bool table_has_byte_order_mark(const TableReader *reader) { return reader->hasByteOrderMark; }

bool table_is_compressed(const TableReader *reader) { return reader->isCompressed; }

size_t table_pull(TableReader *reader, char *destination, size_t count, TableError *error) {
  size_t pulled = 0;
  guarded(error, [&] {
    if (!reader->isWhole) pulled = reader->source->pull(destination, count);
    return true;
  });
  return pulled;
}

size_t table_expected(const TableReader *reader) { return reader->isWhole ? 0 : reader->source->expected(); }

TableSample table_sample(
    TableReader *reader, size_t offset, char delimiter, size_t row_limit, TableError *error) {
  TableSample sample{};
  guarded(error, [&] {
    sample = sampleRows(*reader, offset, delimiter, row_limit);
    return true;
  });
  return sample;
}

bool table_parse(TableReader *reader, TableParseOptions options, TableError *error) {
  return guarded(error, [&] {
    TableError problem{};
    const bool isParsed = readBody(*reader, options, problem);
    *error = problem;
    return isParsed;
  });
}

bool table_turn(TableReader *reader, TableTurn turn, TableError *error) {
  return guarded(error, [&] {
    turnTable(*reader, turn);
    return true;
  });
}

void table_release_text(TableReader *reader) { reader->text.release(); }

void table_release_columns_of_text(TableReader *reader) {
  for (TextColumn &column : reader->texts) column = TextColumn();
}

size_t table_row_count(const TableReader *reader) { return reader->rowCount; }

TableColumnReport table_column_report(const TableReader *reader, size_t field) { return reader->reports[field]; }

const double *table_numbers(const TableReader *reader, size_t field) {
  return reader->numbers.base() + reader->numberOfField[field] * reader->numbers.stride();
}

TableText table_text(const TableReader *reader, size_t field) {
  const TextColumn &column = reader->texts[reader->textOfField[field]];
  const bool isDictionary = reader->reports[field].kind == TableColumnText;
  TableText text{};
  text.bytes = column.bytes.data();
  text.ends = column.isPacked ? nullptr : column.ends.data();
  text.width = column.isPacked ? column.packed.width() : 0;
  text.entry_count = isDictionary ? column.ends.size() : column.count;
  text.codes = isDictionary ? column.codes.data() : nullptr;
  return text;
}

void table_copy_text(const TableReader *reader, size_t field, uint64_t first, uint64_t count, void *destination) {
  reader->texts[reader->textOfField[field]].packed.copy(first, count, static_cast<char *>(destination));
}

const TableLineMark *table_line_marks(const TableReader *reader, size_t *count) {
  *count = reader->lineMarks.size();
  return reader->lineMarks.data();
}

bool table_digest(const TableReader *reader, char text[65]) {
  if (reader->hasDigest) reader->digest.hex(text);
  return reader->hasDigest;
}

int table_parse_number(const char *text, size_t count, char decimal, const char *thousands, double *value) {
  NumberRules rules;
  rules.decimal = decimal;
  if (thousands != nullptr) rules.thousands = thousands;
  const NumberCell cell = parseNumber(text, count, rules);
  *value = cell.value;
  return static_cast<int>(cell.kind);
}

float *table_allocate_values(size_t count) {
  size_t bytes = 0;
  if (__builtin_mul_overflow(count, sizeof(float), &bytes)) return nullptr;
  return static_cast<float *>(allocateMemory(bytes));
}

void table_free_values(float *values) { std::free(values); }

size_t table_quote(char *destination, const char *source, size_t count) {
  return csv_write(destination, 2 * count + 2, source, count);
}
