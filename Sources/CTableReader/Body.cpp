#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <new>
#include <system_error>
#include <thread>

#include "Chunks.hpp"
#include "ColumnJoiner.hpp"
#include "PlainTokenizer.hpp"
#include "RowSink.hpp"
#include "TableReader.hpp"
#include "Tokenizer.hpp"

namespace {

/// libcsv is fed pieces small enough to stay in the cache and to notice a failure soon.
constexpr size_t pieceBytes = size_t{1} << 16;
constexpr size_t longestLine = size_t{64} << 20;

class BodyReader {
 public:
  BodyReader(TableReader &reader, const TableParseOptions &options)
      : reader(reader), options(options), joiner(reader, options) {}

  bool read(TableError &problem) {
    size_t position = static_cast<size_t>(options.body_offset);
    for (;;) {
      const size_t done = readBlock(position);
      if (joiner.error.problem != TableProblemNothing) break;
      position = 0;
      if (reader.isWhole || !refill(done)) break;
    }
    joiner.finish();
    problem = joiner.error;
    return joiner.error.problem == TableProblemNothing;
  }

 private:
  /// Parses what can be parsed of the text from `position` on, and returns where that ends.
  size_t readBlock(size_t position) {
    const size_t length = options.body_end > 0 ? static_cast<size_t>(options.body_end) : reader.text.size();
    const char *begin = reader.text.data() + position, *end = reader.text.data() + length;
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
      joiner.error.problem = TableProblemNotText;
      joiner.error.line = joiner.line;
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
      if (reader.numbers.stride() < needed) reader.numbers.allocate(joiner.shape.numberCount, needed);
      return;
    }
    if (needed <= reader.numbers.stride()) return;
    if (reader.numbers.stride() == 0) reader.numbers.allocate(joiner.shape.numberCount, 0);
    const double share = static_cast<double>(reader.source->expected()) / static_cast<double>(end - begin + 1);
    const size_t promised = reader.numbers.stride() == 0 ? static_cast<size_t>(static_cast<double>(needed) * (1.05 * share + 1)) : 0;
    if (joiner.shape.numberCount > 0) {
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
      chunk.capacity = rowBound(chunk.begin, chunk.end, joiner.shape.fieldCount());
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
      sinks.emplace_back(joiner.shape, target);
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
        librarySink = std::make_unique<RowSink>(joiner.shape, target);
        tokenizer = std::make_unique<Tokenizer<RowSink>>(options.delimiter, *librarySink);
      }
      RowSink &sink = *librarySink;
      const size_t before = reader.rowCount, rows = rowBound(begin, end, joiner.shape.fieldCount());
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
      joiner.add(*librarySink, reader.isWhole && sinks.size() <= 1);
    }
  }

  bool promote(const RowSink &sink) {
    std::vector<const RowSink *> one = {&sink};
    return joiner.promote(one);
  }

  bool promote(const std::vector<RowSink> &some) {
    std::vector<const RowSink *> all;
    for (const RowSink &sink : some) all.push_back(&sink);
    return joiner.promote(all);
  }

  void join() {
    const size_t firstRow = reader.rowCount;
    std::vector<size_t> counts;
    for (RowSink &sink : sinks) {
      joiner.add(sink, reader.isWhole && sinks.size() <= 1);
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
    for (size_t column = 0; column < joiner.shape.numberCount; ++column) {
      double *base = reader.numbers.base() + column * reader.numbers.stride();
      double *destination = base + firstRow;
      for (size_t i = 0; i < counts.size(); ++i) {
        const double *source = base + chunks[i].firstRow;
        if (destination != source) std::memmove(destination, source, counts[i] * sizeof(double));
        destination += counts[i];
      }
    }
  }

  TableReader &reader;
  const TableParseOptions &options;
  ColumnJoiner joiner;
  bool isAtEnd = false;
  bool usesLibrary = false;
  std::vector<Chunk> chunks;
  std::vector<RowSink> sinks;
  std::unique_ptr<RowSink> librarySink;
  std::unique_ptr<Tokenizer<RowSink>> tokenizer;
};

}  // namespace

bool readBody(TableReader &reader, const TableParseOptions &options, TableError &error) {
  return BodyReader(reader, options).read(error);
}
