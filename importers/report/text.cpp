// SPDX-License-Identifier: Apache-2.0
#include "geo/base/text.hpp"

#include "importers/mapping/keys.hpp"
#include "importers/report/report.hpp"
#include "importers/rules/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace importers {
namespace {

constexpr std::size_t rules_shown = 8;

struct Sentence {
  const char* en;
  const char* pt;
};

/// Writes lines in one of the two languages.
class Page {
 public:
  explicit Page(std::string_view language) : m_pt(language == "pt") {}

  template <class... Args>
  void line(const char* en, const char* pt, const Args&... args) {
    fmt::format_to(std::back_inserter(m_out), fmt::runtime(m_pt ? pt : en), args...);
    m_out += '\n';
  }
  /// Of a number, which is {0}: as the languages speak of one, and of several.
  template <class... Args>
  void count(std::int64_t number, const Sentence& one, const Sentence& several, const Args&... args) {
    const Sentence& sentence = number == 1 ? one : several;
    line(sentence.en, sentence.pt, number, args...);
  }
  [[nodiscard]] std::string_view of(std::string_view en, std::string_view pt) const { return m_pt ? pt : en; }
  [[nodiscard]] std::string_view of(const geo::Text& text) const { return m_pt ? text.pt : text.en; }
  [[nodiscard]] std::string take() { return std::move(m_out); }

