// Where bytes come from: stages that are pulled one through the other.

#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "CTableReader.h"
#include "Sha256.hpp"

/// A problem on the way to the text; caught at the C interface.
struct ReadFailure {
  TableError error;

  explicit ReadFailure(TableProblem problem, int systemError = 0, const std::string &value = "");
};

/// A stream of bytes.
class ByteStage {
 public:
  virtual ~ByteStage() = default;
  /// Up to `count` bytes, fewer only at the end.
  virtual size_t pull(char *destination, size_t count) = 0;
  /// How many bytes are left, as far as that is known; 0 where it is not.
  virtual size_t expected() const { return 0; }
};

/// A stage whose first bytes can be looked at before they are pulled.
class PeekableStage : public ByteStage {
 public:
  static constexpr size_t headBytes = 4096;

  explicit PeekableStage(std::unique_ptr<ByteStage> source);
  size_t pull(char *destination, size_t count) override;
  size_t expected() const override { return source->expected() + head.size(); }
  const std::string &peek() const { return head; }
  /// Leaves out the first bytes.
  void skip(size_t count) { head.erase(0, count); }

 private:
  std::unique_ptr<ByteStage> source;
  std::string head;
};

/// A file, pipe or FIFO, opened once and closed at its end.
std::unique_ptr<ByteStage> openFile(const char *path, Sha256 *digest);
/// A copy of bytes in memory.
std::unique_ptr<ByteStage> openBytes(const void *bytes, size_t count, Sha256 *digest);
/// The contents of a gzip stream of one or several members.
std::unique_ptr<ByteStage> inflated(std::unique_ptr<ByteStage> packed);
/// UTF-8 of a text in another encoding.
std::unique_ptr<ByteStage> decoded(std::unique_ptr<ByteStage> text, const std::string &encoding);
