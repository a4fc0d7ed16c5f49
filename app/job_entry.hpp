// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/context.hpp"
#include "store/jobs/jobs.hpp"

#include <functional>
#include <memory>
#include <string>

namespace app {

/// Long work, as the list of jobs names it.
struct JobEntry {
  std::string kind;             ///< import, export, …
  std::string role;             ///< whose eyes it works with
  std::string parameters_json;  ///< what was asked; no rows, no places
  std::string shown;            ///< before the progress line
};

/// Who else looks on. By default it is a person at a terminal: there is a line of progress, and Ctrl-C stops the work. A server
/// has neither; it answers with the job's id as soon as there is one, and lets the registry stop it.
struct JobWatch {
  bool terminal = true;
  std::function<void(const std::string& id)> started = {};
  const geo::Progress* inside = nullptr;  ///< set: the work is a part of a job that somebody else has entered
};

/// Runs `work` as a job of the registry, so that others can see how far it is, and stop it. What it returns is the job's result,
/// one JSON value. When the list cannot be written the work goes on, with a word of warning. Throws what `work` throws, which
/// then stands in the list.
void run_as_job(const Context& context, const JobEntry& entry, const std::function<std::string(const geo::Progress&)>& work,
                const JobWatch& watch = {});

}  // namespace app