 private:
  bool m_pt;
  std::string m_out;
};

void write_file(Page& page, const Report& r) {
  page.line("Read {} rows ({}, {}, {}).", "Lidas {} linhas ({}, {}, {}).", r.rows.read, r.file.format, r.file.encoding, r.file.crs);
  if (!r.file.profile.empty()) {
    const std::string columns = fmt::format("{}", fmt::join(r.file.profile_columns, ", "));
    const bool asked = r.file.profile_from == "--profile";
    const std::string why_en = asked ? "--profile" : columns.empty() ? "by the number of its columns" : "because of the columns " + columns;
    const std::string why_pt = asked ? "--profile" : columns.empty() ? "pelo número de colunas" : "pelas colunas " + columns;
    page.line("Taken for: {} ({}, {}).", "Reconhecido como: {} ({}, {}).", page.of(r.file.profile_title), r.file.profile,
              page.of(why_en, why_pt));
  }
  if (r.file.times_without_zone > 0) {
    page.line("{} dates and times without a zone were taken as {}.", "{} datas e horas sem fuso foram tomadas como {}.",
              r.file.times_without_zone, r.file.time_zone);
  }
  for (const geo::Text& note : r.file.notes) { page.line("Note: {}", "Nota: {}", page.of(note)); }
}

void write_rows(Page& page, const Report& r) {
  page.line("{} rows can go in as they are, {} with fixes; {} stay out in quarantine, {} are dropped.",
            "{} linhas podem entrar como estão, {} com correcções; {} ficam fora em quarentena, {} são descartadas.", r.rows.accepted,
            r.rows.fixed, r.rows.quarantined, r.rows.dropped);
}

void write_outcome(Page& page, const Report& r) {
  const geo::BatchOutcome& o = r.outcome;
  if (o.already_imported) {
    page.line("This file is in the store already; nothing was changed.", "Este ficheiro já está guardado; nada foi alterado.");
  } else if (r.refused) {
    page.line("Refused, nothing was written.", "Recusado, nada foi escrito.");
  } else if (r.dry_run) {
    page.line("Trial only, nothing was written: {} would be new, {} updated, {} unchanged.",
              "Só ensaio, nada foi escrito: {} seriam novas, {} actualizadas, {} sem alteração.", o.inserted, o.updated, o.unchanged);
  } else {
    page.line("{} new, {} updated, {} unchanged.", "{} novas, {} actualizadas, {} sem alteração.", o.inserted, o.updated, o.unchanged);
  }
}

/// Rows that waited in quarantine: those refused anew wait on.
void write_settled(Page& page, const Report& r) {
  const geo::BatchOutcome& o = r.outcome;
  if (o.resolved == 0) { return; }
  const bool trial = r.is_trial();
  if (o.refused_again == 0) {
    const Sentence one = trial ? Sentence{"{} row in quarantine would be settled.", "{} linha em quarentena ficaria resolvida."}
                               : Sentence{"{} row in quarantine is settled.", "{} linha em quarentena fica resolvida."};
    const Sentence several = trial ? Sentence{"{} rows in quarantine would be settled.", "{} linhas em quarentena ficariam resolvidas."}
                                   : Sentence{"{} rows in quarantine are settled.", "{} linhas em quarentena ficam resolvidas."};
    return page.count(o.resolved, one, several);
  }
  page.line(trial ? "Entries of the quarantine that this file would replace: {}; settled: {}; refused again, waiting on: {}."
                  : "Entries of the quarantine that this file replaces: {}; settled: {}; refused again, waiting on: {}.",
            trial ? "Entradas da quarentena que este ficheiro substituiria: {}; resolvidas: {}; recusadas de novo, continuam à espera: {}."
                  : "Entradas da quarentena que este ficheiro substitui: {}; resolvidas: {}; recusadas de novo, continuam à espera: {}.",
            o.resolved, o.resolved - o.refused_again, o.refused_again);
}

/// What the file means for rows that were there before it.
void write_others(Page& page, const Report& r) {
  const geo::BatchOutcome& o = r.outcome;
  if (o.returned > 0) {
    page.line("{} of them had been withdrawn and stand in the source again.", "{} delas tinham sido retiradas e estão outra vez na fonte.",
              o.returned);
  }
  if (o.withdrawn > 0) {
    const Sentence one = r.is_trial() ? Sentence{"{} row of the source '{}' is not in this file and would be marked withdrawn.",
                                                 "{} linha da fonte '{}' não está neste ficheiro e seria marcada como retirada."}
                                      : Sentence{"{} row of the source '{}' is not in this file and is now marked withdrawn.",
                                                 "{} linha da fonte '{}' não está neste ficheiro e fica marcada como retirada."};
    const Sentence several = r.is_trial() ? Sentence{"{} rows of the source '{}' are not in this file and would be marked withdrawn.",
                                                     "{} linhas da fonte '{}' não estão neste ficheiro e seriam marcadas como retiradas."}
                                          : Sentence{"{} rows of the source '{}' are not in this file and are now marked withdrawn.",
                                                     "{} linhas da fonte '{}' não estão neste ficheiro e ficam marcadas como retiradas."};
    page.count(o.withdrawn, one, several, r.source);
  }
  if (o.absent > 0 && r.source != nameless_source) {
    page.count(
        o.absent,
        {"{} row of the source '{}' is not in this file and stays as it is. (Only if the file is ALL that the source has: --complete.)",
         "{} linha da fonte '{}' não está neste ficheiro e fica como está. (Só se o ficheiro for TUDO o que a fonte tem: --complete.)"},
        {"{} rows of the source '{}' are not in this file and stay as they are. (Only if the file is ALL that the source has: "
         "--complete.)",
         "{} linhas da fonte '{}' não estão neste ficheiro e ficam como estão. (Só se o ficheiro for TUDO o que a fonte tem: "
         "--complete.)"},
        r.source);
  }
  write_settled(page, r);
}

/// Rules that, when they fix, leave the field without a value.
bool empties(std::string_view rule) {
  constexpr std::array<std::string_view, 6> all{"E4", "boolean", "code", "date", "number", "range"};
  return std::find(all.begin(), all.end(), rule) != all.end();
}

/// Where the first of them stands, and what is said of it where that is not said of all.
std::string example(const Page& page, const Report& r, const RuleCount& count) {
  const Finding& f = count.example;
  if (f.line == 0) { return std::string(page.of("passed over while reading", "passadas à frente na leitura")); }
  const std::string_view unit = r.file.position == "feature" ? page.of("feature", "elemento")
                                : r.file.position == "row"   ? page.of("row", "linha")
                                                             : page.of("line", "linha");
  std::string text = fmt::format("{} {}", unit, f.line);
  if (!f.column.empty()) { text += fmt::format(", {}", f.column); }
  if (!f.value.empty()) { text += fmt::format(": {}", geo::excerpt(f.value)); }
  if (f.action == Action::fixed && !f.new_value.empty()) { text += fmt::format(" -> {}", geo::excerpt(f.new_value)); }
  if (!count.one_message) { text += fmt::format(": {}", page.of(f.message)); }
  return text;
}

template <class Of>
void write_rules(Page& page, const Report& r, const char* en, const char* pt, Of is_of_these) {
  std::size_t shown = 0;
  for (const RuleCount& count : r.rules) {
    if (!is_of_these(count)) { continue; }
    if (shown == 0) { page.line("{}", "{}", page.of(en, pt)); }
    if (++shown > rules_shown) { break; }
    const Rule& rule_text = rule(count.rule);
    page.line("  {:>7}  {} [{}] ({}). {}", "  {:>7}  {} [{}] ({}). {}", count.count,
              count.one_message ? page.of(count.example.message) : page.of(rule_text.en, rule_text.pt), count.rule, example(page, r, count),
              page.of(rule_text.advice_en, rule_text.advice_pt));
  }
}

/// A key column may fill a field as well.
std::string use_of(const ColumnFate& c) {
  if (c.use == "field") { return c.field; }
  return c.field.empty() ? c.use : c.field + " + " + c.use;
}

void write_columns(Page& page, const Report& r) {
  const auto list = [&](std::string_view use) {
    std::string names;
    for (const ColumnFate& c : r.columns) {
      if (c.use == use) { names += (names.empty() ? "" : ", ") + c.column; }
    }
    return names;
  };
  std::string mapped;
  for (const ColumnFate& c : r.columns) {
    if (c.use == "extra" || c.use == "identifier" || c.use == "ignored") { continue; }
    mapped += fmt::format("{}{} <- {}", mapped.empty() ? "" : ", ", use_of(c), c.column);
  }
  page.line("Columns: {}.", "Colunas: {}.", mapped.empty() ? page.of("none is known", "nenhuma é conhecida") : std::string_view(mapped));
  if (const std::string extra = list("extra"); !extra.empty()) { page.line("Kept as extra: {}.", "Guardadas como extra: {}.", extra); }
  if (const std::string ignored = list("ignored"); !ignored.empty()) {
    page.line("Not stored, because they say nothing: {}.", "Não guardadas, porque nada dizem: {}.", ignored);
  }
  if (const std::string identifiers = list("identifier"); !identifiers.empty()) {
    page.line("Not stored, because they identify people: {}.", "Não guardadas, porque identificam pessoas: {}.", identifiers);
  }
}

}  // namespace

std::string to_text(const Report& report, std::string_view language) {
  Page page(language);
  write_file(page, report);
  write_columns(page, report);
  write_rows(page, report);
  write_outcome(page, report);
  if (!report.outcome.already_imported) { write_others(page, report); }
  const auto did = [](Action action) { return [action](const RuleCount& count) { return count.action == action; }; };
  const auto fixed = [](bool emptied) {
    return [emptied](const RuleCount& count) { return count.action == Action::fixed && empties(count.rule) == emptied; };
  };
  write_rules(page, report, "In quarantine:", "Em quarentena:", did(Action::quarantined));
  write_rules(page, report, "Emptied (the field has no value now):", "Retirado (o campo ficou vazio):", fixed(true));
  write_rules(page, report, "Fixed:", "Corrigido:", fixed(false));
  write_rules(page, report, "Dropped:", "Descartado:", did(Action::dropped));
  write_rules(page, report, "Look at:", "A verificar:", did(Action::warned));
  if (report.findings.size() > report.rules.size()) {
    page.line("One example a rule; --report FILE.csv lists every row.",
              "Um exemplo por regra; --report FICHEIRO.csv lista todas as linhas.");
  }
  return page.take();
}

}  // namespace importers
