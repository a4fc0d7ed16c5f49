// SPDX-License-Identifier: Apache-2.0
// /jobs: the analyses that somebody has asked for. Each sees their own.
#include "api/errors.hpp"
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/html/pages.hpp"
#include "api/jobs/analyses.hpp"
#include "api/links.hpp"
#include "api/ogc/job_filter.hpp"
#include "api/ogc/process_terms.hpp"
#include "api/page_of_list.hpp"
#include "geo/base/json.hpp"

namespace api {
namespace {

std::vector<store::JobRecord> own_jobs(const Call& call) {
  const Analyses* analyses = call.site.options().analyses;
  return analyses == nullptr ? std::vector<store::JobRecord>{} : analyses->list(call.site.who());
}

std::optional<store::JobRecord> own_job(const Call& call) {
  const Analyses* analyses = call.site.options().analyses;
  return analyses == nullptr ? std::nullopt : analyses->find(call.site.who(), call.path[0]);
}

}  // namespace

Response jobs(const Call& call) {
  const std::vector<store::JobRecord> all = filtered_jobs(call.request, own_jobs(call));
  const PageOfList page = page_of_list(call, all.size());
  const std::vector<store::JobRecord> shown(all.begin() + static_cast<std::ptrdiff_t>(page.from),
                                            all.begin() + static_cast<std::ptrdiff_t>(page.to));
  if (call.format == Format::html) { return document(call, jobs_html(call, shown, page.links)); }
  std::string body;
  geo::JsonWriter json(body);
  json.begin_object().key("jobs").begin_array();
  for (const store::JobRecord& job : shown) { json.raw(*status_info(call, 200, job).body); }
  json.end_array();
  write_links(json, page.links);
  json.end_object();
  return document(call, std::move(body));
}

Response job(const Call& call) {
  const auto job = own_job(call);
  if (!job) { return no_such_job(call); }
  if (call.format != Format::html) { return status_info(call, 200, *job); }
  Response response = document(call, job_html(call, *job));
  const std::string_view status = job_status(*job);
  if (status == "accepted" || status == "running") { response.headers.push_back({"Refresh", "2"}); }  // follows it without a script
  return response;
}

Response job_results(const Call& call) {
  const auto job = own_job(call);
  return job ? job_outputs(call, *job) : no_such_job(call);
}

Response dismiss_job(const Call& call) {
  auto job = own_job(call);
  if (!job) { return no_such_job(call); }
  Analyses& analyses = *call.site.options().analyses;
  const bool goes_on = job->state == store::JobState::running || job->state == store::JobState::waiting;
  if (goes_on) {
    analyses.runner().dismiss(job->id);
    // It may have ended just then: what it says now is what came of it.
    if (auto now = own_job(call)) { return status_info(call, 200, *now); }
    return no_such_job(call);
  }
  analyses.remove(*job);
  job->state = store::JobState::cancelled;
  return status_info(call, 200, *job);
}

}  // namespace api
