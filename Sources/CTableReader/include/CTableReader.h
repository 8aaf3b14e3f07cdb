// Reads a CSV file with one time column and otherwise numbers into columns of float32.
//
// libcsv tokenises the header and every file that quotes; text without quotes goes through a faster tokenizer with
// the same rules, on several threads when it is large. Numbers are parsed as they are found. Columns are contiguous: values[channel * rows + row].

#ifndef C_TABLE_READER_H
#define C_TABLE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What stopped a read.
typedef enum __attribute__((enum_extensibility(closed))) TableProblem : uint32_t {
  TableProblemNothing = 0,
  TableProblemFileMissing,
  TableProblemFileIsDirectory,
  TableProblemFileDenied,
  TableProblemFileUnreadable,
  TableProblemOutOfMemory,
  TableProblemEmptyFile,
  TableProblemNotText,
  TableProblemOpenQuote,
  TableProblemRaggedRow,
  TableProblemNotANumber,
  TableProblemMissingValue,
  TableProblemOutOfRange,
} TableProblem;

enum { TABLE_ERROR_VALUE_CAPACITY = 48 };

/// The first problem in file order. `line` is 1-based and 0 where no line applies; `column` is the 0-based field.
typedef struct TableError {
  TableProblem problem;
  int32_t system_error;
  uint64_t line;
  uint64_t column;
  uint64_t expected_fields;
  uint64_t actual_fields;
  /// The offending cell, at most 47 bytes of it, ending in NUL.
  char value[TABLE_ERROR_VALUE_CAPACITY];
  /// Whether `value` is only the beginning of the cell.
  bool value_is_cut;
} TableError;

/// From row `row` on, rows stand on the lines `line`, `line + 1`, …, up to the next mark.
typedef struct TableLineMark {
  uint64_t row;
  uint64_t line;
} TableLineMark;

/// How to read the rows below the header.
typedef struct TableParseOptions {
  /// The 0-based field that holds the stamps; it is kept as text.
  size_t time_column;
  /// Threads to use at most; 0 means 1.
  size_t thread_count;
  /// A thread is worth starting for this many bytes.
  size_t minimum_chunk_bytes;
  /// Leaves even text without quotes to libcsv; slower, and the oracle of the faster tokenizer in tests.
  bool uses_libcsv_only;
} TableParseOptions;

typedef struct TableReader TableReader;

/// Reads a file into memory and parses its header. Returns NULL and fills `error` on failure.
/// `delimiter` 0 means: the most frequent of `,` `;` tab `|` in the header line.
TableReader *table_open_file(const char *path, char delimiter, TableError *error);
/// The same for bytes already in memory; they are copied.
TableReader *table_open_bytes(const void *bytes, size_t count, char delimiter, TableError *error);
/// Frees the reader and everything not taken from it. NULL is allowed.
void table_close(TableReader *reader);

/// The delimiter in use.
char table_delimiter(const TableReader *reader);
/// The 1-based line on which the header begins.
uint64_t table_header_line(const TableReader *reader);
/// The number of fields in the header.
size_t table_field_count(const TableReader *reader);
/// The bytes of a header name, not terminated; valid until the reader is closed.
const char *table_field_name(const TableReader *reader, size_t field, size_t *length);

/// Parses all rows; once per reader. Returns false and fills `error` with the earliest problem in file order.
bool table_parse(TableReader *reader, TableParseOptions options, TableError *error);

/// Rows parsed.
size_t table_row_count(const TableReader *reader);
/// Hands over the columns, `(fields - 1) * rows` floats; the caller frees them with table_free_values.
float *table_take_values(TableReader *reader);
/// Memory for `count` floats, or NULL.
float *table_allocate_values(size_t count);
/// Frees what table_take_values or table_allocate_values returned.
void table_free_values(float *values);
/// The text of all stamps, end to end.
const char *table_stamp_bytes(const TableReader *reader);
/// One entry per row: where its stamp ends in table_stamp_bytes.
const uint64_t *table_stamp_ends(const TableReader *reader);
/// Where rows and lines drift apart; at least one mark when there are rows.
const TableLineMark *table_line_marks(const TableReader *reader, size_t *count);

/// Writes a field quoted by libcsv's rules into `destination`, which must hold `2 * count + 2` bytes.
/// Returns the number of bytes written.
size_t table_quote(char *destination, const char *source, size_t count);

#ifdef __cplusplus
}
#endif

#endif
