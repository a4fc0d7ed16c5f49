// SPDX-License-Identifier: Apache-2.0
#include "api/html/import_pages.hpp"

#include "api/html/controls.hpp"
#include "api/html/page.hpp"
#include "api/html/times.hpp"
#include "api/imports/asked.hpp"
#include "api/jobs/imports.hpp"
#include "api/ogc/process_terms.hpp"
#include "importers/profile/source_profile.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <array>

namespace api {
namespace {

using store::JobState;

std::string_view imports_title(const Call& call) { return call.say("Imports", "Importações"); }

std::string member_of(const std::string& json, const char* name) {
  simdjson::dom::parser parser;
  std::string_view text;
  return parser.parse(json)[name].get(text) == simdjson::SUCCESS ? std::string(text) : "";
}

std::int64_t count_of(const store::JobRecord& job, const char* name) {
  simdjson::dom::parser parser;
  std::int64_t count = 0;
  return parser.parse(job.result_json)[name].get(count) == simdjson::SUCCESS ? count : 0;
}

bool flag_of(const std::string& json, const char* name) {
  simdjson::dom::parser parser;
  bool flag = false;
  return parser.parse(json)[name].get(flag) == simdjson::SUCCESS && flag;
}

std::string state_text(const Call& call, const store::JobRecord& job) {
  const std::string_view status = import_status(job);
  if (status == "waiting") { return std::string(call.say("waiting", "em espera")); }
  if (status == "running") { return fmt::format("{}, {} %", call.say("running", "em curso"), job_percent(job)); }
  if (status == "done") {
    return std::string(flag_of(job.parameters_json, "dry_run") ? call.say("tried", "experimentada") : call.say("done", "concluída"));
  }
  if (status == "stopped") { return std::string(call.say("stopped", "parada")); }
  return std::string(status == "refused" ? call.say("refused", "recusada") : call.say("failed", "falhou"));
}

void append_choice(Html& html, std::string_view name, std::string_view label,
                   const std::vector<std::pair<std::string, std::string>>& choices) {
  html.raw("<label><span>").text(label).raw("</span><select name=\"").text(name).raw("\">");
  for (const auto& [value, shown] : choices) { html.raw("<option value=\"").text(value).raw("\">").text(shown).raw("</option>"); }
  html.raw("</select></label>\n");
}

void append_form(Html& html, const Call& call) {
  html.raw("<form class=\"ask\" method=\"post\" enctype=\"multipart/form-data\" action=\"")
      .text(url(call, "/imports", {{"f", "html"}}))
      .raw("\">\n");
  html.raw("<label class=\"wide\"><span>")
      .text(call.say("File", "Ficheiro"))
      .raw("</span><input type=\"file\" name=\"file\" required></label>\n");
  std::vector<std::pair<std::string, std::string>> collections;
  for (const auto& view : call.site.views()) {
    if (!view->schema().result) { collections.emplace_back(view->schema().id, call.say(view->schema().title)); }
  }
  append_choice(html, "collection", call.say("Rows of", "Linhas de"), collections);
  std::vector<std::pair<std::string, std::string>> profiles{{"", std::string(call.say("as the file says", "como o ficheiro diz"))}};
  for (const importers::ProfilePointer& profile : importers::builtin_profiles()) { profiles.emplace_back(profile->id, profile->id); }
  append_choice(html, "profile", call.say("From", "Origem"), profiles);
  append_tick(html, "dry-run", call.say("Only try: nothing is written", "Só experimentar: nada se escreve"), true);
  html.raw("<button>").text(call.say("Send", "Enviar")).raw("</button>\n</form>\n");
}

void append_counts(Html& html, const Call& call, const store::JobRecord& job) {
  struct Line {
    const char* member;
    std::string_view en, pt;
  };
  static constexpr std::array<Line, 6> lines{{{"read", "Rows read", "Linhas lidas"},
                                              {"inserted", "New", "Novas"},
                                              {"updated", "Updated", "Actualizadas"},
                                              {"unchanged", "As they were", "Como estavam"},
                                              {"withdrawn", "Withdrawn", "Retiradas"},
                                              {"quarantined", "To quarantine", "Em quarentena"}}};
  for (const Line& line : lines) {
    html.element("dt", call.say(line.en, line.pt)).element("dd", std::to_string(count_of(job, line.member))).raw("\n");
  }
}

std::vector<Crumb> way(const Call& call) { return {{url(call, "/imports", {{"f", "html"}}), std::string(imports_title(call))}}; }

}  // namespace

std::string_view import_status(const store::JobRecord& job) {
  switch (job.state) {
    case JobState::waiting: return "waiting";
    case JobState::running: return "running";
    case JobState::succeeded: return "done";
    case JobState::cancelled: return "stopped";
    case JobState::failed: return job.problem == geo::Problem::input || job.problem == geo::Problem::usage ? "refused" : "failed";
    case JobState::interrupted: break;
  }
  return "failed";
}

geo::Text import_message(const store::JobRecord& job) {
  if (job.state == JobState::waiting) { return {"Waits for its turn.", "Espera pela sua vez."}; }
  if (job.state == JobState::running) { return {"At work.", "Em curso."}; }
  if (job.state == JobState::cancelled) { return {"Stopped; nothing was written.", "Parada; nada foi escrito."}; }
  if (job.state == JobState::interrupted) {
    return {"Interrupted: the service ended first. What was written is whole or not there; send the file again.",
            "Interrompida: o serviço terminou antes. O que se escreveu está inteiro ou não existe; envie o ficheiro de novo."};
  }
  if (job.state != JobState::succeeded) { return job.message; }
  if (flag_of(job.result_json, "already_imported")) {
    return {"Imported before with the same options: nothing to do.", "Já importado com as mesmas opções: nada a fazer."};
  }
  if (flag_of(job.parameters_json, "dry_run")) { return {"Only tried: nothing was written.", "Só se experimentou: nada foi escrito."}; }
  return {"Imported; see the report.", "Importada; veja o relatório."};
}

std::string collection_of_import(const store::JobRecord& job) { return member_of(job.parameters_json, "collection"); }
std::string file_of_import(const store::JobRecord& job) { return member_of(job.parameters_json, "file"); }

std::string imports_html(const Call& call, const std::vector<store::JobRecord>& jobs, const std::vector<Link>& links) {
  Html body;
  if (call.site.may_import()) {
    append_form(body, call);
  } else {
    body.raw("<p>").text(call.say(not_an_importer())).raw("</p>\n");
  }
  const std::string_view sent = call.say("Sent by you", "Enviadas por si");
  body.element("h2", sent)
      .raw("\n<div class=\"scroll facts\" tabindex=\"0\" role=\"region\" aria-label=\"")
      .text(sent)
      .raw("\"><table>\n<thead><tr>");
  for (const std::string_view head :
       {call.say("When", "Quando"), call.say("File", "Ficheiro"), call.say("Rows of", "Linhas de"), call.say("State", "Estado")}) {
    body.raw("<th scope=\"col\">").text(head).raw("</th>");
  }
  body.raw("</tr></thead>\n<tbody>\n");
  for (const store::JobRecord& job : jobs) {
    body.raw("<tr><th scope=\"row\"><a href=\"").text(url(call, "/imports/" + job.id, {{"f", "html"}})).raw("\">");
    append_instant(body, call, job.created_at, Wording::brief);
    body.raw("</a></th>");
    body.element("td", file_of_import(job)).element("td", collection_of_import(job)).element("td", state_text(call, job)).raw("</tr>\n");
  }
  body.raw("</tbody></table></div>\n");
  for (const Link& link : links) {
    if (link.rel == "next") { body.raw("<p>").link(link.href, link.title).raw("</p>\n"); }
  }
  return html_page(call, imports_title(call), {}, body);
}

std::string import_html(const Call& call, const store::JobRecord& job, bool has_report) {
  Html body;
  body.raw("<p class=\"lead\">").text(call.say(import_message(job))).raw("</p>\n<dl>\n");
  const auto row = [&](std::string_view term, std::string_view text) { body.element("dt", term).element("dd", text).raw("\n"); };
  const auto instant = [&](std::string_view term, geo::TimeMs time) {
    body.element("dt", term).raw("<dd>");
    append_instant(body, call, time, Wording::full);
    body.raw("</dd>\n");
  };
  row(call.say("State", "Estado"), state_text(call, job));
  row(call.say("Rows of", "Linhas de"), collection_of_import(job));
  instant(call.say("Sent", "Enviada"), job.created_at);
  if (job.finished_at) { instant(call.say("Ended", "Fim"), *job.finished_at); }
  if (import_status(job) == "done") { append_counts(body, call, job); }
  body.raw("</dl>\n");
  if (has_report) {
    body.raw("<p>").link(url(call, "/imports/" + job.id + "/report", {{"f", "html"}}), call.say("The report", "O relatório")).raw(" · ");
    body.link(url(call, "/imports/" + job.id + "/report.csv"), call.say("as a table (CSV)", "em tabela (CSV)")).raw("</p>\n");
  }
  return html_page(call, file_of_import(job), way(call), body);
}

std::string import_report_html(const Call& call, const store::JobRecord& job, const std::string& report) {
  Html body;
  body.raw("<pre class=\"scroll\" tabindex=\"0\">").text(report).raw("</pre>\n");
  return html_page(call, file_of_import(job) + ": " + std::string(call.say("report", "relatório")), way(call), body);
}

}  // namespace api
