#include <algorithm>
#include <cstring>
#include <new>
#include <system_error>
#include <thread>

#include "PlainTokenizer.hpp"
#include "RowSink.hpp"
#include "TableReader.hpp"
#include "Tokenizer.hpp"

namespace {

/// A stretch of the body that starts and ends at a line boundary.
struct Chunk {
  const char *begin;
  const char *end;
  size_t firstRow = 0;
  size_t capacity = 0;
};

/// The body cut into at most `count` chunks, each at least `minimumBytes` long. Quotes may hide line ends, so a
/// body with quotes stays whole.
std::vector<Chunk> cut(const char *begin, const char *end, size_t count, size_t minimumBytes, bool hasQuotes) {
  const size_t bytes = static_cast<size_t>(end - begin);
  if (hasQuotes) count = 1;
  count = std::max<size_t>(1, std::min(count, bytes / std::max<size_t>(1, minimumBytes)));
  std::vector<Chunk> chunks;
  const char *start = begin;
  for (size_t i = 1; i <= count && start < end; ++i) {
    const char *stop = std::max(start, begin + bytes / count * i);
    const void *newline = i < count ? std::memchr(stop, '\n', static_cast<size_t>(end - stop)) : nullptr;
    stop = newline ? static_cast<const char *>(newline) + 1 : end;
    chunks.push_back({start, stop});
    start = stop;
  }
  return chunks;
}

/// How many positions satisfy `test`; lanes of bytes are what the compiler vectorises well.
template <typename Test>
size_t countPositions(const char *p, const char *end, Test test) {
  size_t total = 0;
  while (end - p >= 64) {
    uint8_t lanes[64] = {};
    for (int block = 0; block < 255 && end - p >= 64; ++block, p += 64) {
      for (int lane = 0; lane < 64; ++lane) lanes[lane] += test(p + lane);
    }
    for (const uint8_t lane : lanes) total += lane;
  }
  for (; p < end; ++p) total += test(p);
  return total;
}

/// An upper bound of the rows in a chunk: its line ends, plus one without a last line end, and no more than its
/// bytes can hold.
size_t rowBound(const Chunk &chunk, size_t fieldCount) {
  const size_t bytes = static_cast<size_t>(chunk.end - chunk.begin);
  size_t lines = countPositions(chunk.begin, chunk.end, [](const char *p) { return *p == '\n'; });
  lines += chunk.end[-1] != '\n';
  if (std::memchr(chunk.begin, '\r', bytes) != nullptr) {
    const auto isAlone = [](const char *p) { return (p[0] == '\r') & (p[1] != '\n'); };
    lines += countPositions(chunk.begin, chunk.end - 1, isAlone);
  }
  return std::min(lines, bytes / (2 * fieldCount - 1) + 1);
}

/// Blocks small enough to stay in the cache and to notice a failure soon.
constexpr size_t blockBytes = size_t{1} << 16;

class BodyReader {
 public:
  BodyReader(TableReader &reader, const TableParseOptions &options) : reader(reader) {
    const char *bytes = reader.file.memory.get();
    const char *begin = bytes + reader.bodyStart, *end = bytes + reader.file.count;
    const bool hasQuotes = begin != end && std::memchr(begin, '"', static_cast<size_t>(end - begin)) != nullptr;
    if (begin != end) {
      chunks = cut(begin, end, options.thread_count, options.minimum_chunk_bytes, hasQuotes);
    }
    usesPlainTokenizer = !hasQuotes && !options.uses_libcsv_only;
    target.fieldCount = reader.names.size();
    target.timeColumn = options.time_column;
    for (Chunk &chunk : chunks) {
      chunk.firstRow = target.stride;
      chunk.capacity = rowBound(chunk, target.fieldCount);
      target.stride += chunk.capacity;
    }
  }

  void read() {
    const size_t channels = target.fieldCount - 1;
    size_t total = 0;
    if (__builtin_mul_overflow(target.stride * sizeof(float), channels, &total)) throw std::bad_alloc();
    target.values = static_cast<float *>(allocateMemory(total));
    if (target.values == nullptr) throw std::bad_alloc();
    reader.values.reset(target.values);
    for (const Chunk &chunk : chunks) {
      RowTarget part = target;
      part.firstRow = chunk.firstRow;
      part.capacity = chunk.capacity;
      sinks.emplace_back(part);
    }
    parseAll();
  }

  bool join(TableError &error) {
    uint64_t line = reader.linesBeforeBody + 1;
    size_t stampBytes = 0;
    for (const RowSink &sink : sinks) stampBytes += sink.stampBytes.size();
    reader.stampBytes.reserve(stampBytes);
    reader.stampEnds.reserve(target.stride);
    for (RowSink &sink : sinks) {
      if (sink.hasFailed()) {
        error = sink.error;
        error.line += line;
        return false;
      }
      append(sink, line);
      line += sink.lineCount;
    }
    compact();
    return true;
  }

 private:
  void parseAll() {
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
      sink.stampEnds.reserve(chunk.capacity);
      // Enough for any usual stamp; what is not used is never touched.
      sink.stampBytes.reserve(std::min(chunk.capacity * 32, static_cast<size_t>(chunk.end - chunk.begin)));
      if (usesPlainTokenizer) {
        PlainTokenizer<RowSink>(reader.delimiter, sink).feed(chunk.begin, chunk.end);
      } else {
        parseWithLibrary(chunk, sink);
      }
    } catch (const std::bad_alloc &) {
      sink.error = TableError{};
      sink.error.problem = TableProblemOutOfMemory;
    }
  }

  void parseWithLibrary(const Chunk &chunk, RowSink &sink) {
    Tokenizer<RowSink> tokenizer(reader.delimiter, sink);
    for (const char *p = chunk.begin; p < chunk.end && !sink.hasFailed();) {
      const size_t count = std::min<size_t>(blockBytes, static_cast<size_t>(chunk.end - p));
      if (!tokenizer.feed(p, count)) throw std::bad_alloc();
      p += count;
    }
    if (sink.hasFailed()) return;
    if (tokenizer.isInsideQuotes()) {
      sink.openQuote();
    } else if (!tokenizer.finish()) {
      throw std::bad_alloc();
    }
  }

  void append(const RowSink &sink, uint64_t line) {
    const uint64_t base = reader.stampBytes.size();
    reader.stampBytes += sink.stampBytes;
    for (const uint64_t end : sink.stampEnds) reader.stampEnds.push_back(base + end);
    for (const TableLineMark &mark : sink.lineMarks) {
      reader.lineMarks.push_back({reader.rowCount + mark.row, line + mark.line});
    }
    reader.rowCount += sink.rowCount;
  }

  /// Closes the holes that blank lines leave between the chunks and the columns.
  void compact() {
    if (reader.rowCount == target.stride) return;
    float *destination = target.values;
    for (size_t channel = 0; channel + 1 < target.fieldCount; ++channel) {
      for (size_t i = 0; i < sinks.size(); ++i) {
        const float *source = target.values + channel * target.stride + chunks[i].firstRow;
        if (destination != source) std::memmove(destination, source, sinks[i].rowCount * sizeof(float));
        destination += sinks[i].rowCount;
      }
    }
  }

  TableReader &reader;
  RowTarget target;
  bool usesPlainTokenizer = false;
  std::vector<Chunk> chunks;
  std::vector<RowSink> sinks;
};

}  // namespace

bool readBody(TableReader &reader, const TableParseOptions &options, TableError &error) {
  BodyReader body(reader, options);
  body.read();
  return body.join(error);
}
