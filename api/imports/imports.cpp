// SPDX-License-Identifier: Apache-2.0
// /imports: files that are sent over HTTP and imported as jobs of the account that sent them.
#include "api/jobs/imports.hpp"

#include "api/errors.hpp"
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/html/import_pages.hpp"
#include "api/http/chars.hpp"
#include "api/imports/asked.hpp"
#include "api/links.hpp"
#include "api/ogc/process_terms.hpp"
#include "api/page_of_list.hpp"
#include "api/unauthorized.hpp"
#include "geo/base/json.hpp"
#include "geo/base/time.hpp"
#include "importers/report/report.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <utility>

namespace api {
namespace {

Imports& imports_of(const Call& call) {
  if (Imports* imports = call.site.options().imports) { return *imports; }
  throw geo::Error(geo::Problem::unsupported, "This service takes no files.", "Este serviço não recebe ficheiros.");
}

store::JobRecord own_import(const Call& call) {
  const Imports* imports = call.site.options().imports;
  if (auto job = imports == nullptr ? std::nullopt : imports->find(call.site.who(), call.path[0])) { return *std::move(job); }
  throw geo::Error(geo::Problem::not_found, "You have sent no such import.", "Não enviou tal importação.");
}

/// `has_report`: whether there is one to be linked to.
std::string import_json(const Call& call, const store::JobRecord& job, bool has_report = false) {
  const std::string path = "/imports/" + job.id;
  std::string body;
  geo::JsonWriter json(body);
  json.begin_object().member("importID", job.id).member("status", import_status(job)).member("message", call.say(import_message(job)));
  json.member("progress", job_percent(job)).member("created", geo::format_time(job.created_at));
  if (job.finished_at) { json.member("finished", geo::format_time(*job.finished_at)); }
  json.key("asked").raw(job.parameters_json);
  if (!job.result_json.empty()) { json.key("counts").raw(job.result_json); }
  std::vector<Link> links{
      {url(call, path), "self", "application/json", call.say("This import", "Esta importação")},
      {url(call, path, {{"f", "html"}}), "alternate", "text/html", call.say("This import as HTML", "Esta importação em HTML")},
      {url(call, "/imports"), "up", "application/json", call.say("Your imports", "As suas importações")}};
  if (has_report) {
    links.push_back({url(call, path + "/report"), "describedby", "application/json", call.say("The report", "O relatório")});
    links.push_back(
        {url(call, path + "/report.csv"), "describedby", "text/csv", call.say("The report as a table", "O relatório em tabela")});
  }
  write_links(json, links);
  json.end_object();
  return body;
}

Response too_many(const Call& call) {
  Response response = problem_in(
      call.language, 503, {"Too many imports wait already. Try again later.", "Já há importações demais à espera. Tente mais tarde."},
      call.request.id);
  set_header(response, "Retry-After", "30");
  return response;
}

/// A browser goes on to the page of the import; a program reads where it is.
Response accepted(const Call& call, const store::JobRecord& job) {
  if (call.format == Format::html) { return see_other(url(call, "/imports/" + job.id, {{"f", "html"}})); }
  Response response = make_response(201, "application/json", import_json(call, job));
  response.headers.push_back({"Location", url(call, "/imports/" + job.id)});
  return response;
}

Response take_in(const Call& call, Imports& imports, const SentFile& sent) {
  if (sent.asked.collection.empty()) {
    throw geo::Error(geo::Problem::usage, "'collection' must say where the rows go, for example collection=incidents.",
                     "'collection' tem de dizer para onde vão as linhas, por exemplo collection=incidents.");
  }
  const auto view = call.site.view(sent.asked.collection);
  if (view->schema().result) {
    throw geo::Error(geo::Problem::usage, "Results of analyses cannot be imported into.",
                     "Não se pode importar para resultados de análises.");
  }
  const JobRunner::Answer answer = imports.accept(call.site.who(), sent.asked, call.request.upload, sent.file);
  if (answer.refusal != JobRunner::Refusal::none) { return too_many(call); }
  const auto job = imports.find(call.site.who(), answer.id);
  if (!job) { throw geo::Error(geo::Problem::not_found, "The import was removed meanwhile.", "A importação foi entretanto retirada."); }
  return accepted(call, *job);
}

std::string report_of(const Call& call, const store::JobRecord& job) {
  std::string report = imports_of(call).report_json(job);
  if (!report.empty()) { return report; }
  const bool goes_on = !job.finished_at;
  throw geo::Error(geo::Problem::not_found,
                   goes_on ? "The report comes when the import has ended." : "There is no report of this import, or it is no longer kept.",
                   goes_on ? "O relatório vem quando a importação terminar." : "Não há relatório desta importação, ou já não é guardado.");
}

/// A report quotes rows: a look at it goes on record.
Response on_record(Response response, const store::JobRecord& job, const importers::Report& report) {
  response.rows = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(report.rows.quarantined));
  response.rows_of = collection_of_import(job);
  return response;
}

}  // namespace

