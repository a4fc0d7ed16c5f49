// SPDX-License-Identifier: Apache-2.0
#include "importers/explain.hpp"

#include "geo/base/number.hpp"
#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace importers {
namespace {

constexpr std::size_t samples_kept = 200;  // enough to find an example for a column that is mostly empty
constexpr std::size_t example_bytes = 40;

/// The first rows of a reader, kept as they go by.
class FirstRows final : public Reader {
 public:
  explicit FirstRows(Reader& reader) : m_reader(reader) {}

  [[nodiscard]] const std::vector<Column>& columns() const override { return m_reader.columns(); }
  [[nodiscard]] const SourceInfo& info() const override { return m_reader.info(); }
  [[nodiscard]] double progress() const override { return m_reader.progress(); }

  bool next(Record& record) override {
    if (m_rows == rows_explained) { return false; }
    if (!m_reader.next(record)) {
      whole_file = true;
      return false;
    }
    ++m_rows;
    if (samples.size() < samples_kept && record.usable()) {
      SampleRow sample;
      sample.line = record.line;
      for (const std::string_view cell : record.cells) { sample.cells.emplace_back(cell); }
      samples.push_back(std::move(sample));
      by_index.push_back(record.index);
    }
    return true;
  }

  [[nodiscard]] std::int64_t rows() const { return m_rows; }

  std::vector<SampleRow> samples;
  std::vector<std::int64_t> by_index;
  bool whole_file = false;

 private:
  Reader& m_reader;
  std::int64_t m_rows = 0;
};

/// Takes rows and keeps them out of every store.
class Nowhere final : public geo::BatchWriter {
 public:
  void add(const geo::StagedRow& row) override {
    if (rows.size() < samples_kept) { rows.push_back(row); }
  }
  void reject(const geo::RejectedRow& /*row*/) override {}
  geo::BatchOutcome resolve() override { return {}; }
  geo::BatchOutcome commit(const std::string& /*report_json*/) override { return {}; }

  std::vector<geo::StagedRow> rows;
};

std::string shortened(std::string_view text) {
  const std::string clean = geo::clean(geo::truncate_utf8(text, example_bytes));
  return text.size() > example_bytes ? clean + "…" : clean;
}

/// Writes the explanation in one language.
class Page {
 public:
  Page(const Explanation& explanation, const geo::Collection& collection, std::string_view language)
      : m_e(explanation), m_collection(collection), m_pt(language == "pt") {
    m_any_goes_in = std::any_of(m_e.samples.begin(), m_e.samples.end(), [](const SampleRow& sample) { return sample.row.has_value(); });
  }

  std::string take() {
    file();
    columns();
    left_aside();
    doubts();
    line("Nothing was written.", "Nada foi escrito.");
    return std::move(m_out);
  }

 private:
  [[nodiscard]] std::string_view of(std::string_view en, std::string_view pt) const { return m_pt ? pt : en; }
  [[nodiscard]] std::string_view of(const geo::Text& text) const { return m_pt ? text.pt : text.en; }
  template <class... Args>
  void line(const char* en, const char* pt, const Args&... args) {
    fmt::format_to(std::back_inserter(m_out), fmt::runtime(m_pt ? pt : en), args...);
    m_out += '\n';
  }

  void file() {
    const FileFacts& f = m_e.report.file;
    const bool one = m_e.report.rows.read == 1;
    line(one ? "{}, {}{}; looked at {} row{}." : "{}, {}{}; looked at {} rows{}.",
         one ? "{}, {}{}; vista {} linha{}." : "{}, {}{}; vistas {} linhas{}.", f.format, f.encoding,
         f.delimiter == 0 ? std::string() : fmt::format(", '{}'", f.delimiter == '\t' ? std::string("tab") : std::string(1, f.delimiter)),
         m_e.report.rows.read,
         !m_e.whole_file ? std::string_view()
         : one           ? of(", the only one", ", a única")
                         : of(", all there are", ", todas as que há"));
    if (f.profile.empty()) {
      line("No profile fits: columns are found by their names.", "Nenhum perfil serve: as colunas são encontradas pelos nomes.");
    } else {
      line("Taken for: {} ({}).", "Reconhecido como: {} ({}).", of(f.profile_title), f.profile);
    }
    if (f.crs.empty()) { return; }  // refused before that was asked
    line("Coordinates: {} ({}). Dates: {}, zone {}. Decimal sign: '{}'.", "Coordenadas: {} ({}). Datas: {}, fuso {}. Sinal decimal: '{}'.",
         f.crs,
         f.crs_from == "file"      ? of("the file says so", "o ficheiro indica")
         : f.crs_from == "assumed" ? of("assumed", "por omissão")
                                   : std::string_view(f.crs_from),
         f.date_order, f.time_zone, f.decimal_sign);
  }

