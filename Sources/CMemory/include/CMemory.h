// Memory for large arrays.

#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Memory of `size` bytes that begins at a multiple of 64, or NULL; freed by memory_free.
///
/// Where the system has huge pages, the whole ones among it are asked for: faulting in megabytes four kilobytes at a
/// time takes longer than filling them, and few entries of the processor's tables of addresses then cover them.
void *memory_allocate(size_t size);
/// The contents of `memory`, which may be NULL, in memory of another size as realloc leaves them, or NULL.
void *memory_grow(void *memory, size_t size);
/// Frees what the others returned. NULL is allowed.
void memory_free(void *memory);

#ifdef __cplusplus
}
#endif
