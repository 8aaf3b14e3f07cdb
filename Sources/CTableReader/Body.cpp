#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <new>
#include <system_error>
#include <thread>

#include "Chunks.hpp"
#include "Dictionary.hpp"
#include "PlainTokenizer.hpp"
#include "RowSink.hpp"
#include "TableReader.hpp"
#include "Tokenizer.hpp"

namespace {

/// libcsv is fed pieces small enough to stay in the cache and to notice a failure soon.
constexpr size_t pieceBytes = size_t{1} << 16;
constexpr size_t longestLine = size_t{64} << 20;

RowShape shapeOf(const TableParseOptions &options) {
  RowShape shape;
  shape.rules.decimal = options.decimal;
  if (options.thousands != nullptr) shape.rules.thousands = options.thousands;
  for (size_t i = 0; i < options.missing_count; ++i) {
    const std::string spelling = options.missing[i];
    const NumberCell cell = parseNumber(spelling.data(), spelling.size(), shape.rules);
    if (cell.kind == CellKind::number) {
      shape.rules.missingNumbers.push_back(cell.value);
    } else {
      shape.rules.missing.push_back(spelling);
    }
  }
  const bool isChecked = !shape.rules.missingNumbers.empty();
  for (size_t field = 0; field < options.field_count; ++field) {
    switch (options.kinds[field]) {
      case TableColumnNumbers:
        shape.uses.push_back(isChecked ? FieldUse::checkedNumber : FieldUse::number);
        ++shape.numberCount;
        break;
      case TableColumnStamps:
      case TableColumnText:
        shape.uses.push_back(FieldUse::text);
        ++shape.textCount;
        break;
      case TableColumnSkipped: shape.uses.push_back(FieldUse::skipped); break;
    }
  }
  shape.uses.push_back(FieldUse::surplus);
  return shape;
}

class BodyReader {
 public:
  BodyReader(TableReader &reader, const TableParseOptions &options)
      : reader(reader), options(options), shape(shapeOf(options)), line(options.lines_before_body + 1) {
    reader.rowCount = 0;
    reader.lineMarks.clear();
    reader.texts.clear();
    reader.texts.resize(shape.textCount);
    reader.reports.assign(options.field_count, TableColumnReport{});
    reader.numberOfField.assign(options.field_count, 0);
    reader.textOfField.assign(options.field_count, 0);
    size_t numbers = 0, texts = 0;
    for (size_t field = 0; field < options.field_count; ++field) {
      reader.reports[field].kind = options.kinds[field];
      const bool isText = shape.uses[field] == FieldUse::text;
      reader.numberOfField[field] = numbers;
      reader.textOfField[field] = texts;
      if (isText) {
        ++texts;
      } else if (shape.uses[field] != FieldUse::skipped) {
        ++numbers;
      }
    }
    dictionaries.resize(shape.textCount);
    reader.numbers.free();
  }

  bool read(TableError &problem) {
    size_t position = static_cast<size_t>(options.body_offset);
    for (;;) {
      const size_t done = readBlock(position);
      if (error.problem != TableProblemNothing) break;
      position = 0;
      if (reader.isWhole || !refill(done)) break;
    }
    finish();
    problem = error;
    return error.problem == TableProblemNothing;
  }

 private:
  /// Parses what can be parsed of the text from `position` on, and returns where that ends.
  size_t readBlock(size_t position) {
    const char *begin = reader.text.data() + position, *end = reader.text.data() + reader.text.size();
    const bool hasQuotes = begin != end && std::memchr(begin, '"', static_cast<size_t>(end - begin)) != nullptr;
    usesLibrary = usesLibrary || hasQuotes || options.uses_libcsv_only;
    if (usesLibrary) {
      readWithLibrary(begin, end);
      return reader.text.size();
    }
    if (!isLast()) end = lastLineEnd(begin, end);
    cut(begin, end);
    do {
      parseChunks();
    } while (promote(sinks));
    join();
    return static_cast<size_t>(end - reader.text.data());
  }

  bool isLast() const { return reader.isWhole || isAtEnd; }

  /// Behind the last line end, or `begin` when there is none. A CR at the very end may be half of a pair.
  const char *lastLineEnd(const char *begin, const char *end) const {
    const char *p = end;
    while (p != begin && p[-1] != '\n') --p;
    if (p != begin) return p;
    for (p = end - (end != begin); p != begin && p[-1] != '\r';) --p;
    return p;
  }

