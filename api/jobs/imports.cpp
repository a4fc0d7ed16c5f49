// SPDX-License-Identifier: Apache-2.0
#include "api/jobs/imports.hpp"

#include "api/jobs/owner.hpp"
#include "geo/base/json.hpp"
#include "store/audit/acting.hpp"

#include <simdjson.h>

#include <algorithm>

namespace api {
namespace {

constexpr std::string_view kind = "import";
constexpr geo::TimeMs remembered_ms = geo::TimeMs{30} * 86'400'000;
/// Reports of files that were refused or only tried; each is as long as its findings, which the importer bounds.
constexpr std::size_t most_reports = 32;

std::string parameters_json(const ImportAsked& asked) {
  std::string out;
  geo::JsonWriter json(out);
  json.begin_object().member("collection", asked.collection).member("file", asked.file_name).member("dry_run", asked.dry_run).end_object();
  return out;
}

/// One file at a time: the store has one writer.
JobLimits limits() {
  JobLimits limits;
  limits.threads = 1;
  limits.waiting = 8;
  limits.keeps_work = true;
  return limits;
}

geo::BatchId batch_of(const store::JobRecord& job) {
  simdjson::dom::parser parser;
  std::int64_t batch = 0;
  return parser.parse(job.result_json)["batch"].get(batch) == simdjson::SUCCESS ? batch : 0;
}

}  // namespace

Imports::Imports(store::SqliteStore& store, store::JobRegistry& registry, ImportsOptions options)
    : m_store(store),
      m_registry(registry),
      m_options(std::move(options)),
      m_uploads(m_options.folder, m_options.uploads, 2 * m_options.file_bytes, m_options.free_bytes),
      m_runner(registry, limits(), m_options.say) {}

JobRunner::Answer Imports::accept(const Identity& who, const ImportAsked& asked, std::shared_ptr<Upload> upload,
                                  const std::filesystem::path& file) {
  m_registry.forget_ended_before(m_options.clock() - remembered_ms);
  const auto report = std::make_shared<std::string>();
  const auto work = [this, who, asked, upload = std::move(upload), file, report](const geo::Progress& progress) {
    ImportOutcome outcome = run(who, asked, file, progress);
    {
      const std::lock_guard lock(m_mutex);
      *report = std::move(outcome.report_json);
    }
    if (outcome.refusal) { throw geo::Error(geo::Problem::input, outcome.refusal->en, outcome.refusal->pt); }
    return outcome.counts_json;
  };
  JobRunner::Answer answer =
      m_runner.accept({std::string(kind), geo::role_text(who.role), parameters_json(asked), job_owner(who), {}}, work);
  if (answer.refusal == JobRunner::Refusal::none) {
    const std::lock_guard lock(m_mutex);
    m_reports.push_front({answer.id, report});
    if (m_reports.size() > most_reports) { m_reports.pop_back(); }
  }
  return answer;
}

ImportOutcome Imports::run(const Identity& who, const ImportAsked& asked, const std::filesystem::path& file,
                           const geo::Progress& progress) {
  check_still(m_options.accounts, who);
  const store::ActingAs acting({job_owner(who), geo::role_text(who.role)});
  return m_options.import_file(asked, file, job_owner(who), progress);
}

std::vector<store::JobRecord> Imports::list(const Identity& who) const { return jobs_of(m_registry, who, kind); }

std::optional<store::JobRecord> Imports::find(const Identity& who, const std::string& id) const {
  return job_of(m_registry, who, kind, id);
}

void Imports::remove(const store::JobRecord& job) {
  m_registry.remove(job.id);
  const std::lock_guard lock(m_mutex);
  m_reports.remove_if([&](const Kept& kept) { return kept.id == job.id; });
}

std::string Imports::report_json(const store::JobRecord& job) const {
  // What the store keeps comes first: retention empties it there.
  if (const geo::BatchId batch = batch_of(job); batch > 0) {
    const auto record = m_store.batch(batch);
    return record ? record->report_json : "";
  }
  const std::lock_guard lock(m_mutex);
  const auto found = std::find_if(m_reports.begin(), m_reports.end(), [&](const Kept& kept) { return kept.id == job.id; });
  return found == m_reports.end() ? "" : *found->report_json;
}

}  // namespace api
