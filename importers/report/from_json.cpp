// SPDX-License-Identifier: Apache-2.0
#include "geo/base/error.hpp"
#include "importers/report/report.hpp"

#include <simdjson.h>

#include <array>

namespace importers {
namespace {

namespace dom = simdjson::dom;

// No member of simdjson that throws is used: its results are taken with get(). What is missing stays as it is by default: the
// report may be of an older program.

/// An object of the report, or the nothing that stands where one is missing.
class Node {
 public:
  Node() = default;
  explicit Node(const dom::element& element) { m_present = element.get(m_object) == simdjson::SUCCESS; }

  [[nodiscard]] bool present() const { return m_present; }
  [[nodiscard]] std::string text(std::string_view key) const { return std::string(get<std::string_view>(key)); }
  [[nodiscard]] std::int64_t number(std::string_view key) const { return get<std::int64_t>(key); }
  [[nodiscard]] bool flag(std::string_view key) const { return get<bool>(key); }
  [[nodiscard]] bool has(std::string_view key) const { return m_present && m_object.at_key(key).error() == simdjson::SUCCESS; }
  [[nodiscard]] char character(std::string_view key, char otherwise) const {
    const auto value = get<std::string_view>(key);
    return value.empty() ? otherwise : value.front();
  }
  [[nodiscard]] Node child(std::string_view key) const {
    dom::element element;
    return m_present && m_object.at_key(key).get(element) == simdjson::SUCCESS ? Node(element) : Node();
  }
  template <class Take>
  void each(std::string_view key, Take take) const {
    dom::array items;
    if (!m_present || m_object.at_key(key).get(items) != simdjson::SUCCESS) { return; }
    for (const dom::element item : items) { take(item); }
  }
  template <class Take>
  void each_object(std::string_view key, Take take) const {
    each(key, [&](const dom::element& item) { take(Node(item)); });
  }
  [[nodiscard]] std::vector<std::string> texts(std::string_view key) const {
    std::vector<std::string> list;
    each(key, [&](const dom::element& item) {
      std::string_view value;
      if (item.get(value) == simdjson::SUCCESS) { list.emplace_back(value); }
    });
    return list;
  }
  template <class Take>
  void each_text(Take take) const {
    if (!m_present) { return; }
    for (const auto& [key, element] : m_object) {
      std::string_view value;
      if (element.get(value) == simdjson::SUCCESS) { take(key, value); }
    }
  }

 private:
  template <class T>
  [[nodiscard]] T get(std::string_view key) const {
    T value{};
    return m_present && m_object.at_key(key).get(value) == simdjson::SUCCESS ? value : T{};
  }

  dom::object m_object;
  bool m_present = false;
};

geo::Text both(const Node& object) { return {object.text("en"), object.text("pt")}; }

Action action(const std::string& name) {
  constexpr std::array all{Action::warned, Action::fixed, Action::quarantined, Action::dropped};
  for (const Action a : all) {
    if (to_string(a) == name) { return a; }
  }
  return Action::warned;
}

Finding finding(const Node& o) {
  return {o.number("line"), o.text("column"),         o.text("value"),         o.text("new_value"),
          o.text("rule"),   action(o.text("action")), both(o.child("message"))};
}

void read(const Node& o, FileFacts& file) {
  file.format = o.text("format");
  file.encoding = o.text("encoding");
  file.delimiter = o.character("delimiter", 0);
  file.gzip = o.flag("gzip");
  file.crs = o.text("crs");
  file.crs_from = o.text("crs_from");
  file.time_zone = o.text("time_zone");
  file.times_without_zone = o.number("times_without_zone");
  file.profile = o.text("profile");
  file.profile_title = both(o.child("profile_title"));
  file.profile_from = o.text("profile_from");
  file.profile_columns = o.texts("profile_columns");
  file.date_order = o.text("date_order");
  file.decimal_sign = o.character("decimal_sign", '.');
  file.midnight_is_day = o.texts("midnight_is_day");
  file.empty_lines = o.number("empty_lines");
  file.position = o.text("position");
  o.each_object("notes", [&](const Node& note) { file.notes.push_back(both(note)); });
}

void read_outcome(const Node& o, Report& report) {
  report.dry_run = o.flag("dry_run");
  report.accept_partial = o.flag("accept_partial");
  report.complete = o.flag("complete");
  report.refused = o.flag("refused");
  geo::BatchOutcome& outcome = report.outcome;
  outcome.inserted = o.number("inserted");
  outcome.updated = o.number("updated");
  outcome.unchanged = o.number("unchanged");
  outcome.returned = o.number("returned");
  outcome.withdrawn = o.number("withdrawn");
  outcome.absent = o.number("absent");
  outcome.resolved = o.number("resolved");
  outcome.refused_again = o.number("refused_again");
  outcome.already_imported = o.flag("already_imported");
}

void read_rows(const Node& o, Report& report) {
  report.rows = {o.number("read"), o.number("accepted"), o.number("fixed"), o.number("quarantined"), o.number("dropped")};
  report.warnings = o.number("warnings");
}

}  // namespace

Report report_from_json(std::string_view json) {
  dom::parser parser;
  dom::element root;
  const bool is_json = parser.parse(json.data(), json.size()).get(root) == simdjson::SUCCESS;
  const Node o = is_json ? Node(root) : Node();
  if (!o.present()) {
    throw geo::Error(geo::Problem::damaged, "the report of this batch cannot be read", "não é possível ler o relatório deste lote");
  }
  Report report;
  report.collection = o.text("collection");
  report.source = o.text("source");
  read(o.child("file"), report.file);
  read_rows(o.child("rows"), report);
  o.each_object("rules", [&](const Node& r) {
    report.rules.push_back({r.text("rule"), action(r.text("action")), r.number("count"), finding(r.child("example")),
                            !r.has("one_message") || r.flag("one_message")});
  });
  o.each_object("columns", [&](const Node& c) {
    report.columns.push_back({c.text("column"), c.text("use"), c.text("field"), c.text("why")});
  });
  o.child("constants").each_text([&](std::string_view field, std::string_view value) {
    report.constants.push_back({std::string(field), std::string(value)});
  });
  read_outcome(o.child("outcome"), report);
  o.each_object("findings", [&](const Node& f) { report.findings.push_back(finding(f)); });
  report.findings_left_out = o.number("findings_left_out");
  return report;
}

}  // namespace importers
