// Columns of doubles that grow together.

#pragma once

#include <cstddef>

/// `base()[column * stride() + row]`. A store that has to grow moves its pages instead of copying them.
class ColumnStore {
 public:
  ColumnStore() = default;
  ~ColumnStore();
  ColumnStore(const ColumnStore &) = delete;
  ColumnStore &operator=(const ColumnStore &) = delete;

  double *base() const { return values; }
  size_t stride() const { return rowCapacity; }
  /// Room for `rows` rows in all; forgets what is held.
  void allocate(size_t columns, size_t rows);
  /// Room for `rows` rows in all; keeps the first `used` of each column.
  void grow(size_t rows, size_t used);
  /// Gives back the memory behind the first `used` rows of each column.
  void trim(size_t used);
  void free();
  void swap(ColumnStore &other);

 private:
  double *values = nullptr;
  size_t columnCount = 0, rowCapacity = 0, mappedBytes = 0;
};
