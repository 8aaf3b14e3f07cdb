// libcsv behind a sink with `field(text, length, mayHoldNewlines)` and `lineEnd(character)`.

#pragma once

#include <csv.h>

#include <cstddef>

template <typename Sink>
class Tokenizer {
 public:
  Tokenizer(char delimiter, Sink &sink) : sink(sink) {
    // With this option every line end is reported, blank lines too, so that lines can be counted.
    csv_init(&parser, CSV_REPALL_NL);
    csv_set_delim(&parser, static_cast<unsigned char>(delimiter));
  }
  ~Tokenizer() { csv_free(&parser); }
  Tokenizer(const Tokenizer &) = delete;
  Tokenizer &operator=(const Tokenizer &) = delete;

  /// Returns false when memory runs out.
  bool feed(const char *bytes, size_t count) {
    return csv_parse(&parser, bytes, count, onField, onLineEnd, this) == count;
  }

  /// Ends a last line that has no line end.
  bool finish() { return csv_fini(&parser, onField, onLineEnd, this) == 0; }

  bool isInsideQuotes() const {
    constexpr int fieldBegun = 2;  // FIELD_BEGUN of libcsv.c
    return parser.pstate == fieldBegun && parser.quoted;
  }

 private:
  static void onField(void *text, size_t length, void *self) {
    auto *tokenizer = static_cast<Tokenizer *>(self);
    tokenizer->sink.field(static_cast<const char *>(text), length, true);
  }
  static void onLineEnd(int character, void *self) { static_cast<Tokenizer *>(self)->sink.lineEnd(character); }

  csv_parser parser;
  Sink &sink;
};