  /// Moves what is left to the front of the text and reads on; false at the end.
  bool refill(size_t done) {
    if (isAtEnd) return false;
    const size_t left = reader.text.size() - done;
    std::memmove(reader.text.data(), reader.text.data() + done, left);
    if (left > longestLine) {
      error.problem = TableProblemNotText;
      error.line = line;
      return false;
    }
    const size_t room = std::max(reader.blockBytes, 2 * left);
    reader.text.resize(room);
    const size_t fresh = reader.source->pull(reader.text.data() + left, room - left);
    reader.text.resize(left + fresh);
    isAtEnd = fresh < room - left;
    return true;
  }

  /// Columns for the rows of this block; of a stream, for as many as its first block and its size promise.
  void makeRoom(const char *begin, const char *end, size_t rows) {
    const size_t needed = reader.rowCount + rows + 1;
    if (reader.isWhole) {
      // A text that is parsed again, or by libcsv in one go, finds its room already there.
      if (reader.numbers.stride() < needed) reader.numbers.allocate(shape.numberCount, needed);
      return;
    }
    if (needed <= reader.numbers.stride()) return;
    if (reader.numbers.stride() == 0) reader.numbers.allocate(shape.numberCount, 0);
    const double share = static_cast<double>(reader.source->expected()) / static_cast<double>(end - begin + 1);
    const size_t promised = reader.numbers.stride() == 0 ? static_cast<size_t>(static_cast<double>(needed) * (1.05 * share + 1)) : 0;
    if (shape.numberCount > 0) {
      reader.numbers.grow(std::max({needed, promised, reader.numbers.stride() * 3 / 2}), reader.rowCount);
    }
  }

  /// Divides a block among the threads, and makes room for as many rows as it may have.
  void cut(const char *begin, const char *end) {
    chunks.clear();
    if (begin != end) chunks = cutIntoChunks(begin, end, options.thread_count, options.minimum_chunk_bytes);
    size_t row = reader.rowCount;
    for (Chunk &chunk : chunks) {
      chunk.firstRow = row;
      chunk.capacity = rowBound(chunk.begin, chunk.end, shape.fieldCount());
      row += chunk.capacity;
    }
    makeRoom(begin, end, row - reader.rowCount);
  }

  void parseChunks() {
    sinks.clear();
    for (const Chunk &chunk : chunks) {
      RowTarget target;
      target.values = reader.numbers.base();
      target.stride = reader.numbers.stride();
      target.firstRow = chunk.firstRow;
      target.capacity = chunk.capacity;
      sinks.emplace_back(shape, target);
    }
    std::vector<std::thread> threads;
    size_t started = 1;
    try {
      for (; started < chunks.size(); ++started) threads.emplace_back([this, started] { parse(started); });
    } catch (const std::system_error &) {
      // No more threads to be had: the rest is parsed here.
    }
    if (!chunks.empty()) parse(0);
    for (size_t i = started; i < chunks.size(); ++i) parse(i);
    for (std::thread &thread : threads) thread.join();
  }

  void parse(size_t index) {
    const Chunk &chunk = chunks[index];
    RowSink &sink = sinks[index];
    try {
      for (TextPart &part : sink.texts) {
        part.ends.reserve(chunk.capacity);
        // Enough for any usual stamp; what is not used is never touched.
        part.bytes.reserve(std::min(chunk.capacity * 32, static_cast<size_t>(chunk.end - chunk.begin)));
      }
      PlainTokenizer<RowSink>(options.delimiter, sink).feed(chunk.begin, chunk.end);
    } catch (const std::bad_alloc &) {
      sink.error = TableError{};
      sink.error.problem = TableProblemOutOfMemory;
    }
  }

