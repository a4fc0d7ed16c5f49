// SPDX-License-Identifier: Apache-2.0
// `bairro jobs`, `jobs cancel`: imports and other long work, by whatever process it is done.
#include "app/commands.hpp"
#include "app/job_words.hpp"
#include "app/table.hpp"
#include "geo/base/json.hpp"
#include "geo/base/time.hpp"
#include "store/jobs/jobs.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace app {
namespace {

constexpr std::size_t shown_digits = 8;
constexpr std::size_t fewest_digits = 4;

std::string state_text(const Context& context, store::JobState state) {
  if (context.language != "pt") { return std::string(to_string(state)); }
  switch (state) {
    case store::JobState::running: return "em curso";
    case store::JobState::succeeded: return "concluído";
    case store::JobState::failed: return "falhou";
    case store::JobState::cancelled: return "cancelado";
    case store::JobState::waiting: return "em espera";
    case store::JobState::interrupted: break;
  }
  return "interrompido";
}

std::string kind_text(const Context& context, const std::string& kind) {
  if (context.language != "pt") { return kind; }
  if (kind == "import") { return "importação"; }
  if (kind == "analyse") { return "análise"; }
  if (kind == "tiles") { return "mosaicos"; }
  return kind == "export" ? "exportação" : kind;
}

void write(geo::JsonWriter& w, const store::JobRecord& job) {
  w.begin_object().member("job", job.id).member("kind", job.kind).member("state", to_string(job.state)).member("progress", job.progress);
  w.member("started_at", geo::format_time(job.started_at));
  if (job.finished_at) { w.member("finished_at", geo::format_time(*job.finished_at)); }
  w.key("parameters").raw(job.parameters_json).key("result");
  job.result_json.empty() ? w.null() : w.raw(job.result_json);
  w.member("account", job.account).member("message", job.message.en).end_object();
}

/// The one running or waiting job whose id begins so.
store::JobRecord running_job(const store::JobRegistry& registry, const std::string& id) {
  std::vector<store::JobRecord> jobs = registry.list();
  jobs.erase(std::remove_if(jobs.begin(), jobs.end(),
                            [&](const store::JobRecord& job) {
                              const bool goes_on = job.state == store::JobState::running || job.state == store::JobState::waiting;
                              return !goes_on || !job.id.starts_with(id);
                            }),
             jobs.end());
  if (id.size() >= fewest_digits && jobs.size() == 1) { return jobs.front(); }
  throw geo::Error(geo::Problem::not_found, fmt::format("no one running job has an id that begins with '{}'; see: bairro jobs", id),
                   fmt::format("nenhum trabalho em curso, ou mais do que um, tem um número que começa por '{}'; veja: bairro jobs", id));
}

}  // namespace

ExitCode run_jobs(const Context& context) {
  const auto store = context.open_store();
  const store::JobRegistry registry(context.store, now_ms);
  const bool pt = context.language == "pt";
  std::string json;
  geo::JsonWriter w(json);
  w.begin_array();
  Table table(pt ? std::vector<std::string>{"trabalho", "início (UTC)", "estado", ">feito", "tipo", "o quê", "conta", " "}
                 : std::vector<std::string>{"job", "started (UTC)", "state", ">done", "kind", "what", "account", " "});
  for (const store::JobRecord& job : registry.list()) {
    write(w, job);
    table.add({job.id.substr(0, shown_digits), geo::format_time(job.started_at / 1000 * 1000), state_text(context, job.state),
               fmt::format("{:.0f} %", job.progress * 100), kind_text(context, job.kind),
               parameters_text(job.parameters_json, context.language), job.account, context.in_language(job.message)});
  }
  w.end_array();
  print(context.json ? json + "\n" : table.text());
  return done;
}

ExitCode run_jobs_cancel(const Context& context, const JobCommand& command) {
  const auto store = context.open_store();
  store::JobRegistry registry(context.store, now_ms);
  const store::JobRecord job = running_job(registry, command.id);
  registry.cancel(job.id);
  if (context.json) {
    std::string json;
    geo::JsonWriter(json).begin_object().member("job", job.id).member("asked_to_stop", true).end_object();
    print(json + "\n");
  } else if (!context.quiet) {
    print(context.in_language({fmt::format("Job {} was asked to stop; it ends with nothing written, or as done if it was just then.\n",
                                           job.id.substr(0, shown_digits)),
                               fmt::format("Pediu-se ao trabalho {} que parasse; termina sem nada escrito, ou concluído se já o estava.\n",
                                           job.id.substr(0, shown_digits))}));
  }
  return done;
}

}  // namespace app
