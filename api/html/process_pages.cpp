// SPDX-License-Identifier: Apache-2.0
#include "api/html/process_pages.hpp"

#include "api/html/map_link.hpp"
#include "api/html/pages.hpp"
#include "api/html/times.hpp"
#include "api/links.hpp"
#include "api/ogc/process_terms.hpp"
#include "geo/analysis/request.hpp"
#include "geo/base/number.hpp"

namespace api {
namespace {

std::vector<Crumb> way_to(const Call& call, const char* path, std::string_view title) {
  return {{url(call, path, {{"f", "html"}}), std::string(title)}};
}
std::string_view processes_title(const Call& call) { return call.say("Analyses", "Análises"); }
std::string_view jobs_title(const Call& call) { return call.say("Your jobs", "Os seus trabalhos"); }

/// Opens a table that scrolls by itself on a narrow screen, and by keyboard.
void begin_table(Html& html, std::string_view label, const std::vector<std::string_view>& heads, std::string_view kind = "scroll") {
  html.raw("<div class=\"").raw(kind).raw(R"(" tabindex="0" role="region" aria-label=")").text(label).raw("\"><table>\n<thead><tr>");
  for (const std::string_view head : heads) { html.raw("<th scope=\"col\">").text(head).raw("</th>"); }
  html.raw("</tr></thead>\n<tbody>\n");
}
void end_table(Html& html) { html.raw("</tbody></table></div>\n"); }

std::string default_text(const Call& call, const geo::AnalysisParameter& parameter) {
  if (!parameter.default_value) { return ""; }
  if (const auto* yes = std::get_if<bool>(&*parameter.default_value)) {
    return std::string(*yes ? call.say("yes", "sim") : call.say("no", "não"));
  }
  if (const auto* text = std::get_if<std::string>(&*parameter.default_value)) { return *text; }
  std::string number;
  geo::append_number(number, std::get<double>(*parameter.default_value));
  return number;
}

std::string status_text(const Call& call, const store::JobRecord& job) {
  const std::string_view status = job_status(job);
  if (status == "accepted") { return std::string(call.say("waiting", "em espera")); }
  if (status == "running") { return std::string(call.say("running", "em curso")) + ", " + std::to_string(job_percent(job)) + " %"; }
  if (status == "successful") { return std::string(call.say("done", "concluído")); }
  return std::string(status == "dismissed" ? call.say("dismissed", "cancelado") : call.say("failed", "falhou"));
}

std::string title_of(const Call& call, const store::JobRecord& job) {
  const geo::AnalysisMethod* method = geo::analysis_method(job.method);
  return method == nullptr ? job.method : call.say(method->title);
}

/// Null when it is no longer kept.
std::shared_ptr<const geo::View> view_of_result(const Call& call, const store::JobRecord& job) {
  try {
    return call.site.view(result_of(job));
  } catch (const geo::Error& error) {
    if (error.problem() != geo::Problem::not_found) { throw; }
    return nullptr;
  }
}

/// Where a job that has ended well leads.
void append_result(Html& html, const Call& call, const store::JobRecord& job) {
  const auto view = view_of_result(call, job);
  if (view == nullptr) {
    html.raw("<p>").text(call.say("The result is no longer kept. Ask again: ", "O resultado já não é guardado. Peça de novo: "));
    html.link(url(call, "/processes/" + job.method, {{"f", "html"}}), title_of(call, job)).raw("</p>\n");
    return;
  }
  const geo::Collection& schema = view->schema();
  html.raw("<p class=\"to-map\">");
  if (schema.geometry != geo::GeometryType::none) {
    html.link(map_url(call, schema, {view->extent()}), call.say("Show the result on the map", "Mostrar o resultado no mapa")).raw(" ");
  }
  html.link(url(call, "/collections/" + schema.id, {{"f", "html"}}), call.say("The result as a collection", "O resultado como colecção"));
  html.raw("</p>\n<p>").text(call.say(schema.title)).raw("</p>\n<p>").text(call.say(schema.description)).raw("</p>\n<p>");
  html.link(url(call, "/jobs/" + job.id + "/results"), call.say("Summary and provenance (JSON)", "Resumo e proveniência (JSON)"));
  html.raw("</p>\n");
}

}  // namespace

std::string processes_html(const Call& call) {
  Html body;
  body.raw("<ul class=\"cards\">\n");
  for (const geo::AnalysisMethod& method : geo::analysis_methods()) {
    body.raw("<li><h2>").link(url(call, "/processes/" + std::string(method.id), {{"f", "html"}}), call.say(method.title)).raw("</h2><p>");
    body.text(call.say(method.description)).raw("</p></li>\n");
  }
  body.raw("</ul>\n<p>").link(url(call, "/jobs", {{"f", "html"}}), jobs_title(call)).raw("</p>\n");
  return html_page(call, processes_title(call), {}, body);
}

std::string process_html(const Call& call, const geo::AnalysisMethod& method) {
  Html body;
  body.raw("<p class=\"lead\">").text(call.say(method.description)).raw("</p>\n");
  append_process_form(body, call, method);
  const std::string_view inputs = call.say("What can be asked", "O que se pode pedir");
  body.element("h2", inputs).raw("\n");
  begin_table(
      body, inputs,
      {call.say("Name", "Nome"), call.say("Meaning", "Significado"), call.say("Values", "Valores"), call.say("If not given", "Se faltar")});
  for (const geo::AnalysisParameter& parameter : method.parameters) {
    body.raw("<tr><th scope=\"row\">").element("code", parameter.name).raw("</th>").element("td", call.say(parameter.description));
    body.element("td", call.say(geo::allowed_values(parameter))).element("td", default_text(call, parameter)).raw("</tr>\n");
  }
  end_table(body);
  const std::string_view summary = call.say("What the summary holds", "O que o resumo contém");
  body.element("h2", summary).raw("\n");
  begin_table(body, summary, {call.say("Name", "Nome"), call.say("Meaning", "Significado"), call.say("Unit", "Unidade")});
  for (const geo::SummaryMember& member : method.summary) {
    body.raw("<tr><th scope=\"row\">").element("code", member.name).raw("</th>").element("td", call.say(member.meaning));
    body.element("td", member.unit).raw("</tr>\n");
  }
  end_table(body);
  body.raw("<p>").text(call.say("Programs ask by POST, as JSON, at: ", "Os programas pedem por POST, em JSON, em: "));
  body.element("code", url(call, "/processes/" + std::string(method.id) + "/execution")).raw("</p>\n");
  return html_page(call, call.say(method.title), way_to(call, "/processes", processes_title(call)), body);
}

std::string jobs_html(const Call& call, const std::vector<store::JobRecord>& jobs, const std::vector<Link>& links) {
  Html body;
  if (jobs.empty()) { body.raw("<p>").text(call.say("There are none.", "Não há nenhum.")).raw("</p>\n"); }
  begin_table(body, jobs_title(call), {call.say("Asked for", "Pedido"), call.say("Analysis", "Análise"), call.say("State", "Estado")},
              "scroll facts");
  for (const store::JobRecord& job : jobs) {
    body.raw("<tr><th scope=\"row\"><a href=\"").text(url(call, "/jobs/" + job.id, {{"f", "html"}})).raw("\">");
    append_instant(body, call, job.created_at, Wording::brief);
    body.raw("</a></th>");
    body.element("td", title_of(call, job)).element("td", status_text(call, job)).raw("</tr>\n");
  }
  end_table(body);
  for (const Link& link : links) {
    if (link.rel == "next") { body.raw("<p>").link(link.href, link.title).raw("</p>\n"); }
  }
  return html_page(call, jobs_title(call), {}, body);
}

std::string job_html(const Call& call, const store::JobRecord& job) {
  Html body;
  const auto row = [&](std::string_view term, std::string_view text) { body.element("dt", term).element("dd", text).raw("\n"); };
  const auto instant = [&](std::string_view term, geo::TimeMs time) {
    body.element("dt", term).raw("<dd>");
    append_instant(body, call, time, Wording::full);
    body.raw("</dd>\n");
  };
  body.raw("<dl>\n");
  row(call.say("State", "Estado"), status_text(call, job));
  row(call.say("Message", "Mensagem"), call.say(job_message(job)));
  instant(call.say("Asked for", "Pedido"), job.created_at);
  if (job.finished_at) { instant(call.say("Ended", "Fim"), *job.finished_at); }
  body.raw("</dl>\n");
  const std::string_view status = job_status(job);
  if (status == "successful") { append_result(body, call, job); }
  if (status == "accepted" || status == "running") {
    body.raw("<p class=\"hint\">")
        .text(
            call.say("This page loads itself again until the job has ended.", "Esta página actualiza-se sozinha até o trabalho terminar."));
    body.raw("</p>\n");
  }
  if (status == "failed" || status == "dismissed") {
    body.raw("<p>").link(url(call, "/processes/" + job.method, {{"f", "html"}}), call.say("Ask again", "Pedir de novo")).raw("</p>\n");
  }
  return html_page(call, title_of(call, job), way_to(call, "/jobs", jobs_title(call)), body);
}

}  // namespace api
