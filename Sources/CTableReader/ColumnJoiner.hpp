// Puts what the sinks of the text's stretches found into the columns of a reader.

#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "Dictionary.hpp"
#include "RowSink.hpp"
#include "TableReader.hpp"

/// What is to happen to the fields of a row.
RowShape shapeOf(const TableParseOptions &options);

class ColumnJoiner {
 public:
  /// Empties the reader's columns.
  ColumnJoiner(TableReader &reader, const TableParseOptions &options);

  /// Turns columns of numbers in which there is text and not one number into columns of text; true if the block is to be parsed
  /// again.
  bool promote(const std::vector<const RowSink *> &sinks);
  /// Adds what a sink has found to what the reader has; `isWhole` if it has read all of the text.
  void add(RowSink &sink, bool isWhole);
  /// Gives back what is not used.
  void finish();

  RowShape shape;
  /// The line on which the next stretch begins.
  uint64_t line;
  TableError error{};

 private:
  void becomeText(size_t field);
  void addReport(const RowSink &sink, size_t field);
  void addFinding(TableFinding &total, const TableFinding &part) const;
  void addText(TextPart &part, size_t field, size_t rows, bool isWhole);

  TableReader &reader;
  std::vector<std::unique_ptr<Dictionary>> dictionaries;
};
