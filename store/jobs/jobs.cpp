// SPDX-License-Identifier: Apache-2.0
#include "store/jobs/jobs.hpp"

#include "geo/base/error.hpp"
#include "geo/base/hex.hpp"
#include "store/jobs/process.hpp"
#include "store/sqlite/database.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <utility>

namespace store {
namespace {

constexpr std::array<std::string_view, 6> state_names{"running", "succeeded", "failed", "cancelled", "interrupted", "waiting"};
/// In the order of geo::Problem.
constexpr std::array<std::string_view, 9> problem_names{"usage", "input",       "not_found", "conflict", "too_large",
                                                        "busy",  "unsupported", "damaged",   "failed"};
static_assert(static_cast<std::size_t>(geo::Problem::failed) + 1 == problem_names.size());
constexpr auto pace = std::chrono::milliseconds(100);

JobState state_named(std::string_view name) {
  for (std::size_t i = 0; i < state_names.size(); ++i) {
    if (state_names[i] == name) { return static_cast<JobState>(i); }
  }
  return JobState::interrupted;
}

geo::Problem problem_named(std::string_view name) {
  const auto* found = std::find(problem_names.begin(), problem_names.end(), name);
  return found == problem_names.end() ? geo::Problem::failed : static_cast<geo::Problem>(found - problem_names.begin());
}

std::string random_id() {
  std::array<char, 16> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return geo::to_hex({bytes.data(), bytes.size()});
}

/// The list must never stop the work it lists: what cannot be written to it is left out.
template <class Write>
void if_possible(Write write) noexcept {
  try {
    write();
  } catch (...) {}
}

/// Both languages in the one column that lists of older programs have; theirs are in English alone.
constexpr char between_languages = '\x1e';

std::string joined(const geo::Text& text) { return text.en.empty() ? "" : text.en + between_languages + text.pt; }

geo::Text parted(std::string_view text) {
  const std::size_t at = text.find(between_languages);
  if (at == std::string_view::npos) { return {std::string(text), std::string(text)}; }
  return {std::string(text.substr(0, at)), std::string(text.substr(at + 1))};
}

constexpr const char* columns =
    "id, kind, role, parameters, state, progress, result, message, started_at, finished_at, account, method, problem, cancel, created_at, "
    "updated_at";

JobRecord read(const Statement& s) {
  JobRecord r;
  r.id = s.text(0);
  r.kind = s.text(1);
  r.role = s.text(2);
  r.parameters_json = s.text(3);
  r.state = state_named(s.text(4));
  r.progress = s.real(5);
  r.result_json = s.text(6);
  r.message = parted(s.text(7));
  r.started_at = s.integer(8);
  if (!s.is_null(9)) { r.finished_at = s.integer(9); }
  r.account = s.text(10);
  r.method = s.text(11);
  r.problem = problem_named(s.text(12));
  r.asked_to_stop = s.integer(13) != 0;
  r.created_at = s.integer(14);
  r.updated_at = s.integer(15);
  return r;
}

/// What lists of older programs have not.
void add_columns(Database& database) {
  constexpr std::array<std::pair<const char*, const char*>, 5> later{{{"account", "TEXT NOT NULL DEFAULT ''"},
                                                                      {"method", "TEXT NOT NULL DEFAULT ''"},
                                                                      {"problem", "TEXT NOT NULL DEFAULT ''"},
                                                                      {"created_at", "INTEGER NOT NULL DEFAULT 0"},
                                                                      {"updated_at", "INTEGER NOT NULL DEFAULT 0"}}};
  const auto is_there = [&](const char* column) {
    return database.prepare("SELECT 1 FROM pragma_table_info('job') WHERE name=?").bind(1, column).step();
  };
  if (is_there(later.back().first)) { return; }
  Transaction transaction(database);
  for (const auto& [column, type] : later) {
    if (!is_there(column)) { database.execute((std::string("ALTER TABLE job ADD COLUMN ") + column + ' ' + type).c_str()); }
  }
  transaction.commit();
}

}  // namespace

std::string_view to_string(JobState state) { return state_names[static_cast<std::size_t>(state)]; }

struct JobTable {
  JobTable(const std::filesystem::path& file, std::function<geo::TimeMs()> wall_clock)
      : database((make_private_file(file), file), Database::Mode::read_write), clock(std::move(wall_clock)) {
    database.execute(
        "PRAGMA synchronous=NORMAL; CREATE TABLE IF NOT EXISTS job(id TEXT PRIMARY KEY, kind TEXT NOT NULL, role TEXT NOT NULL, "
        "parameters TEXT NOT NULL, state TEXT NOT NULL, progress REAL NOT NULL, result TEXT NOT NULL, message TEXT NOT NULL, "
        "started_at INTEGER NOT NULL, finished_at INTEGER, process TEXT NOT NULL, cancel INTEGER NOT NULL) STRICT");
    add_columns(database);
  }
  std::mutex mutex;
  Database database;
  std::function<geo::TimeMs()> clock;
};

struct Job::Pace {
  std::mutex mutex;
  std::chrono::steady_clock::time_point next_write;
  std::chrono::steady_clock::time_point next_look;
  std::atomic<bool> cancelled{false};
};

Job::Job(std::shared_ptr<JobTable> table, std::string id)
    : m_table(std::move(table)), m_id(std::move(id)), m_pace(std::make_unique<Pace>()) {}

Job::~Job() {
  if (!m_finished) { fail({"ended without a result", "terminou sem resultado"}); }
}

geo::Progress Job::progress() { return progress({}); }

geo::Progress Job::progress(const geo::Progress& also) {
  const auto at = [this, also](std::int64_t done, std::int64_t total) {
    also.at(done, total);
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard own(m_pace->mutex);
    if (total <= 0 || now < m_pace->next_write) { return; }
    m_pace->next_write = now + pace;
    if_possible([&] {
      const std::lock_guard lock(m_table->mutex);
      Statement s = m_table->database.prepare("UPDATE job SET progress=?, updated_at=? WHERE id=?");
      s.bind(1, static_cast<double>(done) / static_cast<double>(total)).bind(2, m_table->clock()).bind(3, m_id).run();
    });
  };
  const auto stop = [this, also] {
    if (also.cancelled() || m_pace->cancelled) { return true; }
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard own(m_pace->mutex);
    if (now < m_pace->next_look) { return false; }
    m_pace->next_look = now + pace;
    if_possible([&] {
      const std::lock_guard lock(m_table->mutex);
      Statement s = m_table->database.prepare("SELECT cancel FROM job WHERE id=?");
      m_pace->cancelled = s.bind(1, m_id).step() && s.integer(0) != 0;
    });
    return m_pace->cancelled.load();
  };
  return geo::Progress(at, stop);
}

void Job::succeed(const std::string& result_json) { finish(JobState::succeeded, result_json, {}); }
void Job::fail(const geo::Text& message, geo::Problem problem) { finish(JobState::failed, "", message, problem); }
void Job::end_cancelled() { finish(JobState::cancelled, "", {}); }
void Job::end_interrupted() { finish(JobState::interrupted, "", {}); }

bool Job::begin() {
  const std::lock_guard lock(m_table->mutex);
  const geo::TimeMs now = m_table->clock();
  Statement s = m_table->database.prepare(
      "UPDATE job SET state='running', started_at=?, updated_at=? WHERE id=? AND state='waiting' AND cancel=0 RETURNING id");
  const bool begins = s.bind(1, now).bind(2, now).bind(3, m_id).step();
  s.reset();
  return begins;
}

void Job::succeed_unless_cancelled(const std::string& result_json) {
  bool cancelled = false;
  if_possible([&] {
    const std::lock_guard lock(m_table->mutex);
    // One statement: whoever asks it to stop comes before it or finds that it has ended.
    Statement s = m_table->database.prepare(
        "UPDATE job SET state='succeeded', result=?1, finished_at=?2, updated_at=?2, progress=1 WHERE id=?3 AND cancel=0 RETURNING id");
    cancelled = !s.bind(1, result_json).bind(2, m_table->clock()).bind(3, m_id).step();
    s.reset();
  });
  m_finished = true;
  if (cancelled) { end_cancelled(); }
}

void Job::finish(JobState state, const std::string& result_json, const geo::Text& message, geo::Problem problem) {
  m_finished = true;
  if_possible([&] {
    const std::lock_guard lock(m_table->mutex);
    Statement s = m_table->database.prepare(
        "UPDATE job SET state=?1, result=?2, message=?3, finished_at=?4, updated_at=?4, problem=?5, progress=CASE WHEN ?1='succeeded' THEN "
        "1 "
        "ELSE progress END WHERE id=?6");
    s.bind(1, to_string(state))
        .bind(2, result_json)
        .bind(3, joined(message))
        .bind(4, m_table->clock())
        .bind(5, state == JobState::failed ? problem_names[static_cast<std::size_t>(problem)] : std::string_view())
        .bind(6, m_id)
        .run();
  });
}

JobRegistry::JobRegistry(const std::filesystem::path& store_file, std::function<geo::TimeMs()> clock)
    : m_table(std::make_shared<JobTable>(store_file.string() + ".jobs", std::move(clock))) {
  Database& db = m_table->database;
  std::vector<std::string> gone;
  Statement running = db.prepare("SELECT id, process FROM job WHERE state IN ('running', 'waiting')");
  while (running.step()) {
    if (!is_running(std::string(running.text(1)))) { gone.emplace_back(running.text(0)); }
  }
  running.reset();
  Statement s =
      db.prepare("UPDATE job SET state='interrupted', finished_at=?1, updated_at=?1 WHERE id=?2 AND state IN ('running', 'waiting')");
  for (const std::string& id : gone) { s.bind(1, m_table->clock()).bind(2, id).run(); }
}

namespace {

std::unique_ptr<Job> enter(const std::shared_ptr<JobTable>& table, const JobRequest& request, JobState state) {
  const std::string id = random_id();
  const std::string process = this_process();
  const std::lock_guard lock(table->mutex);
  Statement s = table->database.prepare(
      "INSERT INTO job(id, kind, role, parameters, state, progress, result, message, started_at, process, cancel, account, method, "
      "created_at, "
      "updated_at) VALUES(?1,?2,?3,?4,?5,0,'','',?6,?7,0,?8,?9,?6,?6)");
  s.bind(1, id).bind(2, request.kind).bind(3, request.role).bind(4, request.parameters_json).bind(5, to_string(state));
  s.bind(6, table->clock()).bind(7, process).bind(8, request.account).bind(9, request.method).run();
  return std::make_unique<Job>(table, id);
}

}  // namespace

std::unique_ptr<Job> JobRegistry::start(const std::string& kind, const std::string& role, const std::string& parameters_json) {
  return enter(m_table, {kind, role, parameters_json}, JobState::running);
}

std::unique_ptr<Job> JobRegistry::accept(const JobRequest& request) { return enter(m_table, request, JobState::waiting); }

std::vector<JobRecord> JobRegistry::list() const {
  const std::lock_guard lock(m_table->mutex);
  Statement s = m_table->database.prepare(std::string("SELECT ") + columns + " FROM job ORDER BY started_at DESC, rowid DESC");
  std::vector<JobRecord> jobs;
  while (s.step()) { jobs.push_back(read(s)); }
  return jobs;
}

std::optional<JobRecord> JobRegistry::find(const std::string& id) const {
  const std::lock_guard lock(m_table->mutex);
  Statement s = m_table->database.prepare(std::string("SELECT ") + columns + " FROM job WHERE id=?");
  return s.bind(1, id).step() ? std::optional(read(s)) : std::nullopt;
}

bool JobRegistry::cancel(const std::string& id) {
  const std::lock_guard lock(m_table->mutex);
  Statement s = m_table->database.prepare("UPDATE job SET cancel=1 WHERE id=? AND state IN ('running', 'waiting') RETURNING id");
  const bool found = s.bind(1, id).step();
  s.reset();
  return found;
}

bool JobRegistry::remove(const std::string& id) {
  const std::lock_guard lock(m_table->mutex);
  Statement s = m_table->database.prepare("DELETE FROM job WHERE id=? AND state NOT IN ('running', 'waiting') RETURNING id");
  const bool found = s.bind(1, id).step();
  s.reset();
  return found;
}

void JobRegistry::forget_ended_before(geo::TimeMs time) {
  const std::lock_guard lock(m_table->mutex);
  m_table->database.prepare("DELETE FROM job WHERE account<>'' AND finished_at<?").bind(1, time).run();
}

}  // namespace store
