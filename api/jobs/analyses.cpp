// SPDX-License-Identifier: Apache-2.0
#include "api/jobs/analyses.hpp"

#include "api/jobs/owner.hpp"
#include "geo/base/json.hpp"
#include "store/analysis_run.hpp"
#include "store/audit/acting.hpp"

#include <algorithm>
#include <utility>

namespace api {
namespace {

constexpr std::string_view kind = "analyse";
constexpr geo::TimeMs day_ms = 86'400'000;
/// Ended jobs stay in the list as long as results are kept by default.
constexpr geo::TimeMs remembered_ms = 30 * day_ms;

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
  return m_runner.accept({std::string(kind), geo::role_text(who.role), parameters_json(request, asked), job_owner(who), request.method},
                         [this, who, request](const geo::Progress& progress) { return run(who, request, progress); });
}

JobRunner::Answer Analyses::accept_once(const Identity& who, const geo::AnalysisRequest& request, const Asked& asked,
                                        const std::string& sent) {
  const std::lock_guard lock(m_sent_mutex);
  std::erase_if(m_sent, [&](const auto& entry) {
    const auto job = m_registry.find(entry.second);
    return !job || job->finished_at || job->asked_to_stop;
  });
  const std::string name = who.whose() + '\n' + request.method + '\n' + sent;
  if (const auto found = m_sent.find(name); found != m_sent.end()) { return {found->second}; }
  const JobRunner::Answer answer = accept(who, request, asked);
  if (answer.refusal == JobRunner::Refusal::none) { m_sent[name] = answer.id; }
  return answer;
}

std::string Analyses::run(const Identity& who, const geo::AnalysisRequest& request, const geo::Progress& progress) {
  store::sweep_results(m_store, m_options.clock());
  check_still(m_options.accounts, who);
  const store::ActingAs acting({job_owner(who), geo::role_text(who.role)});
  // One thread a job: there are others, and people who look at maps.
  geo::Analysis analysis = store::analyse(m_store, request, who.role, progress, geo::one_by_one);
  geo::stop_if_cancelled(progress);
  geo::Provenance& result = *analysis.collection.result;
  result.made_at = m_options.clock();
  result.expires_at = result.made_at + request.days * day_ms;
  store::keep(m_store, analysis);
  return result_json(analysis);
}

std::vector<store::JobRecord> Analyses::list(const Identity& who) const { return jobs_of(m_registry, who, kind); }

std::optional<store::JobRecord> Analyses::find(const Identity& who, const std::string& id) const {
  return job_of(m_registry, who, kind, id);
}

void Analyses::remove(const store::JobRecord& job) { m_registry.remove(job.id); }

}  // namespace api
