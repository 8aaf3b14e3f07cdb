// Memory for files and columns.

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

/// Memory of `size` bytes, or NULL; freed by std::free.
///
/// Where the system has huge pages, the whole ones among it are asked for: faulting in megabytes four kilobytes at a
/// time takes longer than filling them.
void *allocateMemory(size_t size);
/// The contents of `memory`, which may be NULL, in memory of another size as std::realloc leaves them, or NULL.
void *growMemory(void *memory, size_t size);

struct FreeDeleter {
  void operator()(void *memory) const { std::free(memory); }
};

/// A vector of plain values that grows by std::realloc, which moves pages instead of copying them.
template <typename T>
class Buffer {
 public:
  T *data() const { return memory.get(); }
  size_t size() const { return count; }
  T &operator[](size_t i) const { return memory.get()[i]; }
  T back() const { return memory.get()[count - 1]; }
  void clear() { count = 0; }
  void release() {
    memory.reset();
    count = capacity = 0;
  }

  void reserve(size_t wanted) {
    if (wanted <= capacity) return;
    void *grown = growMemory(memory.get(), wanted * sizeof(T));
    if (grown == nullptr) throw std::bad_alloc();
    (void)memory.release();
    memory.reset(static_cast<T *>(grown));
    capacity = wanted;
  }
  void append(const T *source, size_t n) {
    if (n == 0) return;
    makeRoom(n);
    std::memcpy(memory.get() + count, source, n * sizeof(T));
    count += n;
  }
  void push(T value) {
    makeRoom(1);
    memory.get()[count++] = value;
  }
  void resize(size_t n) {
    reserve(n);
    count = n;
  }
  /// Gives back what is not used.
  void trim() {
    if (count == 0) return release();
    if (capacity - count < capacity / 8) return;
    if (void *smaller = std::realloc(memory.get(), count * sizeof(T))) {
      (void)memory.release();
      memory.reset(static_cast<T *>(smaller));
      capacity = count;
    }
  }

 private:
  void makeRoom(size_t n) {
    if (count + n > capacity) reserve(capacity + capacity / 2 > count + n ? capacity + capacity / 2 : count + n + 64);
  }

  std::unique_ptr<T, FreeDeleter> memory;
  size_t count = 0;
  size_t capacity = 0;
};
