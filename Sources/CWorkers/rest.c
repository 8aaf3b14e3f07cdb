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

// A helper has an account of the time that it gains the owner and the time that it costs. What it gains may be much, but
// no more counts than makes up for one time slice of another program.
enum { MOST_CREDIT = 4000, LOST_SLICE = 3000 };  // microseconds
// A rest is many times as long as what was lost, and twice as long as the one before if that was in vain: trying again
// costs a small part of the time.
enum { SHORTEST_REST = 2000, LONGEST_REST = 512000 };  // microseconds
enum { REST_PER_LOSS = 16 };
// Asking the system costs a few hundred nanoseconds.
enum { LOOK_INTERVAL = 1000 };  // microseconds

// Threads that work apart may both be the first to ask.
static _Atomic uint64_t ticks_per_microsecond;

uint64_t ticks_of(uint64_t microseconds) {
  uint64_t rate = atomic_load_explicit(&ticks_per_microsecond, memory_order_relaxed);
  if (!rate) {
    rate = measured_ticks_per_microsecond();
    atomic_store_explicit(&ticks_per_microsecond, rate, memory_order_relaxed);
  }
  return microseconds * rate;
}

static void charge(struct crew *crew, struct helper *helper, uint64_t cost) {
  int64_t credit = crew->gained - helper->base, most = (int64_t)ticks_of(MOST_CREDIT);
  if (credit >= most) {
    credit = most;
    helper->next_rest = 0;
  }
  credit -= (int64_t)cost;
  helper->base = crew->gained - credit;
  if (credit >= 0) return;
  uint64_t length = (uint64_t)-credit * REST_PER_LOSS, longest = ticks_of(LONGEST_REST);
  if (length < ticks_of(SHORTEST_REST)) length = ticks_of(SHORTEST_REST);
  if (length < helper->next_rest) length = helper->next_rest;
  if (length > longest) length = longest;
  helper->rests_until = ticks() + length;
  helper->next_rest = 2 * length;
}

void note_the_late(struct crew *crew) {
  for (size_t i = 0; i < crew->helper_count; i++)
    crew->helpers[i].is_late = atomic_load_explicit(&crew->helpers[i].is_busy, memory_order_relaxed);
}

void charge_the_late(struct crew *crew, uint64_t cost) {
  for (size_t i = 0; i < crew->helper_count; i++) {
    struct helper *helper = &crew->helpers[i];
    if (helper->is_late && helper->home != RESTING) charge(crew, helper, cost);
    helper->is_late = 0;
  }
}

// How often this thread has lost its core to another while it could have gone on.
static long lost_cores(void) {
#if defined(__linux__) && defined(RUSAGE_THREAD)
  struct rusage usage;
  if (getrusage(RUSAGE_THREAD, &usage) == 0) return usage.ru_nivcsw;
#endif
  return 0;
}

// Charges the last helper if the owner has lost its core since the last look: there are more threads than cores.
static void look_at_owner(struct crew *crew, size_t wanted, uint64_t now) {
  uint64_t since = now - crew->last_look;
  if (since < ticks_of(LOOK_INTERVAL)) return;
  crew->last_look = now;
  long lost = lost_cores(), before = crew->lost_cores;
  crew->lost_cores = lost;
  // A look after a long time, or on another thread than the last one, says nothing about the helpers.
  if (lost <= before || since > ticks_of(20 * LOOK_INTERVAL)) return;
  for (size_t i = wanted; i-- > 0;)
    if (crew->helpers[i].home != RESTING) return charge(crew, &crew->helpers[i], ticks_of(LOST_SLICE));
}

size_t assign_homes(struct crew *crew, size_t wanted) {
  if (wanted > crew->helper_count) wanted = crew->helper_count;
  uint64_t now = ticks();
  look_at_owner(crew, wanted, now);
  uint32_t homes = 0;
  for (size_t i = 0; i < crew->helper_count; i++) {
    struct helper *helper = &crew->helpers[i];
    uint32_t home = i < wanted && helper->rests_until <= now ? ++homes : RESTING;
    if (helper->home == home) continue;
    // Whoever comes back begins with an empty account.
    if (helper->home == RESTING) helper->base = crew->gained;
    atomic_store_explicit(&helper->home, home, memory_order_relaxed);
  }
  return homes;
}