  void columns() {
    line("\n{:<28} {:<26} {:<9} {}", "\n{:<28} {:<26} {:<9} {}", of("column", "coluna"), of("goes to", "vai para"), of("because", "porque"),
         of("example", "exemplo"));
    for (std::size_t c = 0; c < m_e.report.columns.size(); ++c) {
      const ColumnFate& fate = m_e.report.columns[c];
      const bool is_used = fate.use != "extra" && fate.use != "ignored" && fate.use != "identifier";
      if (!is_used) { continue; }
      const std::string target = fate.use == "field" ? fate.field : fate.field.empty() ? fate.use : fate.field + " + " + fate.use;
      line("{:<28} {:<26} {:<9} {}", "{:<28} {:<26} {:<9} {}", shortened(fate.column), target, reason(fate.why), example(c, fate));
    }
  }

  [[nodiscard]] std::string_view reason(std::string_view why) const {
    struct Word {
      std::string_view en;
      std::string_view pt;
    };
    constexpr std::array<Word, 5> words{
        {{"synonym", "sinónimo"}, {"name", "nome"}, {"profile", "perfil"}, {"pattern", "padrão"}, {"content", "conteúdo"}}};
    const auto* word = std::find_if(words.begin(), words.end(), [&](const Word& w) { return w.en == why; });
    return word == words.end() ? why : of(word->en, word->pt);
  }

  [[nodiscard]] std::string example(std::size_t column, const ColumnFate& fate) const {
    for (const SampleRow& sample : m_e.samples) {
      const bool is_better = sample.row || !m_any_goes_in;
      if (!is_better || column >= sample.cells.size() || sample.cells[column].empty()) { continue; }
      std::string text = shortened(sample.cells[column]);
      const int field = m_collection.index_of(fate.field.substr(0, fate.field.find(" + ")));
      if (field < 0 || fate.use == "key" || !sample.row) { return text; }
      const std::string value = value_of(static_cast<std::size_t>(field), *sample.row);
      if (value == sample.cells[column]) { return text; }
      return text + " -> " + (value.empty() ? std::string(of("nothing", "nada")) : shortened(value));
    }
    return std::string(of("(empty)", "(vazia)"));
  }

  /// Times as the file's own clock shows them, and when an event is known to the day or less, no closer than that.
  [[nodiscard]] std::string value_of(std::size_t field, const geo::Row& row) const {
    const auto* time = std::get_if<std::int64_t>(&row.values[field]);
    if (m_collection.fields[field].type != geo::FieldType::time || time == nullptr) {
      return value_text(m_collection.fields[field], row.values[field]);
    }
    const int own_offset = m_collection.index_of("utc_offset_min");
    const auto* offset = own_offset < 0 ? nullptr : std::get_if<std::int64_t>(&row.values[static_cast<std::size_t>(own_offset)]);
    const int offset_min = offset != nullptr ? static_cast<int>(*offset) : geo::TimeZone(m_e.report.file.time_zone).offset_min_at(*time);
    const std::string local = geo::format_time(*time, offset_min);
    const int own_precision = m_collection.index_of("time_precision");
    const bool is_event = m_collection.fields[field].name.starts_with("occurred_");
    if (!is_event || own_precision < 0) { return local; }
    const auto* precision = std::get_if<std::string>(&row.values[static_cast<std::size_t>(own_precision)]);
    const std::string_view name = precision == nullptr ? std::string_view() : *precision;
    if (name == "day") { return fmt::format("{} ({})", local.substr(0, 10), of("the whole day", "dia inteiro")); }
    if (name == "month") { return fmt::format("{} ({})", local.substr(0, 7), of("the whole month", "mês inteiro")); }
    if (name == "year") { return fmt::format("{} ({})", local.substr(0, 4), of("the whole year", "ano inteiro")); }
    return local;
  }

  void left_aside() {
    const auto list = [&](std::string_view use) {
      std::string names;
      for (const ColumnFate& c : m_e.report.columns) {
        if (c.use == use) { names += (names.empty() ? "" : ", ") + c.column; }
      }
      return names;
    };
    m_out += '\n';
    if (const std::string names = list("extra"); !names.empty()) {
      line("Kept as extra, for the programme alone: {}", "Guardadas como extra, só para o programa: {}", names);
    }
    if (const std::string names = list("ignored"); !names.empty()) {
      line("Not stored, they say nothing: {}", "Não guardadas, nada dizem: {}", names);
    }
    if (const std::string names = list("identifier"); !names.empty()) {
      line("Not stored, they identify people: {}", "Não guardadas, identificam pessoas: {}", names);
    }
  }

