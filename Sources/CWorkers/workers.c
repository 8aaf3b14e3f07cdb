#include "CWorkers.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

enum { MOST_THREADS = 256, MOST_PIECES = 1 << 15 };

// About 0.2 ms: longer than the serial stretch between two parallel ones of a training step, shorter than any time
// slice that another process could miss.
enum { AWAKE_ROUNDS = 6000 };

// The pieces of a job that one thread does first, taken from the front by itself and from the back by others who have
// nothing left. The job's number, the first piece left and the end of the pieces change together: a thread that was late
// for one job cannot take a piece of the next one by mistake. Shares lie apart, so that taking disturbs nobody.
struct share {
  _Alignas(128) _Atomic uint64_t state;
};
static struct share shares[MOST_THREADS + 1];
static _Atomic size_t share_count;

static _Atomic uint64_t job_number;
static _Atomic size_t unfinished;
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

static uint64_t packed(uint64_t number, uint64_t first, uint64_t end) {
  return (number & 0xFFFFFFFF) << 32 | first << 16 | end;
}
static size_t first_of(uint64_t value) { return value >> 16 & 0xFFFF; }
static size_t end_of(uint64_t value) { return value & 0xFFFF; }

static void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void compute(size_t index) {
  job_piece(job_context, index);
  // Ordered against await: either the owner sees the last piece finished, or this thread sees the owner asleep.
  if (atomic_fetch_sub(&unfinished, 1) == 1 && atomic_load(&owner_sleeps)) {
    pthread_mutex_lock(&lock);
    pthread_cond_signal(&job_finished);
    pthread_mutex_unlock(&lock);
  }
}

// Computes one piece of a share if there is one.
static int take_piece(struct share *share, int is_own) {
  uint64_t seen = atomic_load_explicit(&share->state, memory_order_acquire);
  while (first_of(seen) < end_of(seen)) {
    uint64_t rest = is_own ? seen + (1 << 16) : seen - 1;
    if (!atomic_compare_exchange_weak_explicit(&share->state, &seen, rest, memory_order_acq_rel, memory_order_acquire))
      continue;
    compute(is_own ? first_of(seen) : end_of(rest));
    return 1;
  }
  return 0;
}

// Computes pieces until none is left: first those of the thread's own share.
static void take_pieces(size_t thread) {
  size_t count = atomic_load(&share_count);
  for (size_t distance = 0; distance < count; distance++)
    while (take_piece(&shares[(thread + distance) % count], distance == 0)) {
    }
}

static int has_news(size_t thread, uint64_t seen) {
  return atomic_load_explicit(&job_number, memory_order_acquire) != seen &&
         thread <= atomic_load_explicit(&helper_limit, memory_order_relaxed);
}

static void *help(void *argument) {
  size_t thread = (size_t)(uintptr_t)argument;
  uint64_t seen = 0;
  for (;;) {
    for (int round = 0; round < AWAKE_ROUNDS; round++) {
      if (has_news(thread, seen)) {
        seen = atomic_load(&job_number);
        take_pieces(thread);
        round = 0;
      }
      pause_briefly();
    }
    pthread_mutex_lock(&lock);
    atomic_fetch_add(&sleeping_helpers, 1);
    while (!has_news(thread, seen)) pthread_cond_wait(&job_published, &lock);
    atomic_fetch_sub(&sleeping_helpers, 1);
    pthread_mutex_unlock(&lock);
  }
  return NULL;
}

static void start_helpers(size_t wanted) {
  while (helper_count < wanted && helper_count < MOST_THREADS) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, help, (void *)(uintptr_t)(helper_count + 1)) != 0) return;
    pthread_detach(thread);
    helper_count++;
  }
}

static void publish(size_t thread_count, size_t count) {
  uint64_t number = atomic_load(&job_number) + 1;
  size_t sharing = thread_count < count ? thread_count : count;
  atomic_store(&unfinished, count);
  atomic_store(&share_count, sharing);
  for (size_t i = 0; i < sharing; i++)
    atomic_store_explicit(&shares[i].state, packed(number, count * i / sharing, count * (i + 1) / sharing),
                          memory_order_release);
  atomic_store(&job_number, number);
  if (atomic_load(&sleeping_helpers) == 0) return;
  pthread_mutex_lock(&lock);
  pthread_cond_broadcast(&job_published);
  pthread_mutex_unlock(&lock);
}

static void await(void) {
  for (int round = 0; round < AWAKE_ROUNDS; round++) {
    if (atomic_load_explicit(&unfinished, memory_order_acquire) == 0) return;
    pause_briefly();
  }
  pthread_mutex_lock(&lock);
  atomic_store(&owner_sleeps, 1);
  while (atomic_load(&unfinished) != 0) pthread_cond_wait(&job_finished, &lock);
  atomic_store(&owner_sleeps, 0);
  pthread_mutex_unlock(&lock);
}

void workers_run(size_t thread_count, size_t count, void (*piece)(void *context, size_t index), void *context) {
  if (thread_count < 2 || count < 2 || count > MOST_PIECES || atomic_flag_test_and_set(&has_owner)) {
    for (size_t index = 0; index < count; index++) piece(context, index);
    return;
  }
  if (thread_count > MOST_THREADS + 1) thread_count = MOST_THREADS + 1;
  start_helpers(thread_count - 1);
  atomic_store(&helper_limit, thread_count - 1);
  job_piece = piece;
  job_context = context;
  publish(thread_count, count);
  take_pieces(0);
  await();
  atomic_flag_clear(&has_owner);
}