  /// Feeds a block to one tokenizer that lives as long as the stream, because quotes may hide where rows end.
  void readWithLibrary(const char *begin, const char *end) {
    const bool isFirst = librarySink == nullptr;
    do {
      if (isFirst) {
        RowTarget target;
        target.firstRow = reader.rowCount;
        librarySink = std::make_unique<RowSink>(shape, target);
        tokenizer = std::make_unique<Tokenizer<RowSink>>(options.delimiter, *librarySink);
      }
      RowSink &sink = *librarySink;
      const size_t before = reader.rowCount, rows = rowBound(begin, end, shape.fieldCount());
      reader.rowCount = before + sink.rowCount;
      makeRoom(begin, end, rows);
      reader.rowCount = before;
      sink.retarget(reader.numbers.base(), reader.numbers.stride(), sink.rowCount + rows + 1);
      for (const char *p = begin; p < end && !sink.hasFailed();) {
        const size_t count = std::min<size_t>(pieceBytes, static_cast<size_t>(end - p));
        if (!tokenizer->feed(p, count)) throw std::bad_alloc();
        p += count;
      }
      if (isLast() && !sink.hasFailed()) {
        if (tokenizer->isInsideQuotes()) {
          sink.openQuote();
        } else if (!tokenizer->finish()) {
          throw std::bad_alloc();
        }
      }
    } while (isFirst && promote(*librarySink));
    if (librarySink->hasFailed() || isLast()) {
      add(*librarySink);
    }
  }

  bool promote(const RowSink &sink) {
    std::vector<const RowSink *> one = {&sink};
    return promoteAll(one);
  }

  bool promote(const std::vector<RowSink> &some) {
    std::vector<const RowSink *> all;
    for (const RowSink &sink : some) all.push_back(&sink);
    return promoteAll(all);
  }

  /// Turns columns of numbers in which there is text and not one number into columns of text; true if the block is to be parsed
  /// again.
  bool promoteAll(const std::vector<const RowSink *> &some) {
    for (const RowSink *sink : some) {
      if (sink->hasFailed()) return false;
    }
    bool hasChanged = false;
    for (size_t field = 0; field < shape.fieldCount(); ++field) {
      if (shape.uses[field] != FieldUse::number && shape.uses[field] != FieldUse::checkedNumber) continue;
      const size_t column = reader.numberOfField[field];
      uint64_t numbers = reader.rowCount, texts = reader.reports[field].not_a_number.count;
      numbers -= reader.reports[field].missing.count + reader.reports[field].infinite.count + texts;
      for (const RowSink *sink : some) {
        numbers += sink->rowCount - std::min<uint64_t>(sink->rowCount, sink->tallies[column].others());
        texts += sink->tallies[column].notANumber.count;
      }
      if (numbers > 0 || texts == 0) continue;
      becomeText(field);
      hasChanged = true;
    }
    return hasChanged;
  }

  void becomeText(size_t field) {
    shape.uses[field] = FieldUse::textInNumbers;
    ++shape.textCount;
    size_t text = 0;
    for (size_t other = 0; other < shape.fieldCount(); ++other) {
      const bool isText = shape.uses[other] == FieldUse::text || shape.uses[other] == FieldUse::textInNumbers;
      if (isText) reader.textOfField[other] = text++;
    }
    const auto place = static_cast<ptrdiff_t>(reader.textOfField[field]);
    // Dictionaries refer to their column, so they are made again where columns move.
    std::vector<TextColumn> columns(shape.textCount);
    for (size_t i = 0, j = 0; i < shape.textCount; ++i) {
      if (static_cast<ptrdiff_t>(i) != place) columns[i] = std::move(reader.texts[j++]);
    }
    reader.texts = std::move(columns);
    dictionaries.clear();
    dictionaries.resize(shape.textCount);
    TextColumn &fresh = reader.texts[static_cast<size_t>(place)];
    if (reader.rowCount > 0) fresh.ends.push(0);
    for (size_t row = 0; row < reader.rowCount; ++row) fresh.codes.push(0);
    reader.reports[field] = TableColumnReport{};
    reader.reports[field].kind = TableColumnText;
  }

  void join() {
    const size_t firstRow = reader.rowCount;
    std::vector<size_t> counts;
    for (RowSink &sink : sinks) {
      add(sink);
      counts.push_back(sink.rowCount);
      if (sink.hasFailed()) return;
    }
    compact(firstRow, counts);
  }

  /// Closes the holes that blank lines leave between the chunks.
  void compact(size_t firstRow, const std::vector<size_t> &counts) {
    bool isDense = true;
    for (size_t i = 0; i + 1 < counts.size(); ++i) isDense = isDense && counts[i] == chunks[i].capacity;
    if (isDense) return;
    for (size_t column = 0; column < shape.numberCount; ++column) {
      double *base = reader.numbers.base() + column * reader.numbers.stride();
      double *destination = base + firstRow;
      for (size_t i = 0; i < counts.size(); ++i) {
        const double *source = base + chunks[i].firstRow;
        if (destination != source) std::memmove(destination, source, counts[i] * sizeof(double));
        destination += counts[i];
      }
    }
  }

