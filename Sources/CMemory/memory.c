#define _DEFAULT_SOURCE
#include "CMemory.h"

#include <stdlib.h>
#include <sys/mman.h>

enum { VECTOR_ALIGNMENT = 64, HUGE_PAGE = 1 << 21 };

void *memory_allocate(size_t size) {
  void *memory = NULL;
  if (posix_memalign(&memory, size < HUGE_PAGE ? VECTOR_ALIGNMENT : HUGE_PAGE, size ? size : 1) != 0) return NULL;
#ifdef MADV_HUGEPAGE
  // A system without them says so, and nothing is lost.
  if (size >= HUGE_PAGE) (void)madvise(memory, size / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
#endif
  return memory;
}

void *memory_grow(void *memory, size_t size) { return memory ? realloc(memory, size) : memory_allocate(size); }

void memory_free(void *memory) { free(memory); }
