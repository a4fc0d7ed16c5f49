// SPDX-License-Identifier: Apache-2.0
#include "importers/report/recorder.hpp"

#include "geo/base/text.hpp"
#include "importers/rules/catalogue.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>

namespace importers {
namespace {

constexpr std::size_t kept_value_bytes = 200;

std::string shortened(std::string_view value) {
  if (value.size() <= kept_value_bytes) { return geo::clean(value); }
  return geo::clean(geo::truncate_utf8(value, kept_value_bytes)) + "…";
}

Finding finding_of(std::int64_t line, const Note& note) {
  Finding f;
  f.line = line;
  f.column = note.column;
  f.value = shortened(note.value);
  f.new_value = shortened(note.new_value);
  f.rule = note.rule;
  f.action = note.action;
  f.message = note.message.en.empty() ? rule(note.rule).sentence() : note.message;
  return f;
}

int weight(Action action) {
  switch (action) {
    case Action::quarantined: return 0;
    case Action::fixed: return 1;
    case Action::dropped: return 2;
    case Action::warned: break;
  }
  return 3;
}

}  // namespace

void Recorder::row(std::int64_t line, const RowNotes& notes) {
  ++m_rows.read;
  if (notes.decided()) {
    ++(notes.decision().action == Action::dropped ? m_rows.dropped : m_rows.quarantined);
    note(line, notes.decision());
    return;
  }
  if (notes.fixed()) {
    ++m_rows.fixed;
    mark_fixed(line);
  } else {
    ++m_rows.accepted;
  }
  for (const Note& n : notes.all()) { note(line, n); }
}

void Recorder::note(std::int64_t line, const Note& n) {
  if (n.action == Action::warned) { ++m_warnings; }
  Tally& t = tally(n.rule, n.action);
  if (++t.count.count == 1) {
    t.count.example = finding_of(line, n);
  } else if (t.count.one_message) {
    t.count.one_message = n.message.en.empty() ? t.is_plain : n.message.en == t.count.example.message.en;
  }
  if (t.count.count == 1) { t.is_plain = n.message.en.empty(); }
  if (m_findings.size() >= max_findings && t.kept >= reserved_per_rule) {
    ++m_left_out;
    return;
  }
  ++t.kept;
  m_findings.push_back(finding_of(line, n));
}

Recorder::Tally& Recorder::tally(std::string_view rule_id, Action action) {
  for (Tally& t : m_tallies) {
    if (t.count.action == action && t.count.rule == rule_id) { return t; }
  }
  m_tallies.emplace_back();
  m_tallies.back().count.rule = rule_id;
  m_tallies.back().count.action = action;
  return m_tallies.back();
}

void Recorder::passed_over(std::string_view rule_id, std::int64_t rows) {
  if (rows == 0) { return; }
  m_rows.read += rows;
  m_rows.dropped += rows;
  m_left_out += rows;
  Tally& t = tally(rule_id, Action::dropped);
  if (t.count.count == 0) {
    t.count.example = finding_of(0, Note{std::string(rule_id), Action::dropped, {}, {}, {}, {}});
    t.is_plain = true;
  }
  t.count.count += rows;
}

void Recorder::mark_fixed(std::int64_t line) {
  const auto at = static_cast<std::size_t>(line);
  if (at >= m_fixed.size()) { m_fixed.resize(std::max(at + 1, m_fixed.size() * 2)); }
  m_fixed[at] = true;
}

bool Recorder::was_fixed(std::int64_t line) const {
  const auto at = static_cast<std::size_t>(line);
  return at < m_fixed.size() && m_fixed[at];
}

void Recorder::superseded(const std::vector<std::int64_t>& lines) {
  for (const std::int64_t line : lines) {
    std::int64_t& from = was_fixed(line) ? m_rows.fixed : m_rows.accepted;
    assert(from > 0);
    --from;
    ++m_rows.dropped;
    note(line, Note{"D1", Action::dropped, {}, {}, {}, {}});
  }
}

void Recorder::finish(Report& report) const {
  assert(m_rows.balanced());
  report.rows = m_rows;
  report.warnings = m_warnings;
  report.findings = m_findings;
  report.findings_left_out = m_left_out;
  std::stable_sort(report.findings.begin(), report.findings.end(), [](const Finding& a, const Finding& b) { return a.line < b.line; });
  report.rules.clear();
  for (const Tally& t : m_tallies) { report.rules.push_back(t.count); }
  std::sort(report.rules.begin(), report.rules.end(), [](const RuleCount& a, const RuleCount& b) {
    return std::tuple(weight(a.action), -a.count, std::string_view(a.rule)) <
           std::tuple(weight(b.action), -b.count, std::string_view(b.rule));
  });
}

}  // namespace importers