  /// Adds what a sink has found to what the reader has.
  void add(RowSink &sink) {
    if (sink.hasFailed()) {
      error = sink.error;
      error.line += line;
    }
    for (size_t field = 0; field < shape.fieldCount(); ++field) {
      switch (shape.uses[field]) {
        case FieldUse::number:
        case FieldUse::checkedNumber: addReport(sink, field); break;
        case FieldUse::text:
        case FieldUse::textInNumbers: addText(sink.texts[reader.textOfField[field]], field, sink.rowCount); break;
        default: break;
      }
    }
    for (const TableLineMark &mark : sink.lineMarks) {
      reader.lineMarks.push_back({reader.rowCount + mark.row, line + mark.line});
    }
    reader.rowCount += sink.rowCount;
    line += sink.lineCount;
  }

  void addReport(const RowSink &sink, size_t field) {
    const size_t column = reader.numberOfField[field];
    const NumberTally &tally = sink.tallies[column];
    TableColumnReport &report = reader.reports[field];
    report.has_exponents = report.has_exponents || tally.hasExponents;
    report.fraction_digits |= sink.fractions[column];
    addFinding(report.missing, tally.missing);
    addFinding(report.not_a_number, tally.notANumber);
    addFinding(report.infinite, tally.infinite);
    addFinding(report.rounded, tally.rounded);
  }

  void addFinding(TableFinding &total, const TableFinding &part) const {
    const uint64_t before = total.count;
    if (before == 0 && part.count > 0) {
      total = part;
      total.line += line;
    }
    total.count = before + part.count;
  }

  void addText(TextPart &part, size_t field, size_t rows) {
    const size_t index = reader.textOfField[field];
    TextColumn &column = reader.texts[index];
    const uint64_t count = std::min<uint64_t>(rows, part.ends.size());
    if (reader.reports[field].kind == TableColumnText) {
      if (dictionaries[index] == nullptr) dictionaries[index] = dictionary(column);
      uint64_t start = 0;
      column.codes.reserve(column.codes.size() + count);
      for (uint64_t row = 0; row < count; ++row) {
        const uint64_t end = part.ends[row];
        column.codes.push(dictionaries[index]->code(part.bytes.data() + start, static_cast<size_t>(end - start)));
        start = end;
      }
    } else if (reader.isWhole && sinks.size() <= 1) {
      column.bytes = std::move(part.bytes);
      column.ends = std::move(part.ends);
      column.ends.resize(count);
      column.count = count;
    } else {
      if (column.count == 0) column.isPacked = !reader.isWhole;
      column.append(part.bytes.data(), part.ends.data(), count);
    }
    part.bytes.release();
    part.ends.release();
  }

  static std::unique_ptr<Dictionary> dictionary(TextColumn &column) {
    auto made = std::make_unique<Dictionary>(column.bytes, column.ends);
    made->rebuild();
    return made;
  }

  void finish() {
    for (size_t field = 0; field < shape.fieldCount(); ++field) {
      TableColumnReport &report = reader.reports[field];
      const uint64_t others = report.missing.count + report.infinite.count + report.not_a_number.count;
      // Behind an error nothing is parsed again; the column is named for what it is.
      if (error.problem != TableProblemNothing && report.kind == TableColumnNumbers && report.not_a_number.count > 0 && others >= reader.rowCount) {
        report.kind = TableColumnText;
      }
    }
    if (!reader.isWhole) {
      reader.text.release();
      reader.numbers.trim(reader.rowCount);
    }
    for (TextColumn &column : reader.texts) {
      column.bytes.trim();
      column.ends.trim();
      column.packed.trim();
      column.codes.trim();
    }
  }

  TableReader &reader;
  const TableParseOptions &options;
  RowShape shape;
  /// The line on which the block begins.
  uint64_t line;
  TableError error{};
  bool isAtEnd = false;
  bool usesLibrary = false;
  std::vector<Chunk> chunks;
  std::vector<RowSink> sinks;
  std::vector<std::unique_ptr<Dictionary>> dictionaries;
  std::unique_ptr<RowSink> librarySink;
  std::unique_ptr<Tokenizer<RowSink>> tokenizer;
};

}  // namespace

bool readBody(TableReader &reader, const TableParseOptions &options, TableError &error) {
  return BodyReader(reader, options).read(error);
}
