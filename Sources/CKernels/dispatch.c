#include <stdlib.h>
#include <string.h>

#include "table.h"

struct choice {
  const char *name;
  const struct fk_table *table;
  int runs;
};

static struct choice choose(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  int has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  int has_avx512 = has_avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                   __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  const struct choice choices[] = {{"avx512", &fk_table_avx512, has_avx512},
                                   {"avx2", &fk_table_avx2, has_avx2},
                                   {"portable", &fk_table_portable, 1}};
#else
  const struct choice choices[] = {{"portable", &fk_table_portable, 1}};
#endif
  const size_t count = sizeof choices / sizeof choices[0];
  const char *wanted = getenv("FORECAST_CPU");
  for (size_t i = 0; wanted && i < count; i++)
    if (choices[i].runs && strcmp(choices[i].name, wanted) == 0) return choices[i];
  size_t best = 0;
  while (!choices[best].runs) best++;
  return choices[best];
}

static struct choice chosen;

// Runs before main, so that no kernel call needs to check or lock.
__attribute__((constructor)) static void initialize(void) { chosen = choose(); }

const char *fk_instruction_set(void) { return chosen.name; }

#define FK_RETURN_void
#define FK_RETURN_double return
#define FK_RETURN_size_t return
#define FK_KERNEL(result, name, parameters, arguments) \
  result fk_##name parameters { FK_RETURN_##result chosen.table->name arguments; }
#include "include/kernel_list.h"
