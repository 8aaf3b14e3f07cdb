// The helpers of one job at a time, and that job.
#ifndef FORECAST_CREW_H
#define FORECAST_CREW_H

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum { MOST_THREADS = 256, MOST_PIECES = 1 << 15 };

// The pieces of a job that one thread does first, taken from the front by itself and from the back by others who have
// nothing left. The job's number, the first piece left and the end of the pieces change together: a thread that was late
// for one job cannot take a piece of the next one by mistake. Shares lie apart, so that taking disturbs nobody.
struct share {
  _Alignas(128) _Atomic uint64_t state;
};

// A helper as the owner of the jobs knows it.
struct helper {
  // Whether it has taken a piece that is not done yet; written by the helper.
  _Alignas(128) _Atomic int is_busy;
  // The share that it takes from first, or RESTING; written by the owner, as everything that follows.
  _Alignas(128) _Atomic uint32_t home;
  // Whether it kept the owner waiting in the present job.
  int is_late;
  // In ticks: when it takes part again, how long it rests next, and what the crew had gained when its account stood at 0.
  uint64_t rests_until, next_rest;
  int64_t base;
};

enum { RESTING = UINT32_MAX };

struct crew {
  struct share shares[MOST_THREADS + 1];
  struct helper helpers[MOST_THREADS];
  _Atomic size_t share_count;

  _Atomic uint64_t job_number;
  _Atomic size_t unfinished;
  void (*job_piece)(void *context, size_t index);
  void *job_context;
  // A piece that is taken stands for so many of the job, of which there are job_count.
  size_t job_group, job_count;

  atomic_flag has_owner;
  size_t helper_count;
  // What a helper has gained the owner by its share of all jobs, in ticks.
  int64_t gained;
  // When the owner last looked whether it had lost its core, and how often it had until then.
  uint64_t last_look;
  long lost_cores;

  pthread_mutex_t lock;
  pthread_cond_t job_published;
  pthread_cond_t job_finished;
  _Atomic int helpers_sleep;
  _Atomic int owner_sleeps;
};

// Makes a crew that has been zeroed ready.
void crew_initialize(struct crew *crew);

// Has a job done by the calling thread and thread_count - 1 helpers of a crew that the thread owns.
void crew_run(struct crew *crew, size_t thread_count, size_t count, void (*piece)(void *context, size_t index),
              void *context);

// The crew of a thread that works apart, and of the helpers in it; null for threads that share one.
extern _Thread_local struct crew *own_crew;

// The helpers' side: starts helpers until there are so many, as far as the system gives threads.
void start_helpers(struct crew *crew, size_t wanted);

// Computes pieces until none is left, those of one share first; returns how many.
size_t take_pieces(struct crew *crew, size_t home, _Atomic int *is_busy);

// rest.c, the owner's side: who takes part in the next job, and who had better not for a while.

// Gives those of the first `wanted` helpers that do not rest a home each; returns how many there are.
size_t assign_homes(struct crew *crew, size_t wanted);
// Notes which helpers keep the owner waiting.
void note_the_late(struct crew *crew);
// Books that those have cost so many ticks; a helper that costs more than it gains rests.
void charge_the_late(struct crew *crew, uint64_t cost);
// Ticks in so many microseconds.
uint64_t ticks_of(uint64_t microseconds);

#endif
