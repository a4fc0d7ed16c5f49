// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/job_filter.hpp"

#include "api/ogc/process_terms.hpp"
#include "api/parameters.hpp"
#include "geo/base/number.hpp"
#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <string>

namespace api {
namespace {

using geo::Error;
using geo::Problem;
using Jobs = std::vector<store::JobRecord>;

std::vector<std::string> list_parameter(const Request& request, std::string_view name, const std::vector<std::string_view>& known) {
  std::vector<std::string> values;
  const std::string* text = request.parameter(name);
  if (text == nullptr) { return values; }
  std::string_view rest = *text;
  while (true) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    values.emplace_back(rest.substr(0, comma));
    if (std::find(known.begin(), known.end(), values.back()) == known.end()) {
      throw Error(Problem::usage, fmt::format("'{}' must be of {}, not {}.", name, fmt::join(known, ", "), geo::excerpt(values.back())),
                  fmt::format("'{}' tem de ser de {}, não {}.", name, fmt::join(known, ", "), geo::excerpt(values.back())));
    }
    if (comma == rest.size()) { return values; }
    rest.remove_prefix(comma + 1);
  }
}

std::optional<std::int64_t> seconds_parameter(const Request& request, std::string_view name) {
  const std::string* text = request.parameter(name);
  if (text == nullptr) { return std::nullopt; }
  const auto number = geo::parse_integer(*text);
  constexpr std::int64_t most = 1'000'000'000;
  if (!number || *number < 0 || *number > most) {
    throw Error(Problem::usage, fmt::format("'{}' must be a whole number of seconds, not {}.", name, geo::excerpt(*text)),
                fmt::format("'{}' tem de ser um número inteiro de segundos, não {}.", name, geo::excerpt(*text)));
  }
  return number;
}

void keep_if(Jobs& jobs, const std::function<bool(const store::JobRecord&)>& fits) {
  jobs.erase(std::remove_if(jobs.begin(), jobs.end(), [&](const store::JobRecord& job) { return !fits(job); }), jobs.end());
}

bool is_in(const std::vector<std::string>& values, std::string_view value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

/// None for a job that has not begun.
std::optional<geo::TimeMs> duration_ms(const store::JobRecord& job) {
  if (job.state == store::JobState::waiting) { return std::nullopt; }
  return job.finished_at.value_or(std::max(job.updated_at, job.started_at)) - job.started_at;
}

}  // namespace

Jobs filtered_jobs(const Request& request, Jobs jobs) {
  constexpr std::int64_t second_ms = 1000;
  std::vector<std::string_view> methods;
  for (const geo::AnalysisMethod& method : geo::analysis_methods()) { methods.push_back(method.id); }
  list_parameter(request, "type", {"process"});  // the only kind there is
  const auto wanted = list_parameter(request, "processID", methods);
  if (!wanted.empty()) {
    keep_if(jobs, [&](const store::JobRecord& job) { return is_in(wanted, job.method); });
  }
  const auto states = list_parameter(request, "status", {"accepted", "running", "successful", "failed", "dismissed"});
  if (!states.empty()) {
    keep_if(jobs, [&](const store::JobRecord& job) { return is_in(states, job_status(job)); });
  }
  if (const auto period = datetime_parameter(request)) {
    keep_if(jobs, [&](const store::JobRecord& job) { return period->from <= job.created_at && job.created_at <= period->to; });
  }
  const auto least = seconds_parameter(request, "minDuration");
  if (least) {
    keep_if(jobs, [&](const store::JobRecord& job) { return duration_ms(job).value_or(-1) >= *least * second_ms; });
  }
  const auto most = seconds_parameter(request, "maxDuration");
  if (most) {
    keep_if(jobs, [&](const store::JobRecord& job) { return duration_ms(job).value_or(INT64_MAX) <= *most * second_ms; });
  }
  return jobs;
}

}  // namespace api
