#include "CTableReader.h"

#include <csv.h>

#include <cstring>
#include <new>

#include "TableReader.hpp"

namespace {

TableError outOfMemory() {
  TableError error{};
  error.problem = TableProblemOutOfMemory;
  return error;
}

}  // namespace

TableReader *table_open_file(const char *path, char delimiter, TableError *error) {
  *error = TableError{};
  try {
    auto reader = std::make_unique<TableReader>();
    if (!readFile(path, reader->file, *error)) return nullptr;
    return readHeader(*reader, delimiter, *error) ? reader.release() : nullptr;
  } catch (const std::bad_alloc &) {
    *error = outOfMemory();
    return nullptr;
  }
}

TableReader *table_open_bytes(const void *bytes, size_t count, char delimiter, TableError *error) {
  *error = TableError{};
  try {
    auto reader = std::make_unique<TableReader>();
    reader->file.memory.reset(static_cast<char *>(allocateMemory(count + 1)));
    if (!reader->file.memory) throw std::bad_alloc();
    if (count > 0) std::memcpy(reader->file.memory.get(), bytes, count);
    reader->file.count = count;
    return readHeader(*reader, delimiter, *error) ? reader.release() : nullptr;
  } catch (const std::bad_alloc &) {
    *error = outOfMemory();
    return nullptr;
  }
}

void table_close(TableReader *reader) { delete reader; }

char table_delimiter(const TableReader *reader) { return reader->delimiter; }

uint64_t table_header_line(const TableReader *reader) { return reader->headerLine; }

size_t table_field_count(const TableReader *reader) { return reader->names.size(); }

const char *table_field_name(const TableReader *reader, size_t field, size_t *length) {
  *length = reader->names[field].size();
  return reader->names[field].data();
}

bool table_parse(TableReader *reader, TableParseOptions options, TableError *error) {
  *error = TableError{};
  try {
    return readBody(*reader, options, *error);
  } catch (const std::bad_alloc &) {
    *error = outOfMemory();
    return false;
  }
}

size_t table_row_count(const TableReader *reader) { return reader->rowCount; }

float *table_take_values(TableReader *reader) { return reader->values.release(); }

float *table_allocate_values(size_t count) {
  size_t bytes = 0;
  if (__builtin_mul_overflow(count, sizeof(float), &bytes)) return nullptr;
  return static_cast<float *>(allocateMemory(bytes));
}

void table_free_values(float *values) { std::free(values); }

const char *table_stamp_bytes(const TableReader *reader) { return reader->stampBytes.data(); }

const uint64_t *table_stamp_ends(const TableReader *reader) { return reader->stampEnds.data(); }

const TableLineMark *table_line_marks(const TableReader *reader, size_t *count) {
  *count = reader->lineMarks.size();
  return reader->lineMarks.data();
}

size_t table_quote(char *destination, const char *source, size_t count) {
  return csv_write(destination, 2 * count + 2, source, count);
}
