// SPDX-License-Identifier: Apache-2.0
#include "geo/base/json.hpp"

#include "importers/report/report.hpp"

namespace importers {
namespace {

void write(geo::JsonWriter& json, const geo::Text& text) { json.begin_object().member("en", text.en).member("pt", text.pt).end_object(); }

void write_list(geo::JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name).begin_array();
  for (const std::string& text : texts) { json.value(text); }
  json.end_array();
}

void write(geo::JsonWriter& json, const FileFacts& file) {
  json.key("file").begin_object();
  json.member("format", file.format).member("encoding", file.encoding);
  if (file.delimiter != 0) { json.member("delimiter", std::string_view(&file.delimiter, 1)); }
  json.member("gzip", file.gzip).member("crs", file.crs).member("crs_from", file.crs_from);
  json.member("time_zone", file.time_zone).member("times_without_zone", file.times_without_zone);
  json.member("date_order", file.date_order).member("decimal_sign", std::string_view(&file.decimal_sign, 1));
  if (!file.midnight_is_day.empty()) { write_list(json, "midnight_is_day", file.midnight_is_day); }
  if (!file.profile.empty()) {
    json.member("profile", file.profile).member("profile_from", file.profile_from).key("profile_title");
    write(json, file.profile_title);
    write_list(json, "profile_columns", file.profile_columns);
  }
  json.member("empty_lines", file.empty_lines).member("position", file.position);
  json.key("notes").begin_array();
  for (const geo::Text& note : file.notes) { write(json, note); }
  json.end_array().end_object();
}

void write(geo::JsonWriter& json, const RowCounts& rows, std::int64_t warnings) {
  json.key("rows").begin_object();
  json.member("read", rows.read).member("accepted", rows.accepted).member("fixed", rows.fixed);
  json.member("quarantined", rows.quarantined).member("dropped", rows.dropped).member("warnings", warnings);
  json.end_object();
}

void write(geo::JsonWriter& json, const Finding& f) {
  json.begin_object().member("line", f.line).member("column", f.column).member("value", f.value);
  if (f.action == Action::fixed) { json.member("new_value", f.new_value); }
  json.member("rule", f.rule).member("action", to_string(f.action)).key("message");
  write(json, f.message);
  json.end_object();
}

void write(geo::JsonWriter& json, const std::vector<ColumnFate>& columns) {
  json.key("columns").begin_array();
  for (const ColumnFate& c : columns) {
    json.begin_object().member("column", c.column).member("use", c.use);
    if (!c.field.empty()) { json.member("field", c.field); }
    if (!c.why.empty()) { json.member("why", c.why); }
    json.end_object();
  }
  json.end_array();
}

void write_outcome(geo::JsonWriter& json, const Report& report) {
  const geo::BatchOutcome& o = report.outcome;
  json.key("outcome").begin_object();
  json.member("dry_run", report.dry_run).member("accept_partial", report.accept_partial).member("complete", report.complete);
  json.member("inserted", o.inserted).member("updated", o.updated).member("unchanged", o.unchanged);
  json.member("returned", o.returned).member("withdrawn", o.withdrawn).member("absent", o.absent).member("resolved", o.resolved);
  json.member("refused_again", o.refused_again);
  json.member("already_imported", o.already_imported).member("refused", report.refused);
  json.end_object();
}

}  // namespace

std::string to_json(const Report& report) {
  std::string out;
  geo::JsonWriter json(out);
  json.begin_object().member("collection", report.collection).member("source", report.source);
  write(json, report.file);
  write(json, report.rows, report.warnings);
  json.key("rules").begin_array();
  for (const RuleCount& r : report.rules) {
    json.begin_object().member("rule", r.rule).member("action", to_string(r.action)).member("count", r.count);
    json.member("one_message", r.one_message).key("example");
    write(json, r.example);
    json.end_object();
  }
  json.end_array();
  write(json, report.columns);
  json.key("constants").begin_object();
  for (const Constant& c : report.constants) { json.member(c.field, c.value); }
  json.end_object();
  write_outcome(json, report);
  json.key("findings").begin_array();
  for (const Finding& f : report.findings) { write(json, f); }
  json.end_array().member("findings_left_out", report.findings_left_out).end_object();
  return out;
}

}  // namespace importers
