// Reads a table of delimited text (CSV) into columns: numbers as doubles, stamps and other text as bytes.
//
// One open, one read: bytes come from a path, a descriptor or memory, are digested, unpacked (gzip), brought to UTF-8 and
// parsed as they arrive. A text of moderate size is kept whole until the caller lets go of it, so that its head can be looked
// at and it can be parsed again with another layout; a larger one passes through in blocks. libcsv tokenises what quotes; text
// without quotes goes through a faster tokenizer with the same rules, on several threads.

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
  /// NUL bytes in what should be text, or a line of more than 64 MiB.
  TableProblemNotText,
  /// A file of another kind; `value` names it.
  TableProblemOtherFormat,
  /// iconv does not know the encoding.
  TableProblemUnknownEncoding,
  /// The bytes are not text in the encoding.
  TableProblemBadEncoding,
  /// A damaged or truncated gzip stream.
  TableProblemBadCompression,
  TableProblemOpenQuote,
  TableProblemRaggedRow,
} TableProblem;

/// What a column is read as.
typedef enum __attribute__((enum_extensibility(closed))) TableColumnKind : uint8_t {
  /// Doubles; NaN where a cell is no finite number.
  TableColumnNumbers = 0,
  /// One text per row.
  TableColumnStamps,
  /// Text with a dictionary: a code per row.
  TableColumnText,
  /// Not kept.
  TableColumnSkipped,
} TableColumnKind;

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

/// Cells of one sort: how many, and the first.
typedef struct TableFinding {
  uint64_t count;
  uint64_t line;
  char value[TABLE_ERROR_VALUE_CAPACITY];
  bool value_is_cut;
} TableFinding;

/// What was found in a column of numbers.
typedef struct TableColumnReport {
  TableColumnKind kind;
  bool has_exponents;
  /// Bit d is set when some number has d digits behind the mark (31 stands for more).
  uint32_t fraction_digits;
  TableFinding missing;
  TableFinding not_a_number;
  TableFinding infinite;
  /// Integers with more digits than a double holds.
  TableFinding rounded;
} TableColumnReport;

/// The cells of a column of text, end to end.
typedef struct TableText {
  /// Not to be used where `ends` is NULL; see table_copy_text.
  const char *bytes;
  /// Where each entry ends; NULL where all are `width` bytes wide and packed, as stamps in a large file mostly are.
  const uint64_t *ends;
  uint64_t width;
  uint64_t entry_count;
  /// The entry of each row; NULL where row and entry are the same.
  const uint32_t *codes;
} TableText;

/// Rows at the head of the text, cell by cell.
typedef struct TableSample {
  uint64_t row_count;
  const char *bytes;
  /// Where each cell ends in `bytes`.
  const uint64_t *cell_ends;
  /// Where each row ends, counted in cells.
  const uint64_t *row_ends;
  /// The line of each row, 0-based from the offset.
  const uint64_t *row_lines;
  /// The offset behind each row in the text.
  const uint64_t *row_offsets;
  /// Whether the text ends inside quotes before a row is complete.
  bool is_inside_quotes;
} TableSample;

/// Where bytes come from and how they become text.
typedef struct TableOpenOptions {
  /// The name iconv knows, or NULL to find out between UTF-8, UTF-16 and UTF-32.
  const char *encoding;
  bool computes_digest;
  /// Text up to this many bytes is kept whole; 0 means 64 MiB.
  size_t whole_bytes;
  /// The size of a block of larger text; 0 means 16 MiB.
  size_t block_bytes;
} TableOpenOptions;

/// How to read the rows.
typedef struct TableParseOptions {
  /// Where the first row begins in the text, and how many lines precede it.
  uint64_t body_offset;
  uint64_t lines_before_body;
  /// Where the rows end in a text that is whole; 0 where it ends with them.
  uint64_t body_end;
  char delimiter;
  char decimal;
  /// The mark between groups of digits, UTF-8; NULL for none.
  const char *thousands;
  /// Further spellings of a missing value; those that are numbers stand for their value.
  const char *const *missing;
  size_t missing_count;
  const TableColumnKind *kinds;
  size_t field_count;
  /// Threads to use at most; 0 means 1.
  size_t thread_count;
  /// A thread is worth starting for this many bytes.
  size_t minimum_chunk_bytes;
  /// Leaves even text without quotes to libcsv; slower, and the oracle of the faster tokenizer in tests.
  bool uses_libcsv_only;
} TableParseOptions;

/// The columns of times, counted among themselves, between which a line has its values; none where `first` is `end`.
typedef struct TableSpan {
  uint32_t first, end;
} TableSpan;

