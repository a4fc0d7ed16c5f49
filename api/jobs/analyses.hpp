// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/identity.hpp"
#include "api/jobs/runner.hpp"
#include "geo/analysis/request.hpp"
#include "store/accounts/accounts.hpp"
#include "store/sqlite_store.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace api {

struct AnalysesOptions {
  store::Accounts* accounts = nullptr;    ///< null: nobody signs in, and everybody is `anybody`
  std::function<geo::TimeMs()> clock;     ///< wall clock
  std::function<geo::DayNumber()> today;  ///< where the programme works
  JobLimits limits = {};
  JobRunner::Say say = {};
};

/// What an execution leaves to its answer, whenever that is asked for.
struct Asked {
  std::vector<std::string> outputs;  ///< in order, each once
  bool raw = false;                  ///< else one document
};

/// Runs analyses as jobs. A job belongs to an account in one role: who has another role, or another account, does not know of it.
/// Thread-safe.
class Analyses {
 public:
  /// `store`, `registry` and the accounts must outlive it.
  Analyses(store::SqliteStore& store, store::JobRegistry& registry, AnalysesOptions options);

  /// Reads with the role of `who` at the moment the work begins. If the account has another role or may not sign in by then, the job
  /// fails.
  JobRunner::Answer accept(const Identity& who, const geo::AnalysisRequest& request, const Asked& asked);

  /// The same for a form, which a press too many sends twice: while a job goes on that was asked for in the same words (`sent`), it is
  /// that one.
  JobRunner::Answer accept_once(const Identity& who, const geo::AnalysisRequest& request, const Asked& asked, const std::string& sent);

  /// Newest first.
  [[nodiscard]] std::vector<store::JobRecord> list(const Identity& who) const;
  [[nodiscard]] std::optional<store::JobRecord> find(const Identity& who, const std::string& id) const;
  /// Takes one that has ended off the list.
  void remove(const store::JobRecord& job);

  [[nodiscard]] JobRunner& runner() { return m_runner; }
  [[nodiscard]] geo::DayNumber today() const { return m_options.today(); }

 private:
  std::string run(const Identity& who, const geo::AnalysisRequest& request, const geo::Progress& progress);
  void forget_old();

  store::SqliteStore& m_store;
  store::JobRegistry& m_registry;
  AnalysesOptions m_options;
  std::mutex m_sent_mutex;
  std::map<std::string, std::string> m_sent;  ///< ids of jobs, by who asked and in which words; those that ended go with the next
  JobRunner m_runner;                         ///< last: its threads end first
};

}  // namespace api
