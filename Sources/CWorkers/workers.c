#include "CWorkers.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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

// The helpers of one job at a time, and that job.
struct crew {
  struct share shares[MOST_THREADS + 1];
  _Atomic size_t share_count;

  _Atomic uint64_t job_number;
  _Atomic size_t unfinished;
  _Atomic size_t helper_limit;
  void (*job_piece)(void *context, size_t index);
  void *job_context;
  // A piece that is taken stands for so many of the job, of which there are job_count.
  size_t job_group;
  size_t job_count;

  atomic_flag has_owner;
  size_t helper_count;

  pthread_mutex_t lock;
  pthread_cond_t job_published;
  pthread_cond_t job_finished;
  _Atomic size_t sleeping_helpers;
  _Atomic int owner_sleeps;
};

static struct crew shared_crew = {.has_owner = ATOMIC_FLAG_INIT,
                                  .lock = PTHREAD_MUTEX_INITIALIZER,
                                  .job_published = PTHREAD_COND_INITIALIZER,
                                  .job_finished = PTHREAD_COND_INITIALIZER};
// The crew of a thread that works apart, and of the helpers in it; nil for threads that share one.
static _Thread_local struct crew *own_crew;

struct helper {
  struct crew *crew;
  size_t thread;
};

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

// Computes pieces until none is left: first those of the thread's own share.
static void take_pieces(struct crew *crew, size_t thread) {
  size_t count = atomic_load(&crew->share_count);
  for (size_t distance = 0; distance < count; distance++)
    while (take_piece(crew, &crew->shares[(thread + distance) % count], distance == 0)) {
    }
}

static int has_news(struct crew *crew, size_t thread, uint64_t seen) {
  return atomic_load_explicit(&crew->job_number, memory_order_acquire) != seen &&
         thread <= atomic_load_explicit(&crew->helper_limit, memory_order_relaxed);
}

static void *help(void *argument) {
  struct helper helper = *(struct helper *)argument;
  struct crew *crew = helper.crew;
  size_t thread = helper.thread;
  free(argument);
  // A piece that asks for threads itself must find its own crew at work, not the shared one at rest.
  own_crew = crew;
  uint64_t seen = 0;
  for (;;) {
    for (int round = 0; round < AWAKE_ROUNDS; round++) {
      if (has_news(crew, thread, seen)) {
        seen = atomic_load(&crew->job_number);
        take_pieces(crew, thread);
        round = 0;
      }
      pause_briefly();
    }
    pthread_mutex_lock(&crew->lock);
    atomic_fetch_add(&crew->sleeping_helpers, 1);
    while (!has_news(crew, thread, seen)) pthread_cond_wait(&crew->job_published, &crew->lock);
    atomic_fetch_sub(&crew->sleeping_helpers, 1);
    pthread_mutex_unlock(&crew->lock);
  }
  return NULL;
}

static void start_helpers(struct crew *crew, size_t wanted) {
  while (crew->helper_count < wanted && crew->helper_count < MOST_THREADS) {
    struct helper *helper = malloc(sizeof *helper);
    if (!helper) return;
    *helper = (struct helper){crew, crew->helper_count + 1};
    pthread_t thread;
    if (pthread_create(&thread, NULL, help, helper) != 0) {
      free(helper);
      return;
    }
    pthread_detach(thread);
    crew->helper_count++;
  }
}

static void publish(struct crew *crew, size_t thread_count, size_t count) {
  uint64_t number = atomic_load(&crew->job_number) + 1;
  size_t sharing = thread_count < count ? thread_count : count;
  atomic_store(&crew->unfinished, count);
  atomic_store(&crew->share_count, sharing);
  for (size_t i = 0; i < sharing; i++)
    atomic_store_explicit(&crew->shares[i].state, packed(number, count * i / sharing, count * (i + 1) / sharing),
                          memory_order_release);
  atomic_store(&crew->job_number, number);
  if (atomic_load(&crew->sleeping_helpers) == 0) return;
  pthread_mutex_lock(&crew->lock);
  pthread_cond_broadcast(&crew->job_published);
  pthread_mutex_unlock(&crew->lock);
}

static void await(struct crew *crew) {
  for (int round = 0; round < AWAKE_ROUNDS; round++) {
    if (atomic_load_explicit(&crew->unfinished, memory_order_acquire) == 0) return;
    pause_briefly();
  }
  pthread_mutex_lock(&crew->lock);
  atomic_store(&crew->owner_sleeps, 1);
  while (atomic_load(&crew->unfinished) != 0) pthread_cond_wait(&crew->job_finished, &crew->lock);
  atomic_store(&crew->owner_sleeps, 0);
  pthread_mutex_unlock(&crew->lock);
}

void workers_run(size_t thread_count, size_t count, void (*piece)(void *context, size_t index), void *context) {
  struct crew *crew = own_crew ? own_crew : &shared_crew;
  if (thread_count < 2 || count < 2 || atomic_flag_test_and_set(&crew->has_owner)) {
    for (size_t index = 0; index < count; index++) piece(context, index);
    return;
  }
  if (thread_count > MOST_THREADS + 1) thread_count = MOST_THREADS + 1;
  start_helpers(crew, thread_count - 1);
  atomic_store(&crew->helper_limit, thread_count - 1);
  crew->job_piece = piece;
  crew->job_context = context;
  crew->job_count = count;
  crew->job_group = (count + MOST_PIECES - 1) / MOST_PIECES;
  publish(crew, thread_count, (count + crew->job_group - 1) / crew->job_group);
  take_pieces(crew, 0);
  await(crew);
  atomic_flag_clear(&crew->has_owner);
}

// The crews of threads that work apart, kept for the next call: their helpers never end.
static struct crew *crews_apart[MOST_THREADS];
static pthread_mutex_t crews_lock = PTHREAD_MUTEX_INITIALIZER;

static struct crew *crew_apart(size_t index) {
  if (index >= MOST_THREADS) return NULL;
  pthread_mutex_lock(&crews_lock);
  struct crew *crew = crews_apart[index];
  if (!crew && (crew = aligned_alloc(_Alignof(struct crew), sizeof *crew))) {
    memset(crew, 0, sizeof *crew);
    atomic_flag_clear(&crew->has_owner);
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->job_published, NULL);
    pthread_cond_init(&crew->job_finished, NULL);
    crews_apart[index] = crew;
  }
  pthread_mutex_unlock(&crews_lock);
  return crew;
}

struct task_apart {
  void (*task)(void *context, size_t index);
  void *context;
  size_t index;
  pthread_t thread;
};

static void *work_apart(void *argument) {
  struct task_apart *apart = argument;
  struct crew *before = own_crew;
  struct crew *crew = crew_apart(apart->index);
  if (crew) own_crew = crew;
  apart->task(apart->context, apart->index);
  own_crew = before;
  return NULL;
}

void workers_run_apart(size_t count, void (*task)(void *context, size_t index), void *context) {
  struct task_apart *tasks = calloc(count, sizeof *tasks);
  size_t started = 0;
  for (size_t index = 1; tasks && index < count; index++) {
    tasks[index] = (struct task_apart){.task = task, .context = context, .index = index};
    if (pthread_create(&tasks[index].thread, NULL, work_apart, &tasks[index]) != 0) break;
    started = index;
  }
  work_apart(&(struct task_apart){.task = task, .context = context});
  for (size_t index = 1; index <= started; index++) pthread_join(tasks[index].thread, NULL);
  free(tasks);
}