/// How a table becomes one with a row for each time of each line.
typedef struct TableTurn {
  /// Fields of text or numbers that are said again in every row of their line.
  const uint64_t *kept;
  size_t kept_count;
  /// Fields of numbers, one for each time.
  const uint64_t *times;
  size_t time_count;
  /// The texts of the times, end to end, and where each ends.
  const char *names;
  const uint64_t *name_ends;
  /// One a line.
  const TableSpan *spans;
  /// What was found in the numbers of the times.
  TableColumnReport values;
} TableTurn;

typedef struct TableReader TableReader;

/// Opens a file, `-` being standard input, and reads its head. Returns NULL and fills `error` on failure.
TableReader *table_open_file(const char *path, TableOpenOptions options, TableError *error);
/// The same for bytes already in memory, which are copied.
TableReader *table_open_bytes(const void *bytes, size_t count, TableOpenOptions options, TableError *error);
/// Frees the reader and all it lends. NULL is allowed.
void table_close(TableReader *reader);

/// The first part of the text in UTF-8, without byte order mark; valid until table_parse.
const char *table_head(const TableReader *reader, size_t *count);
/// Whether the head is all of the text, which may then be parsed more than once.
bool table_head_is_whole(const TableReader *reader);
/// The encoding as iconv names it: `UTF-8` unless another was found or told.
const char *table_encoding(const TableReader *reader);
/// Whether a byte order mark was found.
bool table_has_byte_order_mark(const TableReader *reader);
/// Whether the file was packed with gzip.
bool table_is_compressed(const TableReader *reader);

/// Moves up to `count` bytes of the text behind its head to `destination` and says how many: fewer only at the end, none where the head
/// is the whole. For whoever reads a text piece by piece instead of parsing it; 0 with `error` set on failure.
size_t table_pull(TableReader *reader, char *destination, size_t count, TableError *error);
/// How many bytes are still to come from a file that is neither packed nor recoded; 0 where that is not known.
size_t table_expected(const TableReader *reader);

/// Tokenises up to `row_limit` rows from `offset` of the head. Valid until the next call. Rows cut off by the end of a head that
/// is not the whole text are left out. None with `error` set where there is no memory.
TableSample table_sample(
    TableReader *reader, size_t offset, char delimiter, size_t row_limit, TableError *error);

/// Parses all rows. Returns false and fills `error` with the first problem in file order; what was found before it is kept.
/// A column of numbers in which no number comes before other text becomes a column of text.
bool table_parse(TableReader *reader, TableParseOptions options, TableError *error);
/// Turns a parsed table. Its fields are then those kept, the times as text with a dictionary, and the values; its line marks stay those
/// of the lines. False with `error` set where there is no memory: 8 bytes a value, and 4 for the time and each text that is kept, beside
/// what is there already.
bool table_turn(TableReader *reader, TableTurn turn, TableError *error);
/// Frees the text, which nothing needs after the last parse.
void table_release_text(TableReader *reader);
/// Frees columns of stamps and text, once whoever needed them has taken over what they say; numbers stay.
void table_release_columns_of_text(TableReader *reader);

/// Rows parsed.
size_t table_row_count(const TableReader *reader);
/// What was found in a column.
TableColumnReport table_column_report(const TableReader *reader, size_t field);
/// The rows of a column of numbers.
const double *table_numbers(const TableReader *reader, size_t field);
/// The rows of a column of stamps or text.
TableText table_text(const TableReader *reader, size_t field);
/// Writes entries of a packed column end to end: `count` times its width.
void table_copy_text(const TableReader *reader, size_t field, uint64_t first, uint64_t count, void *destination);
/// Where rows and lines drift apart; at least one mark when there are rows.
const TableLineMark *table_line_marks(const TableReader *reader, size_t *count);
/// Writes the SHA-256 of all bytes read, as 64 hexadecimal digits and a NUL; false if none was computed.
bool table_digest(const TableReader *reader, char text[65]);

/// Parses one cell as the reader does. Returns 0 for a number, 1 missing, 2 infinite, 3 no number.
int table_parse_number(const char *text, size_t count, char decimal, const char *thousands, double *value);

/// Memory for `count` floats, or NULL.
float *table_allocate_values(size_t count);
/// Frees what table_allocate_values returned.
void table_free_values(float *values);

/// Writes a field quoted by libcsv's rules into `destination`, which must hold `2 * count + 2` bytes.
/// Returns the number of bytes written.
size_t table_quote(char *destination, const char *source, size_t count);

#ifdef __cplusplus
}
#endif

#endif