Response imports(const Call& call) {
  const Imports* imports = call.site.options().imports;
  const std::vector<store::JobRecord> all = imports == nullptr ? std::vector<store::JobRecord>{} : imports->list(call.site.who());
  const PageOfList page = page_of_list(call, all.size());
  const std::vector<store::JobRecord> shown(all.begin() + static_cast<std::ptrdiff_t>(page.from),
                                            all.begin() + static_cast<std::ptrdiff_t>(page.to));
  if (call.format == Format::html) { return document(call, imports_html(call, shown, page.links)); }
  std::string body;
  geo::JsonWriter json(body);
  json.begin_object().key("imports").begin_array();
  for (const store::JobRecord& job : shown) { json.raw(import_json(call, job)); }
  json.end_array();
  write_links(json, page.links);
  json.end_object();
  return document(call, std::move(body));
}

Response import_job(const Call& call) {
  const store::JobRecord job = own_import(call);
  const bool has_report = job.finished_at && !imports_of(call).report_json(job).empty();
  if (call.format == Format::json) { return document(call, import_json(call, job, has_report)); }
  Response response = document(call, import_html(call, job, has_report));
  if (!job.finished_at) { response.headers.push_back({"Refresh", "2"}); }  // a page that follows it, without a script
  return response;
}

Response import_report(const Call& call) {
  const store::JobRecord job = own_import(call);
  const std::string json = report_of(call, job);
  const importers::Report report = importers::report_from_json(json);
  if (call.format == Format::json) { return on_record(document(call, json), job, report); }
  return on_record(document(call, import_report_html(call, job, importers::to_text(report, tag(call.language)))), job, report);
}

Response import_report_csv(const Call& call) {
  const store::JobRecord job = own_import(call);
  const importers::Report report = importers::report_from_json(report_of(call, job));
  Response response = make_response(200, "text/csv; charset=utf-8", importers::to_csv(report, file_of_import(job), tag(call.language)));
  response.headers.push_back({"Content-Disposition", "attachment; filename=\"report.csv\""});
  return on_record(std::move(response), job, report);
}

Response begin_import(const Call& call) {
  Imports& imports = imports_of(call);
  if (!call.site.may_import()) {
    if (call.site.could_sign_in()) { return unauthorized(call.request, call.language, not_an_importer(), SignInBy::token); }
    return problem_in(call.language, 403, not_an_importer(), call.request.id);
  }
  if (!call.request.upload || call.request.upload->size() == 0) {
    throw geo::Error(geo::Problem::usage, "The body must be the file.", "O corpo tem de ser o ficheiro.");
  }
  const SentFile sent = read_upload(call, *call.request.upload);
  Request as_sent = call.request;  // what makes it the same request is its file and what is asked, not the boundary of a form
  if (call.request.header("Idempotency-Key") != nullptr) {
    as_sent.body = store::sha256_of_file(sent.file) + asked_text(sent.asked);
    as_sent.headers.erase(std::remove_if(as_sent.headers.begin(), as_sent.headers.end(),
                                         [](const Header& header) { return equals_ignoring_case(header.name, "Content-Type"); }),
                          as_sent.headers.end());
  }
  return call.site.idempotency().once(as_sent, call.site.who().whose(), call.route.path, call.language,
                                      [&] { return take_in(call, imports, sent); });
}

Response end_import(const Call& call) {
  store::JobRecord job = own_import(call);
  Imports& imports = imports_of(call);
  if (!job.finished_at) {
    imports.runner().dismiss(job.id);
    job = own_import(call);
  } else {
    imports.remove(job);
  }
  return document(call, import_json(call, job));
}

}  // namespace api
