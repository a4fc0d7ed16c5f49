// SPDX-License-Identifier: Apache-2.0
// `bairro audit`: who did what, and whether the log of it is whole.
#include "app/commands.hpp"
#include "app/table.hpp"
#include "geo/base/hex.hpp"
#include "geo/base/json.hpp"
#include "geo/base/time.hpp"
#include "store/audit/pen.hpp"
#include "store/audit/verify.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>

namespace app {
namespace {

void write(geo::JsonWriter& w, const store::AuditRecord& r) {
  w.begin_object().member("seq", r.seq).member("at", geo::format_time(r.at)).member("who", r.who).member("role", r.role);
  w.member("action", r.action).member("object", r.object).member("rows", r.rows).key("details").raw(r.details);
  w.member("prev", geo::to_hex(r.prev)).member("mac", geo::to_hex(r.mac)).end_object();
}

std::string list_json(const std::vector<store::AuditRecord>& records) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_array();
  for (const store::AuditRecord& r : records) { write(w, r); }
  w.end_array();
  return json + "\n";
}

std::string list_text(const Context& context, const std::vector<store::AuditRecord>& records) {
  const bool pt = context.language == "pt";
  Table table(pt ? std::vector<std::string>{">n.º", "quando (UTC)", "quem", "papel", "acto", "objecto", ">linhas", "pormenores"}
                 : std::vector<std::string>{">seq", "when (UTC)", "who", "role", "action", "object", ">rows", "details"});
  for (const store::AuditRecord& r : records) {
    table.add({std::to_string(r.seq), geo::format_time(r.at / 1000 * 1000), r.who, r.role, r.action, r.object, std::to_string(r.rows),
               r.details == "{}" ? "" : r.details});
  }
  return table.text();
}

std::vector<store::AuditKey> read_keys(const std::filesystem::path& file) {
  if (file.empty()) { return {}; }
  if (file == "-") { return store::read_audit_keys(std::string(std::istreambuf_iterator<char>(std::cin), {})); }
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    throw geo::Error(geo::Problem::input, fmt::format("'{}' cannot be read", file.string()),
                     fmt::format("não é possível ler '{}'", file.string()));
  }
  return store::read_audit_keys(std::string(std::istreambuf_iterator<char>(in), {}));
}

void write_texts(geo::JsonWriter& w, const char* name, const std::vector<geo::Text>& texts) {
  w.key(name).begin_array();
  for (const geo::Text& text : texts) { w.begin_object().member("en", text.en).member("pt", text.pt).end_object(); }
  w.end_array();
}

std::string report_json(const store::AuditReport& report) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object().member("whole", report.faults == 0).member("entries", report.entries).member("macs_checked", report.macs_checked);
  w.member("head", report.head.text()).member("faults", report.faults);
  write_texts(w, "first_faults", report.first_faults);
  write_texts(w, "unchecked", report.unchecked);
  w.end_object();
  return json + "\n";
}

std::string report_text(const Context& context, const store::AuditReport& report) {
  const auto say = [&](const std::string& en, const std::string& pt) { return context.in_language({en, pt}); };
  std::string text = report.faults == 0
                         ? say(fmt::format("Nothing is wrong with what was checked: the chain of {} entries, {} MACs.\n", report.entries,
                                           report.macs_checked),
                               fmt::format("Nada está errado no que se verificou: a cadeia de {} entradas, {} MAC.\n", report.entries,
                                           report.macs_checked))
                         : say(fmt::format("THE LOG IS NOT WHOLE: {} faults in {} entries.\n", report.faults, report.entries),
                               fmt::format("O REGISTO NÃO ESTÁ INTEIRO: {} falhas em {} entradas.\n", report.faults, report.entries));
  for (const geo::Text& fault : report.first_faults) { text += "  " + context.in_language(fault) + "\n"; }
  if (!report.unchecked.empty()) { text += say("Not checked:\n", "Não se verificou:\n"); }
  for (const geo::Text& unchecked : report.unchecked) { text += "  " + context.in_language(unchecked) + "\n"; }
  return text + say("Head: ", "Marca: ") + report.head.text() + "\n";
}

/// Remarks stand beside the result, which goes elsewhere by a pipe.
void remark(const Context& context, const geo::Text& text) {
  if (!context.quiet) { std::cerr << context.in_language(text) << '\n'; }
}

ExitCode show_new_key(const Context& context, bool force) {
  const auto store = context.open_store();
  store::Database database(context.store, store::Database::Mode::read_write);
  const store::AuditKey key = store::renew_audit_key(database, context.store, store->info().id, store::system_user(), now_ms(), force);
  if (context.json) {
    std::string json;
    std::string line = key.line();
    line.pop_back();
    geo::JsonWriter(json).begin_object().member("seq", key.seq).member("key", line).end_object();
    print(json + "\n");
  } else {
    print(key.line());
  }
  remark(context,
         {"This is shown once. Keep it apart from this machine, on paper or with the protection officer; bairro audit verify --key checks "
          "with it every entry from here on, and through this one all before.",
          "Isto só se mostra uma vez. Guarde-o longe desta máquina, em papel ou com o responsável pela protecção; com ele, bairro audit "
          "verify --key verifica todas as entradas daqui em diante e, através desta, todas as anteriores."});
  return done;
}

}  // namespace

ExitCode run_audit_list(const Context& context, const AuditListCommand& command) {
  store::AuditFilter filter{command.who, command.action, INT64_MIN, command.limit};
  if (!command.since.empty()) { filter.since = geo::parse_datetime_parameter(command.since).from; }
  const std::vector<store::AuditRecord> records = context.open_store()->audit().list(filter);
  print(context.json ? list_json(records) : list_text(context, records));
  return done;
}

ExitCode run_audit_verify(const Context& context, const AuditVerifyCommand& command) {
  std::vector<store::AuditHead> heads;
  for (const std::string& head : command.heads) { heads.push_back(store::parse_audit_head(head)); }
  const std::vector<store::AuditKey> keys = read_keys(command.key);
  const store::AuditReport report = store::verify_audit(context.store, context.open_store()->info().id, keys, heads);
  print(context.json ? report_json(report) : report_text(context, report));
  return report.faults == 0 ? done : failed;
}

ExitCode run_audit_head(const Context& context) {
  const auto store = context.open_store();
  store::Database database(context.store, store::Database::Mode::read_only);
  const store::AuditHead head = store::audit_head(database, store->info().id);
  if (context.json) {
    std::string json;
    geo::JsonWriter(json).begin_object().member("head", head.text()).end_object();
    print(json + "\n");
  } else {
    print(head.text() + "\n");
  }
  remark(context,
         {"Keep it elsewhere: bairro audit verify --head finds with it whether entries up to here were cut off or made anew. The key "
          "that the MACs are checked with is shown, once, by: bairro audit key",
          "Guarde-a noutro lugar: com ela, bairro audit verify --head descobre se as entradas até aqui foram cortadas ou refeitas. "
          "A chave com que se verificam os MAC é mostrada, uma só vez, por: bairro audit key"});
  return done;
}

ExitCode run_audit_key(const Context& context) { return show_new_key(context, false); }
ExitCode run_audit_rekey(const Context& context) { return show_new_key(context, true); }

}  // namespace app
