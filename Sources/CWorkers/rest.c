#if defined(__linux__)
#define _GNU_SOURCE  // resources of a thread
#endif
// Helpers that do more harm than good rest for a while: when other programs want the cores too, a helper that has lost
// its core in the middle of a piece keeps the owner waiting for milliseconds, and one that runs on the owner's core takes
// the time away from it. One thread alone loses nothing as long as a core is free.
#include "crew.h"
#include "ticks.h"

#if defined(__linux__)
#include <sys/resource.h>
#endif

// A rest is short at first, because a helper may be late by chance, and twice as long each time when it was in vain:
// trying again then costs a few milliseconds of many.
enum { FIRST_REST = 500, LONGEST_REST = 256000 };  // microseconds
// A helper that has kept up for so many times its last rest is as good as new.
enum { PROBATION = 4 };
// Asking the system costs a few hundred nanoseconds.
enum { LOOK_INTERVAL = 1000 };  // microseconds

static uint64_t ticks_per_microsecond;

uint64_t ticks_of(uint64_t microseconds) {
  if (!ticks_per_microsecond) ticks_per_microsecond = measured_ticks_per_microsecond();
  return microseconds * ticks_per_microsecond;
}

static void rest(struct helper *helper, uint64_t now) {
  uint64_t first = ticks_of(FIRST_REST), longest = ticks_of(LONGEST_REST), length = helper->next_rest;
  if (length < first || now - helper->back_since > PROBATION * length) length = first;
  helper->rests_until = now + length;
  helper->next_rest = 2 * length < longest ? 2 * length : longest;
  atomic_store_explicit(&helper->home, RESTING, memory_order_relaxed);
}

void rest_the_late(struct crew *crew) {
  uint64_t now = ticks();
  for (size_t i = 0; i < crew->helper_count; i++)
    if (atomic_load_explicit(&crew->helpers[i].is_busy, memory_order_relaxed) && crew->helpers[i].home != RESTING)
      rest(&crew->helpers[i], now);
}

// How often this thread has lost its core to another while it could have gone on.
static long lost_cores(void) {
#if defined(__linux__) && defined(RUSAGE_THREAD)
  struct rusage usage;
  if (getrusage(RUSAGE_THREAD, &usage) == 0) return usage.ru_nivcsw;
#endif
  return 0;
}

// Lets the last helper rest if the owner has lost its core since the last look: there are more threads than cores.
static void look_at_owner(struct crew *crew, size_t wanted, uint64_t now) {
  if (now - crew->last_look < ticks_of(LOOK_INTERVAL)) return;
  uint64_t since = now - crew->last_look;
  crew->last_look = now;
  long lost = lost_cores(), before = crew->lost_cores;
  crew->lost_cores = lost;
  // A look after a long time, or on another thread than the last one, says nothing about the helpers.
  if (lost == before || since > ticks_of(20 * LOOK_INTERVAL)) return;
  for (size_t i = wanted; i-- > 0;)
    if (crew->helpers[i].home != RESTING) return rest(&crew->helpers[i], now);
}

size_t assign_homes(struct crew *crew, size_t wanted) {
  if (wanted > crew->helper_count) wanted = crew->helper_count;
  uint64_t now = ticks();
  look_at_owner(crew, wanted, now);
  uint32_t homes = 0;
  for (size_t i = 0; i < crew->helper_count; i++) {
    struct helper *helper = &crew->helpers[i];
    uint32_t home = RESTING;
    if (i < wanted && helper->rests_until <= now) {
      if (helper->home == RESTING) helper->back_since = now;
      home = ++homes;
    }
    if (helper->home != home) atomic_store_explicit(&helper->home, home, memory_order_relaxed);
  }
  return homes;
}
