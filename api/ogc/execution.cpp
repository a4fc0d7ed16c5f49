// SPDX-License-Identifier: Apache-2.0
// POST /processes/{processId}/execution: an analysis, at once or as a job.
#include "api/errors.hpp"
#include "api/form.hpp"
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/http/chars.hpp"
#include "api/links.hpp"
#include "api/ogc/execution_body.hpp"
#include "api/ogc/process_terms.hpp"
#include "api/unauthorized.hpp"

#include <atomic>
#include <chrono>
#include <optional>

namespace api {
namespace {

using std::chrono::steady_clock;

/// So long a request waits for its analysis; then it is given the job instead.
constexpr auto longest_wait = std::chrono::seconds(20);
/// So many requests wait at once: each holds one of the threads that answer everybody.
constexpr int most_who_wait = 2;
constexpr auto before_deadline = std::chrono::seconds(2);

/// A place among those who wait; there may be none left.
class Seat {
 public:
  Seat() : m_taken(++count() <= most_who_wait) {}
  ~Seat() { --count(); }
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;
  [[nodiscard]] bool taken() const { return m_taken; }

 private:
  static std::atomic<int>& count() {
    static std::atomic<int> waiting{0};
    return waiting;
  }
  bool m_taken;
};

bool is_json(const Request& request) {
  const std::string* type = request.header("Content-Type");
  return type != nullptr && equals_ignoring_case(trim(std::string_view(*type).substr(0, type->find(';'))), "application/json");
}

/// Whether Prefer (RFC 7240) names respond-async.
bool prefers_async(const Request& request) {
  for (const Header& header : request.headers) {
    if (!equals_ignoring_case(header.name, "Prefer")) { continue; }
    std::string_view list = header.value;
    while (!list.empty()) {
      const std::string_view element = next_element(list);
      if (equals_ignoring_case(trim(element.substr(0, element.find(';'))), "respond-async")) { return true; }
    }
  }
  return false;
}

/// What is wrong with the request before its body is looked at.
std::optional<Response> refuse(const Call& call) {
  if (call.site.could_sign_in()) {
    return unauthorized(call.request, call.language, {"Sign in to run an analysis.", "Inicie sessão para correr uma análise."});
  }
  if (!is_json(call.request) && !is_form(call.request)) {
    return problem_in(
        call.language, 415,
        {"The body must be JSON, with Content-Type: application/json.", "O corpo tem de ser JSON, com Content-Type: application/json."},
        call.request.id);
  }
  if (call.request.body.size() > most_execution_bytes) {
    throw geo::Error(geo::Problem::too_large, "The body must not be longer than 64 KB.", "O corpo não pode ter mais de 64 KB.");
  }
  return std::nullopt;
}

/// Collections that the analysis reads and the role cannot see are refused at once, in the words for those that do not exist.
void check_collections(const Call& call, const geo::AnalysisRequest& request) {
  for (const std::string& collection : geo::collections_of(request)) {
    try {
      (void)call.site.view(collection);
    } catch (const geo::Error& error) {
      if (error.problem() != geo::Problem::not_found) { throw; }
      const std::string which = collection == request.incidents ? "'collection': " : collection + ": ";
      throw geo::Error(geo::Problem::usage, which + error.text().en, which + error.text().pt);
    }
  }
}

Response too_many(const Call& call, JobRunner::Refusal refusal) {
  if (refusal == JobRunner::Refusal::full) {
    Response response = problem_in(
        call.language, 503, {"Too many analyses wait already. Try again later.", "Já há análises demais à espera. Tente mais tarde."},
        call.request.id);
    set_header(response, "Retry-After", "30");
    return response;
  }
  Response response = problem_in(call.language, 429,
                                 {"Too many of your jobs run or wait already. Wait for them, or dismiss one (DELETE /jobs/{jobId}).",
                                  "Já tem trabalhos demais em curso ou à espera. Espere por eles, ou cancele um (DELETE /jobs/{jobId})."},
                                 call.request.id);
  set_header(response, "Retry-After", "10");
  return response;
}

Response created(const Call& call, const store::JobRecord& job, bool was_preferred) {
  Response response = status_info(call, 201, job);
  response.headers.push_back({"Location", url(call, "/jobs/" + job.id)});
  if (was_preferred) { response.headers.push_back({"Preference-Applied", "respond-async"}); }
  return response;
}

/// Whether the job has ended in time. When nobody is left who reads the answer, the job is dismissed.
bool wait_for(const Call& call, Analyses& analyses, const std::string& id) {
  const Request& request = call.request;
  steady_clock::time_point until = steady_clock::now() + longest_wait;
  if (request.deadline != steady_clock::time_point{}) { until = std::min(until, request.deadline - before_deadline); }
  const auto is_gone = [&] { return request.cancelled && *request.cancelled; };
  const bool ended = analyses.runner().wait(id, until, is_gone);
  if (!ended && is_gone()) { analyses.runner().dismiss(id); }
  return ended;
}

void put_on_record(const Call& call, const geo::AnalysisRequest& request) {
  const auto& trace = call.site.options().trace;
  if (!trace) { return; }
  Trace entry{Trace::Kind::analysed, call.site.who().account.name, geo::role_text(call.site.role()), call.route.path, request.incidents, 0};
  entry.method = request.method;
  trace(entry);
}

/// A browser goes on to the page of the job, which follows it.
Response run_form(const Call& call, Analyses& analyses, const Execution& execution, const geo::AnalysisRequest& request) {
  put_on_record(call, request);
  const JobRunner::Answer answer = analyses.accept_once(call.site.who(), request, execution.asked, call.request.body);
  if (answer.refusal != JobRunner::Refusal::none) { return too_many(call, answer.refusal); }
  return see_other(url(call, "/jobs/" + answer.id, {{"f", "html"}}));
}

/// Behind all that may refuse it.
Response run(const Call& call, Analyses& analyses, const Execution& execution, const geo::AnalysisRequest& request) {
  put_on_record(call, request);
  const Identity& who = call.site.who();
  const bool async = prefers_async(call.request);
  std::optional<Seat> seat;
  if (!async) { seat.emplace(); }
  const JobRunner::Answer answer = analyses.accept(who, request, execution.asked);
  if (answer.refusal != JobRunner::Refusal::none) { return too_many(call, answer.refusal); }
  const bool ended = seat && seat->taken() && wait_for(call, analyses, answer.id);
  const auto job = analyses.find(who, answer.id);
  if (!job) { return no_such_job(call); }  // dismissed and removed meanwhile
  if (!ended) { return created(call, *job, async); }
  Response response = job_outputs(call, *job);
  response.headers.push_back({"Link", "<" + url(call, "/jobs/" + answer.id) + R"(>; rel="monitor")"});
  return response;
}

}  // namespace

Response execute(const Call& call) {
  const geo::AnalysisMethod* method = method_of(call);
  if (method == nullptr) { return no_such_process(call); }
  Analyses* analyses = call.site.options().analyses;
  if (analyses == nullptr) {
    throw geo::Error(geo::Problem::unsupported, "This service runs no analyses.", "Este serviço não corre análises.");
  }
  if (auto refused = refuse(call)) { return *std::move(refused); }
  const bool by_form = is_form(call.request);
  const Execution execution = by_form ? read_execution_form(call.request, *method) : read_execution(call.request.body, *method);
  const geo::AnalysisRequest request = geo::analysis_request(*method, execution.inputs, analyses->today());
  check_collections(call, request);
  return call.site.idempotency().once(call.request, call.site.who().whose(), call.route.path, call.language, [&] {
    return by_form ? run_form(call, *analyses, execution, request) : run(call, *analyses, execution, request);
  });
}

}  // namespace api
