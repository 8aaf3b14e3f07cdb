#include "Memory.hpp"

#include <sys/mman.h>

void *allocateMemory(size_t size) {
  constexpr size_t hugePage = size_t{1} << 21;
  if (size < hugePage) return std::malloc(size > 0 ? size : 1);
  void *memory = nullptr;
  if (posix_memalign(&memory, hugePage, size) != 0) return nullptr;
#ifdef MADV_HUGEPAGE
  // A system without them says so, and nothing is lost.
  (void)madvise(memory, size / hugePage * hugePage, MADV_HUGEPAGE);
#endif
  return memory;
}

void *growMemory(void *memory, size_t size) {
  return memory != nullptr ? std::realloc(memory, size) : allocateMemory(size);
}
