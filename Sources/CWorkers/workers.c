#include "CWorkers.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

enum { MOST_THREADS = 256, MOST_PIECES = 1 << 15 };

// About 0.2 ms: longer than the serial stretch between two parallel ones of a training step, shorter than any time
// slice that another process could miss.
enum { AWAKE_ROUNDS = 6000 };

// A job's number, its count of pieces and how many of them have been taken, changed together: a thread that was late
// for one job cannot take a piece of the next one by mistake.
static _Atomic uint64_t state;
static _Atomic size_t finished;
static _Atomic size_t helper_limit;
static void (*job_piece)(void *context, size_t index);
static void *job_context;

static atomic_flag has_owner = ATOMIC_FLAG_INIT;
static size_t helper_count;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t job_published = PTHREAD_COND_INITIALIZER;
static pthread_cond_t job_finished = PTHREAD_COND_INITIALIZER;
static _Atomic size_t sleeping_helpers;
static _Atomic int owner_sleeps;

static uint64_t packed(uint64_t number, uint64_t count, uint64_t taken) {
  return number << 32 | count << 16 | taken;
}
static size_t count_of(uint64_t value) { return value >> 16 & 0xFFFF; }
static size_t taken_of(uint64_t value) { return value & 0xFFFF; }
static int has_pieces(uint64_t value) { return taken_of(value) < count_of(value); }

static void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// Computes one piece if there is one.
static int take_piece(void) {
  uint64_t seen = atomic_load_explicit(&state, memory_order_acquire);
  while (has_pieces(seen)) {
    if (!atomic_compare_exchange_weak_explicit(&state, &seen, seen + 1, memory_order_acq_rel, memory_order_acquire))
      continue;
    job_piece(job_context, taken_of(seen));
    // Ordered against await: either the owner sees the last piece finished, or this thread sees the owner asleep.
    if (atomic_fetch_add(&finished, 1) + 1 == count_of(seen) && atomic_load(&owner_sleeps)) {
      pthread_mutex_lock(&lock);
      pthread_cond_signal(&job_finished);
      pthread_mutex_unlock(&lock);
    }
    return 1;
  }
  return 0;
}

static int may_help(size_t number) {
  return number < atomic_load_explicit(&helper_limit, memory_order_relaxed) && has_pieces(atomic_load(&state));
}

static void *help(void *argument) {
  size_t number = (size_t)(uintptr_t)argument;
  for (;;) {
    for (int round = 0; round < AWAKE_ROUNDS; round++) {
      if (may_help(number) && take_piece()) round = 0;
      pause_briefly();
    }
    pthread_mutex_lock(&lock);
    atomic_fetch_add(&sleeping_helpers, 1);
    while (!may_help(number)) pthread_cond_wait(&job_published, &lock);
    atomic_fetch_sub(&sleeping_helpers, 1);
    pthread_mutex_unlock(&lock);
  }
  return NULL;
}

static void start_helpers(size_t wanted) {
  while (helper_count < wanted && helper_count < MOST_THREADS) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, help, (void *)(uintptr_t)helper_count) != 0) return;
    pthread_detach(thread);
    helper_count++;
  }
}

static void publish(size_t count) {
  uint64_t number = (atomic_load(&state) >> 32) + 1;
  atomic_store(&finished, 0);
  atomic_store(&state, packed(number & 0xFFFFFFFF, count, 0));
  if (atomic_load(&sleeping_helpers) == 0) return;
  pthread_mutex_lock(&lock);
  pthread_cond_broadcast(&job_published);
  pthread_mutex_unlock(&lock);
}

static void await(size_t count) {
  for (int round = 0; round < AWAKE_ROUNDS; round++) {
    if (atomic_load_explicit(&finished, memory_order_acquire) == count) return;
    pause_briefly();
  }
  pthread_mutex_lock(&lock);
  atomic_store(&owner_sleeps, 1);
  while (atomic_load(&finished) != count) pthread_cond_wait(&job_finished, &lock);
  atomic_store(&owner_sleeps, 0);
  pthread_mutex_unlock(&lock);
}

void workers_run(size_t thread_count, size_t count, void (*piece)(void *context, size_t index), void *context) {
  if (thread_count < 2 || count < 2 || count > MOST_PIECES || atomic_flag_test_and_set(&has_owner)) {
    for (size_t index = 0; index < count; index++) piece(context, index);
    return;
  }
  start_helpers(thread_count - 1);
  atomic_store(&helper_limit, thread_count - 1);
  job_piece = piece;
  job_context = context;
  publish(count);
  while (take_piece()) {
  }
  await(count);
  atomic_flag_clear(&has_owner);
}
