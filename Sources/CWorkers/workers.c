#if defined(__linux__)
#define _GNU_SOURCE  // the set of cores that a process may use
#endif
#include "CWorkers.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crew.h"

static struct crew shared_crew = {.has_owner = ATOMIC_FLAG_INIT,
                                  .lock = PTHREAD_MUTEX_INITIALIZER,
                                  .job_published = PTHREAD_COND_INITIALIZER,
                                  .job_finished = PTHREAD_COND_INITIALIZER};
_Thread_local struct crew *own_crew;

// Cores that this process may use; more threads would only take turns.
static size_t core_count(void) {
  static _Atomic size_t known;
  size_t count = atomic_load_explicit(&known, memory_order_relaxed);
  if (count) return count;
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) count = (size_t)CPU_COUNT(&set);
#endif
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  if (!count) count = online > 0 ? (size_t)online : 1;
  atomic_store_explicit(&known, count, memory_order_relaxed);
  return count;
}

void workers_run(size_t thread_count, size_t count, void (*piece)(void *context, size_t index), void *context) {
  struct crew *crew = own_crew ? own_crew : &shared_crew;
  if (thread_count > MOST_THREADS + 1) thread_count = MOST_THREADS + 1;
  if (thread_count > core_count()) thread_count = core_count();
  if (thread_count < 2 || count < 2 || atomic_flag_test_and_set(&crew->has_owner)) {
    for (size_t index = 0; index < count; index++) piece(context, index);
    return;
  }
  crew_run(crew, thread_count, count, piece, context);
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
    crew_initialize(crew);
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
