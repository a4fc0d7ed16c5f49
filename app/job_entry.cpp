// SPDX-License-Identifier: Apache-2.0
#include "app/job_entry.hpp"

#include "app/interrupt.hpp"
#include "app/progress_line.hpp"

#include <fmt/format.h>

#include <optional>

namespace app {
namespace {

std::unique_ptr<store::Job> enter_job(const Context& context, const JobEntry& entry) {
  try {
    return store::JobRegistry(context.store, now_ms).start(entry.kind, entry.role, entry.parameters_json);
  } catch (const geo::Error& error) {
    print_error(context, {fmt::format("the list of jobs cannot be written ({}); the work goes on", error.text().en),
                          fmt::format("não é possível escrever a lista de trabalhos ({}); o trabalho continua", error.text().pt)});
    return nullptr;
  }
}

}  // namespace

void run_as_job(const Context& context, const JobEntry& entry, const std::function<std::string(const geo::Progress&)>& work,
                const JobWatch& watch) {
  if (watch.inside != nullptr) {
    (void)work(*watch.inside);
    return;
  }
  const std::unique_ptr<store::Job> job = enter_job(context, entry);
  if (job && watch.started) { watch.started(job->id()); }
  std::optional<Interrupt> interrupt;
  if (watch.terminal) { interrupt.emplace(); }
  ProgressLine line(entry.shown, !watch.terminal || context.quiet || context.json);
  const geo::Progress shown = line.progress();
  const geo::Progress terminal([shown](std::int64_t done, std::int64_t total) { shown.at(done, total); },
                               [&watch] { return watch.terminal && Interrupt::requested(); });
  const geo::Progress progress = job ? job->progress(terminal) : terminal;
  try {
    const std::string result = work(progress);
    if (job) { job->succeed(result); }
  } catch (const geo::Error& error) {
    if (job && progress.cancelled()) {
      job->end_cancelled();
    } else if (job) {
      job->fail(error.text());
    }
    throw;
  }
}

}  // namespace app
