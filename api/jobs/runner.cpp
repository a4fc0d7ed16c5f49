// SPDX-License-Identifier: Apache-2.0
#include "api/jobs/runner.hpp"

#include "geo/base/error.hpp"

#include <algorithm>
#include <cassert>
#include <exception>
#include <utility>

namespace api {

struct JobRunner::Entry {
  std::string account;
  std::unique_ptr<store::Job> job;
  Work work;
};

JobRunner::JobRunner(store::JobRegistry& registry, JobLimits limits, Say say)
    : m_registry(registry), m_limits(limits), m_say(std::move(say)) {
  assert(limits.threads > 0);
  for (int i = 0; i < limits.threads; ++i) {
    m_threads.emplace_back([this] { run(); });
  }
}

void JobRunner::stop() {
  std::deque<std::shared_ptr<Entry>> dropped;
  {
    const std::lock_guard lock(m_mutex);
    m_stopping = true;
    dropped.swap(m_waiting);
  }
  m_wake.notify_all();
  m_ended.notify_all();
  for (const auto& entry : dropped) { entry->job->end_interrupted(); }
  std::call_once(m_stopped, [this] {
    for (std::thread& thread : m_threads) { thread.join(); }
  });
}

JobRunner::Answer JobRunner::accept(const store::JobRequest& request, Work work) {
  const std::lock_guard lock(m_mutex);
  if (m_stopping) { return {{}, Refusal::full}; }
  const auto of_account = [&](const auto& entries) {
    return std::count_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry->account == request.account; });
  };
  if (static_cast<std::size_t>(of_account(m_waiting) + of_account(m_running)) >= m_limits.of_account) { return {{}, Refusal::of_account}; }
  if (m_waiting.size() >= m_limits.waiting) { return {{}, Refusal::full}; }
  auto entry = std::make_shared<Entry>(Entry{request.account, m_registry.accept(request), std::move(work)});
  m_waiting.push_back(entry);
  m_wake.notify_one();
  return {entry->job->id()};
}

bool JobRunner::dismiss(const std::string& id) {
  std::shared_ptr<Entry> dropped;
  {
    const std::lock_guard lock(m_mutex);
    const auto found = std::find_if(m_waiting.begin(), m_waiting.end(), [&](const auto& entry) { return entry->job->id() == id; });
    if (found != m_waiting.end()) {
      dropped = *found;
      m_waiting.erase(found);
    }
  }
  if (!dropped) { return m_registry.cancel(id); }
  dropped->job->end_cancelled();
  m_ended.notify_all();
  return true;
}

bool JobRunner::wait(const std::string& id, std::chrono::steady_clock::time_point until, const std::function<bool()>& given_up) {
  constexpr auto pace = std::chrono::milliseconds(100);
  const auto is_here = [&](const auto& entries) {
    return std::any_of(entries.begin(), entries.end(), [&](const auto& entry) { return entry->job->id() == id; });
  };
  std::unique_lock lock(m_mutex);
  while (is_here(m_waiting) || is_here(m_running)) {
    const auto now = std::chrono::steady_clock::now();
    if (now >= until || m_stopping) { return false; }
    lock.unlock();
    const bool leaves = given_up && given_up();
    lock.lock();
    if (leaves) { return false; }
    m_ended.wait_until(lock, std::min(until, now + pace));
  }
  return true;
}

void JobRunner::run() {
  while (true) {
    std::shared_ptr<Entry> entry;
    {
      std::unique_lock lock(m_mutex);
      m_wake.wait(lock, [this] { return m_stopping || !m_waiting.empty(); });
      if (m_stopping) { return; }
      entry = m_waiting.front();
      m_waiting.pop_front();
      m_running.push_back(entry);
    }
    work_on(*entry);
    const std::lock_guard lock(m_mutex);
    m_running.erase(std::find(m_running.begin(), m_running.end(), entry));
    m_ended.notify_all();
  }
}

void JobRunner::work_on(Entry& entry) {
  store::Job& job = *entry.job;
  const auto stopping = [this] {
    const std::lock_guard lock(m_mutex);
    return m_stopping;
  };
  const geo::Progress progress = job.progress(geo::Progress({}, stopping));
  const auto inside = [&](std::string_view what) {
    if (m_say) { m_say(job.id(), what); }
    job.fail({"a fault of the service; its log says more under the job's number",
              "uma falha do serviço; o seu registo diz mais sob o número do trabalho"});
  };
  try {
    if (!job.begin()) { return job.end_cancelled(); }
    const std::string result = entry.work(progress);
    m_limits.keeps_work ? job.succeed(result) : job.succeed_unless_cancelled(result);
  } catch (const geo::Error& error) {
    if (stopping()) { return job.end_interrupted(); }
    if (progress.cancelled()) { return job.end_cancelled(); }
    const bool is_inside = error.problem() == geo::Problem::failed || error.problem() == geo::Problem::damaged;
    is_inside ? inside(error.what()) : job.fail(error.text(), error.problem());
  } catch (const std::exception& error) { inside(error.what()); }
}

}  // namespace api