  /// As far as it is known.
  [[nodiscard]] std::string place(const Finding& f) const {
    const std::string_view unit = m_e.report.file.position == "feature" ? of("feature", "elemento")
                                  : m_e.report.file.position == "row"   ? of("row", "linha")
                                                                        : of("line", "linha");
    std::string text = f.line == 0 ? std::string(of("while reading", "na leitura")) : fmt::format("{} {}", unit, f.line);
    if (!f.column.empty()) { text += ", " + f.column; }
    if (!f.value.empty()) { text += (f.column.empty() ? ", " : " ") + geo::excerpt(f.value); }
    return text;
  }

  void doubts() {
    bool any = false;
    const auto begin = [&] {
      if (!any) { line("\nIn doubt:", "\nDúvidas:"); }
      any = true;
    };
    if (m_e.refusal) {
      begin();
      line("  ! it would be refused: {}", "  ! seria recusado: {}", of(*m_e.refusal));
    }
    for (const geo::Text& note : m_e.report.file.notes) {
      begin();
      line("  - {}", "  - {}", of(note));
    }
    for (const RuleCount& count : m_e.report.rules) {
      begin();
      line("  - {} x {} [{}]: {}", "  - {} x {} [{}]: {}", count.count, of(count.example.message), count.rule, place(count.example));
    }
    if (!any) { line("\nNothing is in doubt.", "\nNão há dúvidas."); }
  }

  const Explanation& m_e;
  const geo::Collection& m_collection;
  bool m_pt;
  bool m_any_goes_in = false;  // else the cells of rows that stay out are better than nothing
  std::string m_out;
};

/// Of a file that was refused before its rows were looked at: which column would go where shows what is missing.
Report columns_only(const Reader& reader, std::int64_t rows, const geo::Collection& collection, const ImportOptions& options) {
  Report report;
  const SourceInfo& info = reader.info();
  report.file.format = info.format;
  report.file.encoding = info.encoding;
  report.file.delimiter = info.delimiter;
  report.rows.read = rows;
  ProfilePointer profile = choose_profile(options.profile, options.own_profile, collection.id, reader.columns(), info.has_header);
  if (profile) {
    report.file.profile = profile->id;
    report.file.profile_title = profile->title;
  }
  Mapping mapping(collection, options.map, std::move(profile));
  mapping.extend(reader.columns());
  report.columns = mapping.fates();
  return report;
}

}  // namespace

Explanation explain(Reader& reader, const geo::Collection& collection, const geo::Catalog& catalog, const ImportOptions& options) {
  FirstRows first(reader);
  Nowhere nowhere;
  ImportOptions trial = options;
  trial.dry_run = true;
  trial.strict = false;
  Explanation e;
  try {
    e.report = import(first, collection, catalog, trial, nowhere, {});
  } catch (const Refused& refused) {
    e.report = refused.report();
    e.refusal = refused.text();
  } catch (const geo::Error& error) {
    if (error.problem() != geo::Problem::input && error.problem() != geo::Problem::usage) { throw; }
    e.refusal = error.text();
    try {
      e.report = columns_only(first, first.rows(), collection, trial);
    } catch (const geo::Error&) { throw error; }  // what was asked for cannot be: there are no columns to show
  }
  e.whole_file = first.whole_file;
  e.samples = std::move(first.samples);
  const bool by_feature = e.report.file.position == "feature";
  for (std::size_t i = 0; i < e.samples.size(); ++i) {
    SampleRow& sample = e.samples[i];
    if (by_feature) { sample.line = first.by_index[i]; }
    for (std::size_t c = 0; c < std::min(sample.cells.size(), e.report.columns.size()); ++c) {
      if (e.report.columns[c].use == "identifier") { sample.cells[c].clear(); }
    }
    const auto row = std::find_if(nowhere.rows.begin(), nowhere.rows.end(), [&](const geo::StagedRow& r) { return r.line == sample.line; });
    if (row != nowhere.rows.end()) { sample.row = row->row; }
  }
  return e;
}

std::string to_text(const Explanation& explanation, const geo::Collection& collection, std::string_view language) {
  return Page(explanation, collection, language).take();
}

std::string value_text(const geo::Field& field, const geo::Value& value) {
  std::string out;
  switch (value.index()) {
    case 0: break;
    case 1: out = std::get<bool>(value) ? "true" : "false"; break;
    case 2: {
      const std::int64_t number = std::get<std::int64_t>(value);
      if (field.type == geo::FieldType::time) { return geo::format_time(number); }
      if (field.type == geo::FieldType::date) { return geo::format_date(static_cast<geo::DayNumber>(number)); }
      out = std::to_string(number);
      break;
    }
    case 3: geo::append_number(out, std::get<double>(value)); break;
    default: out = std::get<std::string>(value);
  }
  return out;
}

}  // namespace importers
