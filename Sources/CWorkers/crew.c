#include "crew.h"

#include <sched.h>
#include <stdlib.h>

#include "ticks.h"

// Between jobs a helper stays awake for so long: longer than the serial stretch between two parallel ones of a training
// step, on slow cores too. After the first microseconds it offers its core to whoever wants it.
enum { AWAKE = 1000, AWAKE_ALONE = 100 };  // microseconds
// The owner waits so long for the last pieces, beyond the time that pieces take, before it holds a helper for late;
// offers its core for as long again; and sleeps then.
enum { PATIENCE = 15, OFFERING = 100 };  // microseconds
// Looking at the clock takes longer than looking for a job.
enum { PAUSES = 16 };

struct beginning {
  struct crew *crew;
  size_t number;
};

static uint64_t packed(uint64_t number, uint64_t first, uint64_t end) {
  return (number & 0xFFFFFFFF) << 32 | first << 16 | end;
}
static size_t first_of(uint64_t value) { return value >> 16 & 0xFFFF; }
static size_t end_of(uint64_t value) { return value & 0xFFFF; }

void crew_initialize(struct crew *crew) {
  atomic_flag_clear(&crew->has_owner);
  pthread_mutex_init(&crew->lock, NULL);
  pthread_cond_init(&crew->job_published, NULL);
  pthread_cond_init(&crew->job_finished, NULL);
}

static void compute(struct crew *crew, size_t index) {
  size_t group = crew->job_group, first = index * group;
  size_t end = first + group < crew->job_count ? first + group : crew->job_count;
  for (size_t piece = first; piece < end; piece++) crew->job_piece(crew->job_context, piece);
  // Ordered against await: either the owner sees the last piece finished, or this thread sees the owner asleep.
  if (atomic_fetch_sub(&crew->unfinished, 1) == 1 && atomic_load(&crew->owner_sleeps)) {
    pthread_mutex_lock(&crew->lock);
    pthread_cond_signal(&crew->job_finished);
    pthread_mutex_unlock(&crew->lock);
  }
}

// Computes one piece of a share if there is one.
static int take_piece(struct crew *crew, struct share *share, int is_own) {
  uint64_t seen = atomic_load_explicit(&share->state, memory_order_acquire);
  while (first_of(seen) < end_of(seen)) {
    uint64_t rest = is_own ? seen + (1 << 16) : seen - 1;
    if (!atomic_compare_exchange_weak_explicit(&share->state, &seen, rest, memory_order_acq_rel, memory_order_acquire))
      continue;
    compute(crew, is_own ? first_of(seen) : end_of(rest));
    return 1;
  }
  return 0;
}

size_t take_pieces(struct crew *crew, size_t home, _Atomic int *is_busy) {
  size_t count = atomic_load(&crew->share_count), taken = 0;
  if (is_busy) atomic_store_explicit(is_busy, 1, memory_order_relaxed);
  for (size_t distance = 0; distance < count; distance++)
    while (take_piece(crew, &crew->shares[(home + distance) % count], distance == 0)) taken++;
  if (is_busy) atomic_store_explicit(is_busy, 0, memory_order_release);
  return taken;
}

static int has_news(struct crew *crew, struct helper *helper, uint64_t seen) {
  return atomic_load_explicit(&crew->job_number, memory_order_acquire) != seen &&
         atomic_load_explicit(&helper->home, memory_order_relaxed) != RESTING;
}

// Waits awake for a job that the helper has not seen; whether there is one.
static int wait_awake(struct crew *crew, struct helper *helper, uint64_t seen) {
  uint64_t start = ticks(), alone = ticks_of(AWAKE_ALONE), awake = ticks_of(AWAKE);
  for (;;) {
    for (int round = 0; round < PAUSES; round++) {
      if (has_news(crew, helper, seen)) return 1;
      pause_briefly();
    }
    uint64_t waited = ticks() - start;
    if (waited > awake || (waited > alone && atomic_load_explicit(&helper->home, memory_order_relaxed) == RESTING))
      return 0;
    if (waited > alone) sched_yield();
  }
}

static void wait_asleep(struct crew *crew, struct helper *helper, uint64_t seen) {
  pthread_mutex_lock(&crew->lock);
  for (;;) {
    // Ordered against publish: either the owner sees this, or this thread sees the job.
    atomic_store(&crew->helpers_sleep, 1);
    if (has_news(crew, helper, seen)) break;
    pthread_cond_wait(&crew->job_published, &crew->lock);
  }
  pthread_mutex_unlock(&crew->lock);
}

