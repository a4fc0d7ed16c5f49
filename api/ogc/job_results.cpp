// SPDX-License-Identifier: Apache-2.0
// What a job has found: a link to its collection, and its summary with where it comes from.
#include "api/errors.hpp"
#include "api/links.hpp"
#include "api/ogc/execution_body.hpp"
#include "api/ogc/process_terms.hpp"
#include "api/ogc/provenance.hpp"
#include "geo/base/json.hpp"

#include <algorithm>

namespace api {
namespace {

/// Status of a failure: of what was asked, of the moment, of the service.
int status_of(const store::JobRecord& job) {
  if (job.state == store::JobState::interrupted) { return 500; }
  const int status = http_status(job.problem);
  return status == 500 || status == 503 || status == 409 ? status : 400;
}

std::string items_url(const Call& call, const geo::Collection& schema) { return url(call, "/collections/" + schema.id + "/items"); }

std::string output_json(const geo::Collection& schema, const std::string& output) {
  if (output == "summary") { return schema.result->summary; }
  std::string out;
  geo::JsonWriter json(out);
  json.begin_object();
  write_provenance(json, *schema.result, false);
  json.end_object();
  return out;
}

/// OGC 18-062r2, results.yaml: an object stands in one more, as "value".
std::string document_of(const Call& call, const geo::Collection& schema, const Asked& asked) {
  std::string body;
  geo::JsonWriter json(body);
  json.begin_object();
  for (const std::string& output : asked.outputs) {
    json.key(output).begin_object();
    if (output == "result") {
      json.member("href", items_url(call, schema)).member("rel", "items").member("type", "application/geo+json");
      json.member("title", call.say(schema.title));
    } else {
      json.key("value").raw(output_json(schema, output)).member("mediaType", "application/json");
    }
    json.end_object();
  }
  json.end_object();
  return body;
}

Response raw_of(const Call& call, const geo::Collection& schema, const std::string& output) {
  if (output != "result") { return make_response(200, "application/json", output_json(schema, output)); }
  Response response;
  response.status = 204;
  response.headers.push_back({"Link", "<" + items_url(call, schema) + R"(>; rel="items"; type="application/geo+json")"});
  return response;
}

}  // namespace

Response job_outputs(const Call& call, const store::JobRecord& job) {
  const std::string_view status = job_status(job);
  if (status == "accepted" || status == "running") {
    return exception(call, 404, "result-not-ready", {"The job has not ended yet.", "O trabalho ainda não terminou."});
  }
  if (status == "dismissed") { return problem_in(call.language, 404, job_message(job), call.request.id); }
  if (status == "failed") { return problem_in(call.language, status_of(job), job_message(job), call.request.id); }
  std::shared_ptr<const geo::View> view;
  try {
    view = call.site.view(result_of(job));
  } catch (const geo::Error& error) {
    if (error.problem() != geo::Problem::not_found) { throw; }
    return problem_in(
        call.language, 404,
        {"The result is no longer kept. Ask again: POST to the process.", "O resultado já não é guardado. Peça de novo: POST ao processo."},
        call.request.id);
  }
  const geo::Collection& schema = view->schema();
  const Asked asked = asked_of(job.parameters_json);
  Response response =
      asked.raw ? raw_of(call, schema, asked.outputs.front()) : make_response(200, "application/json", document_of(call, schema, asked));
  if (call.site.leaves_trace(*view)) {
    // The summary tells of all rows together: one look, were there none.
    response.rows = std::max<std::uint64_t>(1, call.site.count(*view, {}));
    response.rows_of = schema.id;
  }
  return response;
}

}  // namespace api
