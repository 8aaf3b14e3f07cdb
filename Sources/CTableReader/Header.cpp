#include <csv.h>

#include <cstring>

#include "TableReader.hpp"
#include "Tokenizer.hpp"

namespace {

constexpr char candidates[] = {',', ';', '\t', '|'};

struct HeaderSink {
  std::vector<std::string> names;
  bool isDone = false;

  void field(const char *text, size_t length, bool) { names.emplace_back(text, length); }
  void lineEnd(int) { isDone = isDone || !names.empty(); }
};

/// Where the line that starts at `start` ends, its CR, LF or both included.
size_t endOfLine(const char *bytes, size_t start, size_t count) {
  size_t end = start;
  while (end < count && bytes[end] != '\n' && bytes[end] != '\r') ++end;
  if (end < count) end += bytes[end] == '\r' && end + 1 < count && bytes[end + 1] == '\n' ? 2 : 1;
  return end;
}

bool isBlank(const char *bytes, size_t start, size_t end) {
  for (size_t i = start; i < end; ++i) {
    if (std::strchr(" \t\r\n", bytes[i]) == nullptr || bytes[i] == 0) return false;
  }
  return true;
}

/// The most frequent candidate outside quotes; a comma when there is none.
char detectDelimiter(const char *bytes, size_t start, size_t end) {
  size_t counts[sizeof candidates] = {};
  bool isQuoted = false;
  for (size_t i = start; i < end; ++i) {
    if (bytes[i] == '"') isQuoted = !isQuoted;
    for (size_t c = 0; c < sizeof candidates && !isQuoted; ++c) counts[c] += bytes[i] == candidates[c];
  }
  size_t best = 0;
  for (size_t c = 1; c < sizeof candidates; ++c) {
    if (counts[c] > counts[best]) best = c;
  }
  return candidates[best];
}

/// NUL bytes near the start mean UTF-16 or a binary file; libcsv would hand them on silently.
bool looksBinary(const char *bytes, size_t count) {
  if (count >= 2 && ((bytes[0] == '\xFF' && bytes[1] == '\xFE') || (bytes[0] == '\xFE' && bytes[1] == '\xFF'))) {
    return true;
  }
  return std::memchr(bytes, 0, count < 4096 ? count : 4096) != nullptr;
}

bool fail(TableError &error, TableProblem problem, uint64_t line) {
  error.problem = problem;
  error.line = line;
  return false;
}

}  // namespace

bool readHeader(TableReader &reader, char delimiter, TableError &error) {
  const char *bytes = reader.file.memory.get();
  const size_t count = reader.file.count;
  if (looksBinary(bytes, count)) return fail(error, TableProblemNotText, 0);
  size_t start = count >= 3 && std::memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  size_t end = endOfLine(bytes, start, count);
  while (start < count && isBlank(bytes, start, end)) {
    start = end;
    end = endOfLine(bytes, start, count);
    ++reader.linesBeforeBody;
  }
  if (start == count) return fail(error, TableProblemEmptyFile, 0);
  reader.headerLine = reader.linesBeforeBody + 1;
  reader.delimiter = delimiter != 0 ? delimiter : detectDelimiter(bytes, start, end);

  HeaderSink sink;
  Tokenizer<HeaderSink> tokenizer(reader.delimiter, sink);
  while (!sink.isDone && start < count) {
    if (!tokenizer.feed(bytes + start, end - start)) return fail(error, TableProblemOutOfMemory, 0);
    ++reader.linesBeforeBody;
    start = end;
    end = endOfLine(bytes, start, count);
  }
  if (!sink.isDone && tokenizer.isInsideQuotes()) {
    return fail(error, TableProblemOpenQuote, reader.headerLine);
  }
  tokenizer.finish();
  reader.names = std::move(sink.names);
  reader.bodyStart = start;
  return true;
}
