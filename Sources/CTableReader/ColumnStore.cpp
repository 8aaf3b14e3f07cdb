#include "ColumnStore.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "Memory.hpp"

namespace {

/// Columns begin at a multiple of this many bytes once they are mapped.
constexpr size_t pageBytes = size_t{1} << 21;
constexpr size_t pageRows = pageBytes / sizeof(double);

/// Pages that are never touched cost nothing, so room is asked for generously.
char *map(size_t bytes) {
  void *memory = mmap(nullptr, bytes + pageBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  char *start = static_cast<char *>(memory);
  char *aligned = reinterpret_cast<char *>((reinterpret_cast<size_t>(start) + pageBytes - 1) / pageBytes * pageBytes);
  if (aligned > start) munmap(start, static_cast<size_t>(aligned - start));
  if (start + pageBytes > aligned) munmap(aligned + bytes, static_cast<size_t>(start + pageBytes - aligned));
#ifdef MADV_HUGEPAGE
  (void)madvise(aligned, bytes, MADV_HUGEPAGE);
#endif
  return aligned;
}

}  // namespace

ColumnStore::~ColumnStore() { free(); }

void ColumnStore::free() {
  if (mappedBytes > 0) {
    munmap(values, mappedBytes);
  } else {
    std::free(values);
  }
  values = nullptr;
  columnCount = rowCapacity = mappedBytes = 0;
}

void ColumnStore::swap(ColumnStore &other) {
  std::swap(values, other.values);
  std::swap(columnCount, other.columnCount);
  std::swap(rowCapacity, other.rowCapacity);
  std::swap(mappedBytes, other.mappedBytes);
}

void ColumnStore::allocate(size_t columns, size_t rows) {
  free();
  size_t total = 0;
  if (__builtin_mul_overflow(rows * sizeof(double), columns, &total)) throw std::bad_alloc();
  values = static_cast<double *>(allocateMemory(total));
  if (values == nullptr) throw std::bad_alloc();
  columnCount = columns;
  rowCapacity = rows;
}

void ColumnStore::grow(size_t rows, size_t used) {
  if (rows <= rowCapacity) return;
  rows = (rows + pageRows - 1) / pageRows * pageRows;
  size_t total = 0;
  if (__builtin_mul_overflow(rows * sizeof(double), columnCount, &total) || total == 0) throw std::bad_alloc();
  char *wider = map(total);
  const size_t usedBytes = used * sizeof(double);
  for (size_t column = 0; column < columnCount && used > 0; ++column) {
    char *from = reinterpret_cast<char *>(values + column * rowCapacity);
    char *to = wider + column * rows * sizeof(double);
#ifdef MREMAP_FIXED
    const size_t whole = (usedBytes + pageBytes - 1) / pageBytes * pageBytes;
    if (mappedBytes > 0 && mremap(from, whole, whole, MREMAP_MAYMOVE | MREMAP_FIXED, to) != MAP_FAILED) continue;
#endif
    std::memcpy(to, from, usedBytes);
  }
  const size_t columns = columnCount;
  free();
  values = reinterpret_cast<double *>(wider);
  columnCount = columns;
  rowCapacity = rows;
  mappedBytes = total;
}

void ColumnStore::trim(size_t used) {
  if (mappedBytes == 0) return;
  const size_t kept = (used * sizeof(double) + 4095) / 4096 * 4096;
  for (size_t column = 0; column < columnCount; ++column) {
    char *start = reinterpret_cast<char *>(values + column * rowCapacity);
    if (kept < rowCapacity * sizeof(double)) (void)madvise(start + kept, rowCapacity * sizeof(double) - kept, MADV_DONTNEED);
  }
}
