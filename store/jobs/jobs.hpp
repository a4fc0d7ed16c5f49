// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/base/progress.hpp"
#include "geo/base/time.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace store {

enum class JobState : std::uint8_t {
  running,
  succeeded,
  failed,
  cancelled,
  interrupted,  ///< the process that ran it is gone without having said how it ended
  waiting,      ///< accepted, and not begun
};
std::string_view to_string(JobState state);

/// What is asked for, as the list names it: no rows, no places.
struct JobRequest {
  std::string kind;  ///< import, analyse, export, …
  std::string role;  ///< whose eyes it works with
  std::string parameters_json;
  std::string account = {};  ///< who asked over HTTP; empty: somebody at the command line
  std::string method = {};   ///< of an analysis
};

struct JobRecord {
  std::string id;  ///< random: whoever does not know it cannot ask for it
  std::string kind;
  std::string account = {};  ///< see JobRequest, like the next
  std::string method = {};
  std::string role;  ///< whose eyes it works with
  std::string parameters_json;
  JobState state = JobState::running;
  double progress = 0;  ///< 0..1
  std::string result_json;
  geo::Text message;                            ///< why it failed
  geo::Problem problem = geo::Problem::failed;  ///< what kind of trouble that was
  bool asked_to_stop = false;
  geo::TimeMs created_at = 0;
  geo::TimeMs started_at = 0;  ///< while it waits: since when
  geo::TimeMs updated_at = 0;  ///< the last word of its worker
  std::optional<geo::TimeMs> finished_at;
};

struct JobTable;

/// One job, in the hands of whoever does the work. Not finished when it goes: recorded as failed. What cannot be
/// written to the list is left out; the work goes on.
/// progress() and cancelled() are safe to call from any thread.
class Job {
 public:
  Job(std::shared_ptr<JobTable> table, std::string id);
  ~Job();
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  [[nodiscard]] const std::string& id() const { return m_id; }
  /// For handing down: writes at most ten times a second, and asks as often whether someone has cancelled it. Refers to this.
  [[nodiscard]] geo::Progress progress();
  /// Passes progress on to `also`, too.
  [[nodiscard]] geo::Progress progress(const geo::Progress& also);
  /// It waited and begins now; false when it has been asked to stop meanwhile.
  bool begin();
  void succeed(const std::string& result_json);
  /// For work that leaves nothing behind that counts: ends as cancelled if it was asked to stop at any time before.
  void succeed_unless_cancelled(const std::string& result_json);
  void fail(const geo::Text& message, geo::Problem problem = geo::Problem::failed);
  void end_cancelled();
  /// The process that runs it ends first.
  void end_interrupted();

 private:
  struct Pace;
  void finish(JobState state, const std::string& result_json, const geo::Text& message, geo::Problem problem = geo::Problem::failed);

  std::shared_ptr<JobTable> m_table;
  std::string m_id;
  std::unique_ptr<Pace> m_pace;
  bool m_finished = false;
};

/// The one list of long work on a store — imports, analyses, tiles, exports — by whatever process it is done. Kept in
/// `<store>.jobs`, a small SQLite file of its own, so that progress can be written while the store itself is locked by the
/// very job that makes it. Losing the file loses nothing but this list. Thread-safe.
class JobRegistry {
 public:
  /// Opens or makes the file; jobs whose process is gone become `interrupted`.
  JobRegistry(const std::filesystem::path& store_file, std::function<geo::TimeMs()> clock);

  [[nodiscard]] std::unique_ptr<Job> start(const std::string& kind, const std::string& role, const std::string& parameters_json);
  /// The same for work that has to wait for its turn.
  [[nodiscard]] std::unique_ptr<Job> accept(const JobRequest& request);
  /// Newest first.
  [[nodiscard]] std::vector<JobRecord> list() const;
  [[nodiscard]] std::optional<JobRecord> find(const std::string& id) const;
  /// Asks a job to stop that runs or waits; false when there is none of that id.
  bool cancel(const std::string& id);
  /// Takes a job that has ended off the list; false when there is none of that id.
  bool remove(const std::string& id);
  /// Takes those off that were asked for over HTTP and ended before the time.
  void forget_ended_before(geo::TimeMs time);

 private:
  std::shared_ptr<JobTable> m_table;
};

}  // namespace store
