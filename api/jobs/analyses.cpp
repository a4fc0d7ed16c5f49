// SPDX-License-Identifier: Apache-2.0
#include "api/jobs/analyses.hpp"

#include "geo/base/json.hpp"
#include "store/analysis_run.hpp"
#include "store/audit/acting.hpp"

#include <algorithm>
#include <utility>

namespace api {
namespace {

constexpr geo::TimeMs day_ms = 86'400'000;
/// Ended jobs stay in the list as long as results are kept by default.
constexpr geo::TimeMs remembered_ms = 30 * day_ms;

/// By which the registry and the audit log know who asks. Accounts begin with a letter.
std::string name_of(const Identity& who) { return who.signed_in() ? who.account.name : "-"; }

std::string parameters_json(const geo::AnalysisRequest& request, const Asked& asked) {
  std::string out;
  geo::JsonWriter json(out);
  json.begin_object().member("method", request.method).member("collection", request.incidents).member("raw", asked.raw);
  json.key("outputs").begin_array();
  for (const std::string& output : asked.outputs) { json.value(output); }
  json.end_array().end_object();
  return out;
}

std::string result_json(const geo::Analysis& analysis) {
  std::string out;
  geo::JsonWriter(out).begin_object().member("result", analysis.collection.id).member("rows", analysis.rows.size()).end_object();
  return out;
}

}  // namespace

Analyses::Analyses(store::SqliteStore& store, store::JobRegistry& registry, AnalysesOptions options)
    : m_store(store), m_registry(registry), m_options(std::move(options)), m_runner(registry, m_options.limits, m_options.say) {
  forget_old();
}

void Analyses::forget_old() { m_registry.forget_ended_before(m_options.clock() - remembered_ms); }

JobRunner::Answer Analyses::accept(const Identity& who, const geo::AnalysisRequest& request, const Asked& asked) {
  forget_old();
  return m_runner.accept({"analyse", geo::role_text(who.role), parameters_json(request, asked), name_of(who), request.method},
                         [this, who, request](const geo::Progress& progress) { return run(who, request, progress); });
}

std::string Analyses::run(const Identity& who, const geo::AnalysisRequest& request, const geo::Progress& progress) {
  store::sweep_results(m_store, m_options.clock());
  check_still(who);
  const store::ActingAs acting({name_of(who), geo::role_text(who.role)});
  // One thread a job: there are others, and people who look at maps.
  geo::Analysis analysis = store::analyse(m_store, request, who.role, progress, geo::one_by_one);
  geo::stop_if_cancelled(progress);
  geo::Provenance& result = *analysis.collection.result;
  result.made_at = m_options.clock();
  result.expires_at = result.made_at + request.days * day_ms;
  store::keep(m_store, analysis);
  return result_json(analysis);
}

void Analyses::check_still(const Identity& who) const {
  if (m_options.accounts == nullptr) { return; }
  const auto account = m_options.accounts->find(who.account.name);
  if (account && !account->disabled && account->role == who.account.role && account->areas == who.account.areas) { return; }
  throw geo::Error(geo::Problem::conflict, "the account has another role by now, or may no longer sign in; nothing was read",
                   "a conta entretanto tem outro papel, ou já não pode iniciar sessão; nada foi lido");
}

std::vector<store::JobRecord> Analyses::list(const Identity& who) const {
  std::vector<store::JobRecord> jobs = m_registry.list();
  const std::string name = name_of(who);
  const std::string role = geo::role_text(who.role);
  jobs.erase(std::remove_if(jobs.begin(), jobs.end(),
                            [&](const store::JobRecord& job) { return job.kind != "analyse" || job.account != name || job.role != role; }),
             jobs.end());
  return jobs;
}

std::optional<store::JobRecord> Analyses::find(const Identity& who, const std::string& id) const {
  auto job = m_registry.find(id);
  const bool is_theirs = job && job->kind == "analyse" && job->account == name_of(who) && job->role == geo::role_text(who.role);
  return is_theirs ? job : std::nullopt;
}

void Analyses::remove(const store::JobRecord& job) { m_registry.remove(job.id); }

}  // namespace api
