// SPDX-License-Identifier: Apache-2.0
#include "api/http/worker_pool.hpp"

#include <cassert>
#include <utility>

namespace api {

WorkerPool::WorkerPool(int threads, std::size_t queue_limit) : m_queue_limit(queue_limit) {
  assert(threads > 0);
  for (int i = 0; i < threads; ++i) {
    m_threads.emplace_back([this] { run(); });
  }
}

bool WorkerPool::try_push(Job job) {
  {
    const std::lock_guard lock(m_mutex);
    if (m_stopping || m_queue.size() >= m_queue_limit) { return false; }
    m_queue.push_back(std::move(job));
  }
  m_wake.notify_one();
  return true;
}

std::size_t WorkerPool::waiting() const {
  const std::lock_guard lock(m_mutex);
  return m_queue.size();
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock(m_mutex);
    m_stopping = true;
  }
  m_wake.notify_all();
  for (std::thread& thread : m_threads) {
    if (thread.joinable()) { thread.join(); }
  }
  m_queue.clear();
}

void WorkerPool::run() {
  while (true) {
    Job job;
    {
      std::unique_lock lock(m_mutex);
      m_wake.wait(lock, [this] { return m_stopping || !m_queue.empty(); });
      if (m_stopping) { return; }
      job = std::move(m_queue.front());
      m_queue.pop_front();
    }
    job();
  }
}

}  // namespace api
