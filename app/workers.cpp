// SPDX-License-Identifier: Apache-2.0
#include "app/workers.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace app {
namespace {

class Round {
 public:
  Round(std::size_t count, const std::function<void(std::size_t)>& task) : m_count(count), m_task(task) {}

  void work() {
    for (std::size_t i = m_next++; i < m_count; i = m_next++) {
      try {
        m_task(i);
      } catch (...) {
        const std::lock_guard lock(m_mutex);
        if (!m_error) { m_error = std::current_exception(); }
        m_next = m_count;
      }
    }
  }
  void rethrow() const {
    if (m_error) { std::rethrow_exception(m_error); }
  }

 private:
  std::size_t m_count;
  const std::function<void(std::size_t)>& m_task;
  std::atomic<std::size_t> m_next{0};
  std::mutex m_mutex;
  std::exception_ptr m_error;
};

void run(std::size_t threads, std::size_t count, const std::function<void(std::size_t)>& task) {
  Round round(count, task);
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < std::min(threads, count); ++i) {
    try {
      others.emplace_back([&round] { round.work(); });
    } catch (const std::system_error&) { break; }  // no more threads to be had: those there are do it all
  }
  round.work();
  for (std::thread& other : others) { other.join(); }
  round.rethrow();
}

}  // namespace

geo::Workers thread_workers(std::size_t threads) {
  return [threads](std::size_t count, const std::function<void(std::size_t)>& task) { run(threads, count, task); };
}

geo::Workers all_workers() {
  constexpr unsigned most = 8;
  return thread_workers(std::clamp(std::thread::hardware_concurrency(), 1U, most));
}

}  // namespace app
