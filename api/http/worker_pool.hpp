// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace api {

/// Threads that run jobs in the order given, from a queue that refuses when it is full. Thread-safe.
class WorkerPool {
 public:
  using Job = std::function<void()>;

  WorkerPool(int threads, std::size_t queue_limit);
  ~WorkerPool() { stop(); }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// False, and the job is dropped, when `queue_limit` jobs wait already or the pool was stopped. Jobs must not throw.
  bool try_push(Job job);

  /// Jobs waiting, not counting those running.
  [[nodiscard]] std::size_t waiting() const;

  /// Ends the threads after the jobs they are in; waiting jobs are dropped. Not from a job.
  void stop();

 private:
  void run();

  mutable std::mutex m_mutex;
  std::condition_variable m_wake;
  std::deque<Job> m_queue;
  std::size_t m_queue_limit;
  bool m_stopping = false;
  std::vector<std::thread> m_threads;
};

}  // namespace api
