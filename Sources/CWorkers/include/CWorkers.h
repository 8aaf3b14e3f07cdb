/// A few threads that compute the pieces of one job after another.
///
/// Between jobs a thread stays awake for a millisecond before it sleeps: training alternates between short
/// serial and short parallel stretches, and waking a sleeping thread costs more than the serial stretch (measured in a
/// virtual machine: 64 microseconds in the median, milliseconds in the tail, against 0.6 for a thread that is awake).
/// Pieces are taken, not assigned: while a thread wakes up or another process has its core, the caller does its pieces.
/// Threads that keep the caller waiting for longer than they save it rest for a while, so that several threads are not
/// slower than one when other processes want the cores too.
#ifndef FORECAST_CWORKERS_H
#define FORECAST_CWORKERS_H

#include <stddef.h>

#pragma clang assume_nonnull begin

/// Calls piece(context, 0) to piece(context, count - 1), each once, on the calling thread and up to thread_count - 1
/// others, and returns when all are done. More threads than this process may use cores are not used.
///
/// A call from within a piece, or while another thread has a job running, does all pieces itself.
void workers_run(size_t thread_count, size_t count, void (*piece)(void *context, size_t index), void *context);

/// Calls task(context, 0) to task(context, count - 1), each on a thread of its own, the first on the calling one, and
/// returns when all are done. Where the system gives fewer threads, fewer tasks are called: they should take what there
/// is to do from one list.
///
/// workers_run within a task has helpers of its own, which no other task shares.
void workers_run_apart(size_t count, void (*task)(void *context, size_t index), void *context);

#pragma clang assume_nonnull end
#endif
