// Time in the unit that is cheapest to read: a job's clock is read several times within a microsecond or two.
#ifndef FORECAST_TICKS_H
#define FORECAST_TICKS_H

#include <stdint.h>
#include <time.h>

static inline uint64_t nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static inline uint64_t ticks(void) {
#if defined(__x86_64__)
  return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
  uint64_t count;
  __asm__ volatile("mrs %0, cntvct_el0" : "=r"(count));
  return count;
#else
  return nanoseconds();
#endif
}

// Measured once against the system's clock: the frequency of the processor's counter is not to be had everywhere.
static inline uint64_t measured_ticks_per_microsecond(void) {
  uint64_t start = nanoseconds(), first = ticks(), now;
  while ((now = nanoseconds()) - start < 50000) {
  }
  uint64_t rate = (ticks() - first) * 1000 / (now - start);
  return rate ? rate : 1;
}

static inline void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
