// Memory for files and columns.

#pragma once

#include <cstddef>
#include <cstdlib>

/// Memory of `size` bytes, or NULL; freed by std::free.
///
/// Where the system has huge pages, the whole ones among it are asked for: faulting in megabytes four kilobytes at a
/// time takes longer than filling them.
void *allocateMemory(size_t size);
/// The contents of `memory`, which may be NULL, in memory of another size as std::realloc leaves them, or NULL.
void *growMemory(void *memory, size_t size);
