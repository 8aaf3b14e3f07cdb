// The state behind the C interface.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "CTableReader.h"
#include "Memory.hpp"

struct FreeDeleter {
  void operator()(void *memory) const { std::free(memory); }
};

/// The bytes of a file, owned.
struct FileBytes {
  std::unique_ptr<char, FreeDeleter> memory;
  size_t count = 0;
};

struct TableReader {
  FileBytes file;
  /// Offset of the first byte after the header row.
  size_t bodyStart = 0;
  /// Lines up to the end of the header row.
  uint64_t headerLine = 1;
  uint64_t linesBeforeBody = 0;
  char delimiter = ',';
  std::vector<std::string> names;

  size_t rowCount = 0;
  std::unique_ptr<float, FreeDeleter> values;
  std::string stampBytes;
  std::vector<uint64_t> stampEnds;
  std::vector<TableLineMark> lineMarks;
};

/// Reads a whole file; fills `error` and returns false when that fails.
bool readFile(const char *path, FileBytes &bytes, TableError &error);
/// Skips a byte order mark, finds the delimiter (unless given) and parses the header row.
bool readHeader(TableReader &reader, char delimiter, TableError &error);
/// Parses the rows below the header.
bool readBody(TableReader &reader, const TableParseOptions &options, TableError &error);
