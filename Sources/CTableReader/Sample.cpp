#include "TableReader.hpp"
#include "Tokenizer.hpp"

namespace {

struct SampleSink {
  TableReader &reader;
  bool hasFields = false;

  void field(const char *text, size_t length, bool) {
    reader.sampleBytes.append(text, length);
    reader.sampleCellEnds.push_back(reader.sampleBytes.size());
    hasFields = true;
  }
  void lineEnd(int) {
    if (!hasFields) return;
    reader.sampleRowEnds.push_back(reader.sampleCellEnds.size());
    hasFields = false;
  }
};

/// Where the line that starts at `start` ends, its CR, LF or both included.
size_t endOfLine(const char *bytes, size_t start, size_t count) {
  size_t end = start;
  while (end < count && bytes[end] != '\n' && bytes[end] != '\r') ++end;
  if (end < count) end += bytes[end] == '\r' && end + 1 < count && bytes[end + 1] == '\n' ? 2 : 1;
  return end;
}

}  // namespace

TableSample sampleRows(TableReader &reader, size_t offset, char delimiter, size_t rowLimit) {
  reader.sampleBytes.clear();
  reader.sampleCellEnds.clear();
  reader.sampleRowEnds.clear();
  reader.sampleRowLines.clear();
  reader.sampleRowOffsets.clear();
  const char *bytes = reader.text.data();
  const size_t count = reader.text.size();
  SampleSink sink{reader};
  Tokenizer<SampleSink> tokenizer(delimiter, sink);
  size_t start = offset, line = 0, firstLine = 0;
  while (start < count && reader.sampleRowEnds.size() < rowLimit) {
    const size_t end = endOfLine(bytes, start, count);
    if (end == count && !reader.isWhole) break;
    const bool continues = sink.hasFields || tokenizer.isInsideQuotes();
    if (!continues) firstLine = line;
    if (!tokenizer.feed(bytes + start, end - start)) throw std::bad_alloc();
    ++line;
    start = end;
    if (start == count && !tokenizer.isInsideQuotes()) tokenizer.finish();
    if (reader.sampleRowEnds.size() > reader.sampleRowLines.size()) {
      reader.sampleRowLines.push_back(firstLine);
      reader.sampleRowOffsets.push_back(start);
    }
  }
  TableSample sample{};
  sample.row_count = reader.sampleRowEnds.size();
  sample.bytes = reader.sampleBytes.data();
  sample.cell_ends = reader.sampleCellEnds.data();
  sample.row_ends = reader.sampleRowEnds.data();
  sample.row_lines = reader.sampleRowLines.data();
  sample.row_offsets = reader.sampleRowOffsets.data();
  sample.is_inside_quotes = start == count && tokenizer.isInsideQuotes();
  return sample;
}
