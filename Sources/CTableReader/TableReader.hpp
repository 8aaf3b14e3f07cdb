// The state behind the C interface.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ByteSource.hpp"
#include "CTableReader.h"
#include "ColumnStore.hpp"
#include "Memory.hpp"
#include "PackedText.hpp"
#include "Sha256.hpp"

/// A column of text as it is joined: entries end to end, with a code per row where it is a dictionary.
///
/// While `isPacked`, all `count` entries are equally wide and `bytes` and `ends` are empty: 20 bytes a row less in a large file.
struct TextColumn {
  Buffer<char> bytes;
  Buffer<uint64_t> ends;
  Buffer<uint32_t> codes;
  PackedText packed;
  bool isPacked = false;
  uint64_t count = 0;

  /// Adds entries that end at `partEnds` of `part`.
  void append(const char *part, const uint64_t *partEnds, size_t entries);

 private:
  void unpack();
};

struct TableReader {
  Sha256 digest;
  bool hasDigest = false;
  std::unique_ptr<ByteStage> source;
  std::string encoding;
  bool hasByteOrderMark = false;
  bool isCompressed = false;
  size_t wholeBytes = 0, blockBytes = 0;
  /// The text so far: all of it where `isWhole`.
  Buffer<char> text;
  bool isWhole = false;

  std::string sampleBytes;
  std::vector<uint64_t> sampleCellEnds, sampleRowEnds, sampleRowLines, sampleRowOffsets;

  size_t rowCount = 0;
  ColumnStore numbers;
  /// Of each field: its column of `numbers` or of `texts`.
  std::vector<size_t> numberOfField, textOfField;
  std::vector<TextColumn> texts;
  std::vector<TableColumnReport> reports;
  std::vector<TableLineMark> lineMarks;

  void readHead();
};

/// Finds out how bytes become text, and reads the first of it.
void openText(TableReader &reader, std::unique_ptr<ByteStage> bytes, const TableOpenOptions &options);
/// Tokenises the first rows.
TableSample sampleRows(TableReader &reader, size_t offset, char delimiter, size_t rowLimit);
/// Parses all rows.
bool readBody(TableReader &reader, const TableParseOptions &options, TableError &error);
/// Makes a row of each value of a line.
void turnTable(TableReader &reader, const TableTurn &turn);
