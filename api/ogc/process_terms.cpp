// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/process_terms.hpp"

#include "api/http/problem.hpp"
#include "api/links.hpp"
#include "geo/base/json.hpp"
#include "geo/base/time.hpp"

#include <simdjson.h>

#include <algorithm>

namespace api {

using store::JobState;

Response exception(const Call& call, int status, std::string_view kind, const geo::Text& detail) {
  Response response = problem(status, call.say(detail), call.request.id,
                              "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/" + std::string(kind));
  set_header(response, "Content-Language", std::string(tag(call.language)));
  return response;
}

Response no_such_job(const Call& call) {
  return exception(call, 404, "no-such-job", {"There is no such job.", "Não existe tal trabalho."});
}

std::string_view json_type_of(geo::ParameterType type) {
  switch (type) {
    case geo::ParameterType::number: return "number";
    case geo::ParameterType::integer: return "integer";
    case geo::ParameterType::boolean: return "boolean";
    case geo::ParameterType::bbox: return "array";
    case geo::ParameterType::text:
    case geo::ParameterType::datetime: break;
  }
  return "string";
}

std::string_view job_status(const store::JobRecord& job) {
  switch (job.state) {
    case JobState::waiting: return job.asked_to_stop ? "dismissed" : "accepted";
    case JobState::running: return job.asked_to_stop ? "dismissed" : "running";
    case JobState::succeeded: return "successful";
    case JobState::cancelled: return "dismissed";
    case JobState::failed:
    case JobState::interrupted: break;
  }
  return "failed";
}

geo::Text job_message(const store::JobRecord& job) {
  const std::string_view status = job_status(job);
  if (status == "accepted") { return {"Waits for its turn.", "Espera pela sua vez."}; }
  if (status == "running") { return {"At work.", "Em curso."}; }
  if (status == "successful") { return {"Done; see the results.", "Concluído; veja os resultados."}; }
  if (status == "dismissed") { return {"Dismissed; there are no results.", "Cancelado; não há resultados."}; }
  if (job.state == JobState::interrupted) {
    return {"Interrupted: the service ended before the job did. Ask again.",
            "Interrompido: o serviço terminou antes do trabalho. Peça de novo."};
  }
  return job.message;
}

std::string result_of(const store::JobRecord& job) {
  simdjson::dom::parser parser;
  std::string_view id;
  return parser.parse(job.result_json)["result"].get(id) == simdjson::SUCCESS ? std::string(id) : "";
}

int job_percent(const store::JobRecord& job) { return static_cast<int>(std::clamp(job.progress, 0.0, 1.0) * 100); }

Response status_info(const Call& call, int status, const store::JobRecord& job) {
  const std::string path = "/jobs/" + job.id;
  const bool has_begun = job.state != JobState::waiting;
  std::string body;
  geo::JsonWriter json(body);
  json.begin_object().member("jobID", job.id).member("processID", job.method).member("type", "process");
  json.member("status", job_status(job)).member("message", call.say(job_message(job))).member("progress", job_percent(job));
  json.member("created", geo::format_time(job.created_at));
  if (has_begun) { json.member("started", geo::format_time(job.started_at)); }
  if (job.finished_at) { json.member("finished", geo::format_time(*job.finished_at)); }
  json.member("updated", geo::format_time(std::max({job.created_at, job.started_at, job.updated_at})));
  std::vector<Link> links{
      {url(call, path), "self", "application/json", call.say("This job", "Este trabalho")},
      {url(call, path, {{"f", "html"}}), "alternate", "text/html", call.say("This job as HTML", "Este trabalho em HTML")},
      {url(call, "/jobs"), "up", "application/json", call.say("Your jobs", "Os seus trabalhos")}};
  if (job_status(job) == "successful") {
    links.push_back({url(call, path + "/results"), rel_results, "application/json", call.say("The results", "Os resultados")});
  }
  write_links(json, links);
  json.end_object();
  return make_response(status, "application/json", std::move(body));
}

}  // namespace api