static void *help(void *argument) {
  struct beginning beginning = *(struct beginning *)argument;
  struct crew *crew = beginning.crew;
  struct helper *helper = &crew->helpers[beginning.number];
  free(argument);
  // A piece that asks for threads itself must find its own crew at work, not the shared one at rest.
  own_crew = crew;
  uint64_t seen = 0;
  for (;;) {
    while (wait_awake(crew, helper, seen)) {
      seen = atomic_load(&crew->job_number);
      uint32_t home = atomic_load_explicit(&helper->home, memory_order_relaxed);
      if (home != RESTING) take_pieces(crew, home, &helper->is_busy);
    }
    wait_asleep(crew, helper, seen);
  }
  return NULL;
}

void start_helpers(struct crew *crew, size_t wanted) {
  while (crew->helper_count < wanted && crew->helper_count < MOST_THREADS) {
    struct beginning *beginning = malloc(sizeof *beginning);
    if (!beginning) return;
    *beginning = (struct beginning){crew, crew->helper_count};
    ticks_of(1);
    pthread_t thread;
    if (pthread_create(&thread, NULL, help, beginning) != 0) {
      free(beginning);
      return;
    }
    pthread_detach(thread);
    crew->helper_count++;
  }
}

static void publish(struct crew *crew, size_t sharing, size_t count) {
  uint64_t number = atomic_load(&crew->job_number) + 1;
  atomic_store(&crew->unfinished, count);
  atomic_store(&crew->share_count, sharing);
  for (size_t i = 0; i < sharing; i++)
    atomic_store_explicit(&crew->shares[i].state, packed(number, count * i / sharing, count * (i + 1) / sharing),
                          memory_order_release);
  atomic_store(&crew->job_number, number);
  if (!atomic_load(&crew->helpers_sleep)) return;
  pthread_mutex_lock(&crew->lock);
  // Woken once: whoever goes to sleep again says so again.
  atomic_store(&crew->helpers_sleep, 0);
  pthread_cond_broadcast(&crew->job_published);
  pthread_mutex_unlock(&crew->lock);
}

// Returns when all pieces are done; helpers that take longer than `patience` are charged for it.
static void await(struct crew *crew, uint64_t patience) {
  if (atomic_load_explicit(&crew->unfinished, memory_order_acquire) == 0) return;
  uint64_t start = ticks(), waited = 0, offering = ticks_of(OFFERING);
  while (waited < patience) {
    for (int round = 0; round < PAUSES; round++) {
      if (atomic_load_explicit(&crew->unfinished, memory_order_acquire) == 0) return;
      pause_briefly();
    }
    waited = ticks() - start;
  }
  note_the_late(crew);
  while (waited < patience + offering && atomic_load_explicit(&crew->unfinished, memory_order_acquire) != 0) {
    sched_yield();
    waited = ticks() - start;
  }
  if (atomic_load(&crew->unfinished) != 0) {
    pthread_mutex_lock(&crew->lock);
    atomic_store(&crew->owner_sleeps, 1);
    while (atomic_load(&crew->unfinished) != 0) pthread_cond_wait(&crew->job_finished, &crew->lock);
    atomic_store(&crew->owner_sleeps, 0);
    pthread_mutex_unlock(&crew->lock);
  }
  charge_the_late(crew, ticks() - start);
}

void crew_run(struct crew *crew, size_t thread_count, size_t count, void (*piece)(void *context, size_t index),
              void *context) {
  start_helpers(crew, thread_count - 1);
  size_t helping = assign_homes(crew, thread_count - 1 < count - 1 ? thread_count - 1 : count - 1);
  if (helping == 0) {
    for (size_t index = 0; index < count; index++) piece(context, index);
    return;
  }
  crew->job_piece = piece;
  crew->job_context = context;
  crew->job_count = count;
  crew->job_group = (count + MOST_PIECES - 1) / MOST_PIECES;
  uint64_t start = ticks();
  size_t pieces = (count + crew->job_group - 1) / crew->job_group;
  publish(crew, 1 + helping, pieces);
  size_t taken = take_pieces(crew, 0, NULL);
  uint64_t elapsed = ticks() - start, each = taken ? elapsed / taken : elapsed;
  // What the helpers have done would have taken the owner so long.
  crew->gained += (int64_t)(each * (pieces - taken) / helping);
  // They have one piece left each, which takes as long as one of the owner's.
  await(crew, ticks_of(PATIENCE) + each * 3 / 2);
}
