// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/jobs/jobs.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace api {

struct JobLimits {
  int threads = 2;             ///< jobs that run at once
  std::size_t waiting = 32;    ///< jobs of everybody that wait for their turn
  std::size_t of_account = 4;  ///< jobs of one account that run or wait
  bool keeps_work = false;     ///< what has been done stays done: a job that is told to stop too late has succeeded
};

/// Long work on threads of its own, apart from those that answer requests, each piece of it a job of the registry. Thread-safe.
class JobRunner {
 public:
  /// Gives one JSON value; throws geo::Error, which then stands in the list.
  using Work = std::function<std::string(const geo::Progress&)>;
  /// Gets the id of a job and what went wrong inside, for the log.
  using Say = std::function<void(std::string_view id, std::string_view what)>;

  /// `registry` must outlive the runner.
  explicit JobRunner(store::JobRegistry& registry, JobLimits limits = {}, Say say = {});
  ~JobRunner() { stop(); }
  JobRunner(const JobRunner&) = delete;
  JobRunner& operator=(const JobRunner&) = delete;

  enum class Refusal { none, of_account, full };
  struct Answer {
    std::string id = {};
    Refusal refusal = Refusal::none;
  };
  /// Takes the work on, or says why not. Throws when it cannot be entered in the list.
  Answer accept(const store::JobRequest& request, Work work);

  /// Asks it to stop. One that waits ends at once; one that runs as soon as its work looks up. False when there is none of that id.
  bool dismiss(const std::string& id);

  /// Takes nothing on any more. Asks what runs to stop and waits for it; it and what waits end as interrupted. Not from a job.
  void stop();

  /// Returns true when the job has ended; false at `until`, or as soon as `given_up` says so (asked ten times a second).
  bool wait(const std::string& id, std::chrono::steady_clock::time_point until, const std::function<bool()>& given_up);

 private:
  struct Entry;
  void run();
  void work_on(Entry& entry);

  store::JobRegistry& m_registry;
  JobLimits m_limits;
  Say m_say;
  mutable std::mutex m_mutex;
  std::condition_variable m_wake;   ///< work or the end
  std::condition_variable m_ended;  ///< a job has ended
  std::deque<std::shared_ptr<Entry>> m_waiting;
  std::vector<std::shared_ptr<Entry>> m_running;
  bool m_stopping = false;
  std::vector<std::thread> m_threads;
  std::once_flag m_stopped;
};

}  // namespace api
